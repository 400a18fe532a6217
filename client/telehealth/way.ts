/** What every way to the pictures and sound of others keeps: through our own media server, from browser to browser, or through LiveKit. */
import type { Message } from "./link";

export interface MediaInfo {
  kind: "sfu" | "peer" | "away";
  relays: RTCIceServer[];
  /** Which place of this connection it is for: the room or a pair. What is said of another is out of date. */
  place?: number;
  /** A media server that this browser reaches itself (LiveKit), and what opens one room of it for this connection. */
  server?: string;
  token?: string;
}

export interface Way {
  /** What the browser counts of what comes of others, and of what we send. */
  received: () => Promise<RTCStatsReport[]>;
  sent: () => Promise<RTCStatsReport[]>;
  /** Send our picture or none at all; sound goes on. It holds for what is sent later, too. */
  sendPictures: (on: boolean) => void;
  /** Whose pictures are looked at; everybody's sound comes. Until it is said, everybody's. */
  wantPictures: (ids: readonly string[]) => void;
  leave: () => void;
}

/** What a way is given: where it puts what comes of others, and whom it tells. */
export interface Ground {
  local: MediaStream;
  info: MediaInfo;
  hooks: MediaHooks;
  /** A track of somebody's, in place of their last one of its kind. */
  take: (from: string, track: MediaStreamTrack) => void;
  /** One that comes no more, while its person is there. */
  drop: (from: string, track: MediaStreamTrack) => void;
  forget: (from: string) => void;
}

/** Puts frames out of the server's reach, and opens those of others (frames.ts). */
export interface Protection {
  /** `as`: the id under which it is sent, where it is not our own connection's. */
  sending: (sender: RTCRtpSender, as?: string) => void;
  receiving: (receiver: RTCRtpReceiver, from: string) => void;
}

export interface MediaHooks {
  send: (message: Message) => void;
  /** A stream of somebody's; the same one again when a track is added to it. */
  shown: (from: string, stream: MediaStream) => void;
  gone: (from: string) => void;
  /** Nothing comes through any more: come anew. */
  lost: () => void;
  /** What came of others stands still: the network may have changed. */
  still: () => void;
  protection: Protection | undefined;
  relayOnly: boolean;
  /** The script that speaks to LiveKit, where the site has one: nobody else's browser loads it. */
  livekit?: string | undefined;
}

export const LOST_AFTER_MS = 2_500;
export const MOST_VIDEO_BITS = 600_000;

/** Let the pictures of these senders go, or keep them here; sound is left as it is. */
export function letPicturesGo(senders: Iterable<RTCRtpSender | undefined>, on: boolean): void {
  for (const sender of senders) {
    if (sender?.track?.kind !== "video") continue;
    const parameters = sender.getParameters();
    for (const one of parameters.encodings) one.active = on;
    void sender.setParameters(parameters).catch((error: unknown) => console.warn("video", error));
  }
}

/** A connection of our own that came about, or came to nothing. Whoever closes it hears no more of it. */
export function watch(connection: RTCPeerConnection, connected: () => void, lost: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const lostUnlessClosed = (): void => {
    if (connection.connectionState !== "closed") lost();
  };
  connection.onconnectionstatechange = () => {
    clearTimeout(timer);
    if (connection.connectionState === "connected") connected();
    if (connection.connectionState === "failed") lost();
    if (connection.connectionState === "disconnected") timer = setTimeout(lostUnlessClosed, LOST_AFTER_MS);
  };
}

/** VP8 and Opus alone (what frames.ts knows how to close), without the header extension that tells the server who is loud. */
export async function plainOffer(connection: RTCPeerConnection): Promise<RTCSessionDescriptionInit> {
  for (const one of connection.getTransceivers()) {
    const kind = one.sender.track?.kind ?? "audio";
    const wanted = kind === "video" ? /vp8|rtx/i : /opus/i;
    const codecs = RTCRtpSender.getCapabilities(kind)?.codecs.filter(({ mimeType }) => wanted.test(mimeType));
    if (codecs?.length && "setCodecPreferences" in one) one.setCodecPreferences(codecs);
  }
  const offer = await connection.createOffer();
  return { type: "offer", sdp: withoutLoudness(offer.sdp ?? "") };
}

export function withoutLoudness(sdp: string): string {
  return sdp.split("\r\n").filter((line) => !/^a=extmap:.*(ssrc-audio-level|csrc-audio-level)/.test(line)).join("\r\n");
}
