/** Pictures and sound of others, and ours to them, whichever way they go (way.ts). */
import { Between } from "./between";
import type { Message } from "./link";
import { Relayed } from "./relayed";
import { LOST_AFTER_MS, type Ground, type MediaHooks, type MediaInfo, type Way } from "./way";

const STILL_AFTER_MS = 1_500;

/** Whether sound and pictures still come: a network that changed is noticed so, seconds before the browser says it. */
export class Flow {
  private packets = 0;
  private at = 0;
  private isTold = false;

  /** True once, when as many packets have come as a while ago. */
  standsStill(packets: number, now: number): boolean {
    if (packets !== this.packets) [this.packets, this.at, this.isTold] = [packets, now, false];
    if (packets === 0 || this.isTold || now - this.at < STILL_AFTER_MS) return false;
    this.isTold = true;
    return true;
  }
}

/** One row of what a browser counts, of those that are read here. */
interface Count {
  type: string;
  kind?: string;
  trackIdentifier?: string;
  audioLevel?: number;
  fractionLost?: number;
  packetsLost?: number;
  packetsReceived?: number;
  currentRoundTripTime?: number;
  nominated?: boolean;
}

function countsOf(reports: readonly RTCStatsReport[]): Count[] {
  return reports.flatMap((report) => {
    const found: Count[] = [];
    report.forEach((row: Count) => found.push(row));
    return found;
  });
}

export class Media {
  private readonly streams = new Map<string, MediaStream>();
  private info: MediaInfo | undefined;
  private way: Way | undefined;
  private counted = { lost: 0, came: 0 };
  private readonly flow = new Flow();
  private pictures = true;
  private wanted: readonly string[] | undefined;

  constructor(
    private readonly local: MediaStream,
    private readonly hooks: MediaHooks,
  ) {}

  async join(info: MediaInfo): Promise<void> {
    this.end();
    this.info = info;
    const ground = this.groundFor(info);
    if (info.server) this.joinElsewhere(ground);
    else if (info.kind === "peer") this.go(new Between(ground));
    else if (info.kind === "sfu") {
      const relayed = new Relayed(ground);
      this.go(relayed);
      await relayed.publish();
    }
  }

  private joinElsewhere(ground: Ground): void {
    const isMeant = (): boolean => this.info === ground.info;
    const joining = import(this.hooks.livekit ?? "").then(({ join }: typeof import("../livekit")) => join(ground));
    joining
      .then((way) => (isMeant() ? this.go(way) : way.leave()))
      .catch((error: unknown) => {
        console.warn("video", error);
        if (isMeant()) setTimeout(() => isMeant() && this.hooks.lost(), LOST_AFTER_MS);
      });
  }

  /** What was asked for before it was open holds for it. */
  private go(way: Way): void {
    this.way = way;
    if (!this.pictures) way.sendPictures(false);
    if (this.wanted) way.wantPictures(this.wanted);
  }

  /** What an earlier place still hears of is nobody's here. */
  private groundFor(info: MediaInfo): Ground {
    const now = <T extends unknown[]>(deed: (...told: T) => void) => (...told: T) => {
      if (info === this.info) deed(...told);
    };
    const hooks = { ...this.hooks, lost: now(() => this.hooks.lost()) };
    return { local: this.local, info, hooks, take: now((from, track) => this.take(from, track)), drop: now((from, track) => this.streams.get(from)?.removeTrack(track)), forget: now((from) => this.forget(from)) };
  }

  end(): void {
    this.info = undefined;
    this.way?.leave();
    this.way = this.wanted = undefined;
    for (const from of [...this.streams.keys()]) this.forget(from);
  }

  setMic(on: boolean): void {
    for (const track of this.local.getAudioTracks()) track.enabled = on;
  }

  setCamera(on: boolean): void {
    for (const track of this.local.getVideoTracks()) track.enabled = on;
  }

  /** What came of somebody last, while it does. */
  streamOf(from: string): MediaStream | undefined {
    return this.streams.get(from);
  }

  /** How loud each of the others is in this browser, 0 to 1; asked several times a second, it is also where it shows that nothing comes. */
  async levels(): Promise<Map<string, number>> {
    const froms = new Map(Array.from(this.streams, ([from, stream]) => [stream.getAudioTracks()[0]?.id ?? "", from]));
    const found = new Map<string, number>();
    let packets = 0;
    for (const row of countsOf((await this.way?.received()) ?? [])) {
      if (row.type !== "inbound-rtp") continue;
      packets += row.packetsReceived ?? 0;
      const from = froms.get(row.trackIdentifier ?? "");
      if (row.kind === "audio" && from) found.set(from, row.audioLevel ?? 0);
    }
    if (this.flow.standsStill(packets, performance.now())) this.hooks.still();
    return found;
  }

  /** How the link is: what was lost since the last look, on the worse of the two ways, and how long a word takes there and back. */
  async look(): Promise<{ lost: number; roundTripMs: number }> {
    let roundTrip = 0;
    let [sentLost, lost, came] = [0, 0, 0];
    for (const row of countsOf([...((await this.way?.sent()) ?? []), ...((await this.way?.received()) ?? [])])) {
      if (row.type === "remote-inbound-rtp") sentLost = Math.max(sentLost, row.fractionLost ?? 0);
      if (row.type === "candidate-pair" && row.nominated) roundTrip = Math.max(roundTrip, row.currentRoundTripTime ?? 0);
      if (row.type !== "inbound-rtp") continue;
      lost += row.packetsLost ?? 0;
      came += row.packetsReceived ?? 0;
    }
    const [newLost, newCame] = [Math.max(0, lost - this.counted.lost), Math.max(0, came - this.counted.came)];
    this.counted = { lost, came };
    const received = newLost + newCame < 20 ? 0 : newLost / (newLost + newCame);
    return { lost: Math.max(sentLost, received), roundTripMs: roundTrip * 1000 };
  }

  sendPictures(on: boolean): void {
    this.pictures = on;
    this.way?.sendPictures(on);
  }

  wantPictures(ids: readonly string[]): void {
    this.wanted = ids;
    this.way?.wantPictures(ids);
  }

  private take(from: string, track: MediaStreamTrack): void {
    const stream = this.streams.get(from) ?? new MediaStream();
    this.streams.set(from, stream);
    if (!stream.getTracks().includes(track)) {
      for (const old of stream.getTracks()) if (old.kind === track.kind) stream.removeTrack(old);
      stream.addTrack(track);
    }
    this.hooks.shown(from, stream);
  }

  private forget(from: string): void {
    this.streams.delete(from);
    this.hooks.gone(from);
  }

  // --- What one way alone hears of -----------------------------------------------------------------------------------------

  /** What our media server answers. */
  heard(message: Message): void {
    if (this.way instanceof Relayed) this.way.heard(message);
  }

  meet(own: string, other: string | undefined): void {
    if (this.way instanceof Between) this.way.meet(own, other);
  }

  heardFromPeer(own: string, message: Message): void {
    if (this.way instanceof Between) this.way.heard(own, message);
  }

  /** Between two browsers a screen takes the place of the camera, and gives it back. */
  async showInstead(track: MediaStreamTrack | undefined): Promise<void> {
    if (this.way instanceof Between) await this.way.showInstead(track);
  }
}
