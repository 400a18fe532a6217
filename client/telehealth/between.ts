/** From browser to browser, for two, without a media server. Nobody stands between them to hold a picture back. */
import type { Message } from "./link";
import { letPicturesGo, watch, type Ground, type Way } from "./way";

export class Between implements Way {
  private peer: RTCPeerConnection | undefined;
  private other = "";
  private isPolite = true;
  private isOffering = false;
  private pictures = true;
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly ground: Ground) {}

  async received(): Promise<RTCStatsReport[]> {
    return this.peer ? [await this.peer.getStats()] : [];
  }

  sent(): Promise<RTCStatsReport[]> {
    return Promise.resolve([]); // one connection goes both ways
  }

  sendPictures(on: boolean): void {
    this.pictures = on;
    letPicturesGo(this.peer?.getSenders() ?? [], on);
  }

  wantPictures(): void {
    return; // the other one's picture is the only one
  }

  leave(): void {
    this.peer?.close();
    this.peer = undefined;
  }

  /** Somebody else is there, or nobody: whoever has the greater id offers. */
  meet(own: string, other: string | undefined): void {
    if (!other) {
      this.leave();
      if (this.other) this.ground.forget(this.other);
      this.other = "";
      return;
    }
    if (this.peer) return;
    const { local, info, hooks } = this.ground;
    this.other = other;
    this.isPolite = own < other;
    const connection = new RTCPeerConnection({ iceServers: info.relays, iceTransportPolicy: hooks.relayOnly ? "relay" : "all" });
    this.peer = connection;
    watch(connection, () => this.pictures || this.sendPictures(false), hooks.lost);
    const say = (told: object): void => hooks.send({ type: "peer", to: other, ...told });
    connection.onicecandidate = ({ candidate }) => say({ candidate: candidate?.toJSON() ?? null });
    connection.ontrack = ({ track }) => this.ground.take(other, track);
    connection.onnegotiationneeded = async () => {
      this.isOffering = true;
      await connection.setLocalDescription().finally(() => (this.isOffering = false));
      say({ description: connection.localDescription?.toJSON() });
    };
    if (!this.isPolite) for (const track of local.getTracks()) connection.addTrack(track, local);
  }

  heard(own: string, message: Message): void {
    this.turn = this.turn.then(() => this.take(own, message)).catch((error: unknown) => console.warn("video", error));
  }

  /** A screen takes the place of the camera, and gives it back. */
  async showInstead(track: MediaStreamTrack | undefined): Promise<void> {
    const { local } = this.ground;
    const wanted = track ?? local.getVideoTracks()[0] ?? null;
    const sender = this.peer?.getSenders().find((one) => one.track?.kind !== "audio");
    if (sender) await sender.replaceTrack(wanted);
    else if (wanted) this.peer?.addTrack(wanted, local);
  }

  private async take(own: string, message: Message): Promise<void> {
    const { local, hooks } = this.ground;
    const from = String(message["from"]);
    this.meet(own, from);
    const connection = this.peer;
    if (!connection) return;
    const description = message["description"] as RTCSessionDescriptionInit | undefined;
    if (description) {
      const collides = description.type === "offer" && (this.isOffering || connection.signalingState !== "stable");
      if (collides && !this.isPolite) return;
      await connection.setRemoteDescription(description);
      if (description.type === "offer") {
        if (connection.getSenders().every(({ track }) => !track)) for (const track of local.getTracks()) connection.addTrack(track, local);
        await connection.setLocalDescription();
        hooks.send({ type: "peer", to: from, description: connection.localDescription?.toJSON() });
      }
    } else if (message["candidate"]) {
      await connection.addIceCandidate(message["candidate"] as RTCIceCandidateInit);
    }
  }
}
