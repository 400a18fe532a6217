/**
 * One's screen, shared with the room: a connection of its own to the media server, under an id that the server gave for it, sealed
 * like the camera. Between two browsers it takes the camera's place. Who may is the server's to say.
 */
import type { Message } from "./link";
import { plainOffer, type MediaInfo, type Protection } from "./way";

/** Text is read, not watched: few pictures a second, each whole. */
const WANTED: DisplayMediaStreamOptions = { audio: false, video: { frameRate: { ideal: 6, max: 10 }, width: { max: 1920 }, height: { max: 1200 } } };
const MOST_BITS = 800_000;

export interface ScreenHooks {
  send: (message: Message) => void;
  info: () => MediaInfo | undefined;
  /** In place of the camera, where two browsers speak to each other. */
  instead: (track: MediaStreamTrack | undefined) => Promise<void>;
  /** We share, or do no longer. */
  changed: (stream: MediaStream | undefined) => void;
  /** The browser could not, though the person wanted to. */
  failed: () => void;
  protection: Protection | undefined;
  relayOnly: boolean;
}

export class OwnScreen {
  private stream: MediaStream | undefined;
  private isChoosing = false;
  private connection: RTCPeerConnection | undefined;
  private early: RTCIceCandidateInit[] = [];
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly hooks: ScreenHooks) {}

  /** Phones can't. */
  static isThere(): boolean {
    return typeof (navigator.mediaDevices as { getDisplayMedia?: unknown } | undefined)?.getDisplayMedia === "function";
  }

  get isShared(): boolean {
    return this.stream !== undefined;
  }

  /** Let the person choose a screen or a window, then ask the server for a place. Nothing is sent before it gave one. */
  async choose(): Promise<void> {
    if (this.isChoosing) return; // the browser asks already
    this.isChoosing = true;
    const info = this.hooks.info();
    const stream = await navigator.mediaDevices.getDisplayMedia(WANTED).catch((error: unknown) => {
      if ((error as Error).name === "NotAllowedError") return undefined; // they thought better of it
      console.warn("screen", error);
      this.hooks.failed();
      return undefined;
    });
    this.isChoosing = false;
    const track = stream?.getVideoTracks()[0];
    if (!stream || !track) return;
    if (info !== this.hooks.info()) {
      track.stop(); // they are somewhere else by now: it was meant for others
      this.hooks.failed();
      return;
    }
    track.contentHint = "text";
    track.onended = () => this.stop();
    this.stream = stream;
    this.hooks.changed(stream);
    this.hooks.send({ type: "share", on: true });
  }

  stop(): void {
    this.hooks.send({ type: "share", on: false });
    this.end();
  }

  /** The server's word on it: a place for our screen, or none (any longer). */
  told(message: Message): void {
    const id = String(message["id"]);
    if (!id) this.end();
    else if (!this.stream) this.hooks.send({ type: "share", on: false });
    else this.turn = this.turn.then(() => this.begin(id)).catch((error: unknown) => console.warn("screen", error));
  }

  heard(message: Message): void {
    this.turn = this.turn.then(() => this.take(message)).catch((error: unknown) => console.warn("screen", error));
  }

  end(): void {
    if (!this.stream) return;
    for (const track of this.stream.getTracks()) {
      track.onended = null;
      track.stop();
    }
    this.connection?.close();
    if (!this.connection) void this.hooks.instead(undefined);
    this.stream = this.connection = undefined;
    this.early = [];
    this.turn = Promise.resolve(); // as in media.ts: nothing waits for a connection that is closed
    this.hooks.changed(undefined);
  }

  private async begin(id: string): Promise<void> {
    const track = this.stream?.getVideoTracks()[0];
    const info = this.hooks.info();
    if (!track || !info) return;
    if (info.kind === "peer") {
      await this.hooks.instead(track);
      return;
    }
    const connection = new RTCPeerConnection({ iceServers: info.relays, iceTransportPolicy: this.hooks.relayOnly ? "relay" : "all", bundlePolicy: "max-bundle" });
    this.connection = connection;
    connection.onicecandidate = ({ candidate }) => this.hooks.send({ type: "signal", do: "ice", of: "screen", candidate: candidate?.toJSON() ?? null });
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === "failed") this.stop();
    };
    const { sender } = connection.addTransceiver(track, { direction: "sendonly", sendEncodings: [{ maxBitrate: MOST_BITS }] });
    this.hooks.protection?.sending(sender, id);
    await connection.setLocalDescription(await plainOffer(connection));
    this.hooks.send({ type: "signal", do: "publish", of: "screen", sdp: connection.localDescription?.sdp ?? "", sealed: this.hooks.protection !== undefined });
  }

  private async take(message: Message): Promise<void> {
    const connection = this.connection;
    if (message["do"] === "published" && connection) {
      await connection.setRemoteDescription({ type: "answer", sdp: String(message["sdp"]) });
      for (const candidate of this.early.splice(0)) await connection.addIceCandidate(candidate);
    } else if (message["do"] === "ice" && message["candidate"]) {
      const candidate = message["candidate"] as RTCIceCandidateInit;
      if (connection?.remoteDescription) await connection.addIceCandidate(candidate);
      else this.early.push(candidate);
    }
  }
}

/** The screen that somebody shares, large above the pictures. */
export function drawScreen(page: Document, stream: MediaStream | undefined, words: string): void {
  const place = page.querySelector<HTMLElement>("#screen");
  const video = place?.querySelector("video");
  if (!place || !video) return;
  place.hidden = words === "";
  place.querySelector("figcaption span")!.textContent = words;
  if (video.srcObject !== (stream ?? null)) video.srcObject = stream ?? null;
}
