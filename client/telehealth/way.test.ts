/** What both kinds of media server have to do for the room's page, asked through the one thing that it speaks to. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Message } from "./link";
import { Media } from "./media";
import type { MediaInfo } from "./way";

type Row = Record<string, unknown>;

/** What a browser sends or receives of one track, and what it counts of it. */
class Part {
  counts: Row[] = [];
  parameters = { encodings: [{ active: true }] };
  constructor(readonly track: MediaStreamTrack) {}
  getParameters(): { encodings: { active: boolean }[] } {
    return structuredClone(this.parameters);
  }
  setParameters(parameters: { encodings: { active: boolean }[] }): Promise<void> {
    this.parameters = parameters;
    return Promise.resolve();
  }
  getStats(): Promise<Row[]> {
    return Promise.resolve(this.counts);
  }
  get isSent(): boolean {
    return this.parameters.encodings.every(({ active }) => active);
  }
}

class Stream {
  constructor(private readonly tracks: MediaStreamTrack[] = []) {}
  getTracks = (): MediaStreamTrack[] => this.tracks;
  getAudioTracks = (): MediaStreamTrack[] => this.tracks.filter(({ kind }) => kind === "audio");
  getVideoTracks = (): MediaStreamTrack[] => this.tracks.filter(({ kind }) => kind === "video");
  addTrack = (track: MediaStreamTrack): void => void this.tracks.push(track);
  removeTrack = (track: MediaStreamTrack): void => void this.tracks.splice(this.tracks.indexOf(track), 1);
}

const aTrack = (kind: "audio" | "video", id: string): MediaStreamTrack => ({ kind, id, enabled: true, readyState: "live" }) as unknown as MediaStreamTrack;

// --- Janus, behind our own socket ------------------------------------------------------------------------------------------

class Connection {
  static all: Connection[] = [];
  /** What of others is in the offer that comes. */
  static offered: { mid: string; from: string; part: Part }[] = [];
  senders: Part[] = [];
  received: { mid: string; part: Part }[] = [];
  connectionState = "new";
  localDescription = { sdp: "own" };
  remoteDescription: object | undefined;
  onconnectionstatechange: (() => void) | null = null;
  constructor() {
    Connection.all.push(this);
  }
  addTransceiver(track: MediaStreamTrack): { sender: Part } {
    this.senders.push(new Part(track));
    return { sender: this.senders.at(-1)! };
  }
  getSenders = (): Part[] => this.senders;
  getTransceivers = (): object[] => this.received.map(({ mid, part }) => ({ mid, receiver: part, sender: { track: null } }));
  createOffer = (): Promise<object> => Promise.resolve({ sdp: "" });
  setLocalDescription = (): Promise<void> => Promise.resolve();
  setRemoteDescription = (told: object): Promise<void> => Promise.resolve(void ([this.remoteDescription, this.received] = [told, Connection.offered]));
  getStats = (): Promise<Row[]> => Promise.resolve([...this.senders, ...this.received.map(({ part }) => part)].flatMap(({ counts }) => counts));
  connects = (): void => {
    this.connectionState = "connected";
    this.onconnectionstatechange?.();
  };
  close = (): void => void (this.connectionState = "closed");
}

interface Server {
  info: MediaInfo;
  /** Somebody comes, with a microphone and a camera. */
  comes: (media: Media, who: string) => Promise<Part[]>;
  sent: () => Part[];
  /** Whose pictures this browser asked the server for. */
  asked: () => string[];
  left: () => boolean;
}

const said: Message[] = [];

function janus(): Server {
  Connection.offered = [];
  return {
    info: { kind: "sfu", relays: [], place: 1 },
    sent: () => Connection.all[0]!.senders,
    asked: () => (said.filter((one) => one["do"] === "watch").at(-1)?.["of"] as string[] | undefined) ?? ["everybody"],
    left: () => Connection.all.every(({ connectionState }) => connectionState === "closed"),
    comes: async (media, who) => {
      const parts = (["audio", "video"] as const).map((kind) => new Part(aTrack(kind, `${who} ${kind}`)));
      Connection.offered = [...Connection.offered, ...parts.map((part) => ({ mid: part.track.id, from: who, part }))];
      const answers = (): number => said.filter((one) => one["do"] === "answer").length;
      const known = answers();
      media.heard({ type: "signal", do: "offer", sdp: "offer", streams: Connection.offered });
      await vi.waitFor(() => expect(answers()).toBe(known + 1));
      return parts;
    },
  };
}

// --- LiveKit, at the boundary of its own package ---------------------------------------------------------------------------

class Publication {
  isEnabled = true;
  constructor(
    readonly kind: string,
    readonly track: object,
  ) {}
  setEnabled(is: boolean): void {
    this.isEnabled = is;
  }
}

class Emitter {
  private readonly heard = new Map<string, ((...told: unknown[]) => void)[]>();
  on(name: string, deed: (...told: unknown[]) => void): void {
    this.heard.set(name, [...(this.heard.get(name) ?? []), deed]);
  }
  emit(name: string, ...told: unknown[]): void {
    for (const deed of this.heard.get(name) ?? []) deed(...told);
  }
}

