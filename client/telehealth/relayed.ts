/** Through our own media server (Janus), which this browser never speaks to: what it offers and answers goes over our socket. */
import type { Message } from "./link";
import { letPicturesGo, MOST_VIDEO_BITS, plainOffer, watch, type Ground, type Way } from "./way";

interface Signal {
  do: "published" | "offer" | "ice";
  sdp?: string;
  streams?: { mid: string; from: string }[];
  of?: "send" | "receive" | "screen";
  candidate?: RTCIceCandidateInit;
}

export class Relayed implements Way {
  private sending: RTCPeerConnection | undefined;
  private receiving: RTCPeerConnection | undefined;
  private froms = new Map<string, string>();
  private early: ["send" | "receive", RTCIceCandidateInit][] = [];
  private turn: Promise<void> = Promise.resolve();
  private pictures = true;
  private isOver = false;

  constructor(private readonly ground: Ground) {}

  async received(): Promise<RTCStatsReport[]> {
    return this.receiving ? [await this.receiving.getStats()] : [];
  }

  async sent(): Promise<RTCStatsReport[]> {
    return this.sending ? [await this.sending.getStats()] : [];
  }

  sendPictures(on: boolean): void {
    this.pictures = on;
    letPicturesGo(this.sending?.getSenders() ?? [], on);
  }

  wantPictures(ids: readonly string[]): void {
    this.signal({ do: "watch", of: ids });
  }

  leave(): void {
    this.isOver = true;
    for (const one of [this.sending, this.receiving]) one?.close();
  }

  async publish(): Promise<void> {
    const { local, hooks } = this.ground;
    if (local.getTracks().length === 0) {
      this.signal({ do: "publish", sdp: "" }); // they see and hear, and send nothing
      return;
    }
    const connection = this.connection("send");
    this.sending = connection;
    for (const track of local.getTracks()) {
      const encodings = track.kind === "video" ? [{ maxBitrate: MOST_VIDEO_BITS }] : [{}];
      const { sender } = connection.addTransceiver(track, { direction: "sendonly", streams: [local], sendEncodings: encodings });
      hooks.protection?.sending(sender);
    }
    await connection.setLocalDescription(await plainOffer(connection));
    this.signal({ do: "publish", sdp: connection.localDescription?.sdp ?? "", sealed: hooks.protection !== undefined });
  }

  /** What the media server answers goes one after the other: two offers must not overtake each other. */
  heard(message: Message): void {
    this.turn = this.turn.then(() => (this.isOver ? undefined : this.take(message as unknown as Signal))).catch((error: unknown) => console.warn("video", error));
  }

  private async take(told: Signal): Promise<void> {
    if (told.do === "published" && told.sdp) {
      await this.sending?.setRemoteDescription({ type: "answer", sdp: told.sdp });
      await this.addEarly("send");
    } else if (told.do === "ice" && told.candidate) await this.addCandidate(told.of === "receive" ? "receive" : "send", told.candidate);
    else if (told.do === "offer" && told.sdp) await this.answer(told.sdp, told.streams ?? []);
  }

  /** A way to the server may be told before what it is a way for. */
  private async addCandidate(of: "send" | "receive", candidate: RTCIceCandidateInit): Promise<void> {
    const connection = of === "send" ? this.sending : this.receiving;
    if (connection?.remoteDescription) await connection.addIceCandidate(candidate);
    else this.early.push([of, candidate]);
  }

  private async addEarly(of: "send" | "receive"): Promise<void> {
    const known = this.early;
    this.early = known.filter(([other]) => other !== of);
    for (const [other, candidate] of known) if (other === of) await this.addCandidate(of, candidate);
  }

  private async answer(sdp: string, streams: { mid: string; from: string }[]): Promise<void> {
    this.receiving ??= this.connection("receive");
    const connection = this.receiving;
    const known = new Set(this.froms.values());
    this.froms = new Map(streams.map(({ mid, from }) => [mid, from]));
    for (const from of known) if (!streams.some((one) => one.from === from)) this.ground.forget(from);
    connection.ontrack = ({ track, transceiver }) => this.show(transceiver.mid, transceiver.receiver, track);
    await connection.setRemoteDescription({ type: "offer", sdp });
    await this.addEarly("receive");
    for (const { mid, receiver } of connection.getTransceivers()) if (receiver.track.readyState === "live") this.show(mid, receiver, receiver.track);
    await connection.setLocalDescription();
    this.signal({ do: "answer", sdp: connection.localDescription?.sdp ?? "" });
  }

  private show(mid: string | null, receiver: RTCRtpReceiver, track: MediaStreamTrack): void {
    const from = this.froms.get(mid ?? "");
    if (!from) return;
    this.ground.hooks.protection?.receiving(receiver, from);
    this.ground.take(from, track);
  }

  private signal(told: object): void {
    this.ground.hooks.send({ type: "signal", place: this.ground.info.place ?? 0, ...told });
  }

  private connection(of: "send" | "receive"): RTCPeerConnection {
    const { info, hooks } = this.ground;
    const connection = new RTCPeerConnection({ iceServers: info.relays, iceTransportPolicy: hooks.relayOnly ? "relay" : "all", bundlePolicy: "max-bundle" });
    connection.onicecandidate = ({ candidate }) => this.signal({ do: "ice", of, candidate: candidate?.toJSON() ?? null });
    watch(connection, () => this.pictures || this.sendPictures(false), hooks.lost);
    return connection;
  }
}