class PaperRoom extends Emitter {
  static last: PaperRoom;
  isConnected = false;
  localParticipant = Object.assign(new Emitter(), {
    permissions: undefined as object | undefined,
    trackPublications: new Map<string, { track: object }>(),
    publishTrack: (mediaStreamTrack: MediaStreamTrack): Promise<void> => {
      const sender = new Part(mediaStreamTrack);
      this.localParticipant.trackPublications.set(mediaStreamTrack.id, { track: { mediaStreamTrack, sender } });
      this.localParticipant.emit("localSenderCreated", sender);
      return Promise.resolve();
    },
  });
  remoteParticipants = new Map<string, { identity: string; trackPublications: Map<string, Publication> }>();
  constructor() {
    super();
    PaperRoom.last = this;
  }
  connect(): Promise<void> {
    this.isConnected = true;
    return Promise.resolve();
  }
  disconnect(): Promise<void> {
    this.isConnected = false;
    return Promise.resolve();
  }
}
vi.mock("livekit-client", async (known) => ({ ...(await known<object>()), Room: PaperRoom }));

function livekit(): Server {
  const own = (): { sender: Part }[] => [...PaperRoom.last.localParticipant.trackPublications.values()].map(({ track }) => track as { sender: Part });
  return {
    info: { kind: "sfu", relays: [], place: 1, server: "wss://video.example", token: "token" },
    sent: () => own().map(({ sender }) => sender),
    asked: () => {
      const everybody = [...PaperRoom.last.remoteParticipants.values()];
      return everybody.filter(({ trackPublications }) => trackPublications.get("video")?.isEnabled).map(({ identity }) => identity);
    },
    left: () => !PaperRoom.last.isConnected,
    comes: (_, who) => {
      const person = { identity: who, trackPublications: new Map<string, Publication>() };
      PaperRoom.last.remoteParticipants.set(who, person);
      const parts = (["audio", "video"] as const).map((kind) => {
        const receiver = new Part(aTrack(kind, `${who} ${kind}`));
        const publication = new Publication(kind, { receiver, mediaStreamTrack: receiver.track });
        person.trackPublications.set(kind, publication);
        PaperRoom.last.emit("trackSubscribed", publication.track, publication, person);
        return receiver;
      });
      return Promise.resolve(parts);
    },
  };
}

// --- Of both ---------------------------------------------------------------------------------------------------------------

describe.each([["janus", janus], ["livekit", livekit]] as const)("through %s", (_, serverOf) => {
  const hooks = { send: (message: Message) => said.push(message), shown: vi.fn(), gone: vi.fn(), lost: vi.fn(), still: vi.fn(), protection: undefined, relayOnly: false, livekit: new URL("../livekit.ts", import.meta.url).pathname };
  let [server, media] = [undefined as unknown as Server, undefined as unknown as Media];

  beforeEach(() => {
    said.length = 0;
    Connection.all = [];
    vi.stubGlobal("RTCPeerConnection", Connection);
    vi.stubGlobal("RTCRtpSender", { getCapabilities: () => null });
    vi.stubGlobal("MediaStream", Stream);
    server = serverOf();
    media = new Media(new Stream([aTrack("audio", "mic"), aTrack("video", "camera")]) as unknown as MediaStream, hooks);
  });

  const joined = async (meanwhile = (): void => undefined): Promise<void> => {
    const joining = media.join(server.info);
    meanwhile();
    await joining;
    await vi.waitFor(() => expect(server.sent()).toHaveLength(2));
    await new Promise((resolve) => setTimeout(resolve)); // it is open a moment later
  };

  test("sound only keeps our picture here and lets our sound go, also where it was chosen before the way was open", async () => {
    await joined(() => media.sendPictures(false));
    Connection.all[0]?.connects();
    expect(server.sent().map(({ track, isSent }) => [track.kind, isSent])).toEqual([["audio", true], ["video", false]]);
    media.sendPictures(true);
    expect(server.sent().every(({ isSent }) => isSent)).toBe(true);
  });

  test("pictures come of whom one looks at, also where that was said before the way was open or before they came", async () => {
    await joined(() => media.wantPictures(["bo"]));
    for (const who of ["ana", "bo"]) await server.comes(media, who);
    expect(server.asked()).toEqual(["bo"]);
    media.wantPictures(["ana"]);
    expect(server.asked()).toEqual(["ana"]);
    media.wantPictures([]);
    expect(server.asked()).toEqual([]);
  });

  test("who is loud, what was lost and how long a word takes is read from what this browser counts", async () => {
    await joined();
    const [ana] = await server.comes(media, "ana");
    const [bo] = await server.comes(media, "bo");
    ana!.counts = [{ type: "inbound-rtp", kind: "audio", trackIdentifier: "ana audio", audioLevel: 0.4, packetsReceived: 100, packetsLost: 0 }];
    bo!.counts = [{ type: "inbound-rtp", kind: "audio", trackIdentifier: "bo audio", audioLevel: 0.02, packetsReceived: 100, packetsLost: 0 }];
    expect(Object.fromEntries(await media.levels())).toEqual({ ana: 0.4, bo: 0.02 });
    await media.look();
    bo!.counts = [{ ...bo!.counts[0]!, packetsReceived: 130, packetsLost: 20 }, { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.9 }];
    server.sent()[0]!.counts = [{ type: "remote-inbound-rtp", fractionLost: 0.1 }];
    const { lost, roundTripMs } = await media.look();
    expect(lost).toBeCloseTo(0.4);
    expect(roundTripMs).toBe(900);
    expect(media.streamOf("ana")?.getTracks()).toHaveLength(2);
  });

  test("who is moved hears no more of the place before", async () => {
    await joined();
    await server.comes(media, "ana");
    media.end();
    expect(server.left()).toBe(true);
    expect(hooks.gone).toHaveBeenCalledWith("ana");
    expect(media.streamOf("ana")).toBeUndefined();
    expect(await media.look()).toEqual({ lost: 0, roundTripMs: 0 });
  });
});
