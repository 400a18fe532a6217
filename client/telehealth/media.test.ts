import { expect, test, vi } from "vitest";
import type { Message } from "./link";
import { Flow, Media } from "./media";

/** A browser's connection: once it is closed, what it was asked for is never answered, as the standard has it. */
class Connection {
  static all: Connection[] = [];
  static answers = true;
  localDescription = { sdp: "answer" };
  remoteDescription: object | undefined;
  constructor() {
    Connection.all.push(this);
  }
  setRemoteDescription(): Promise<void> {
    this.remoteDescription = {};
    return Connection.answers ? Promise.resolve() : new Promise(() => undefined);
  }
  setLocalDescription(): Promise<void> {
    return Promise.resolve();
  }
  getTransceivers(): object[] {
    return [];
  }
  close(): void {}
}

test("a move in the middle of an offer keeps nobody from the pictures of the next place", async () => {
  vi.stubGlobal("RTCPeerConnection", Connection);
  const sent: Message[] = [];
  const local = { getTracks: () => [] } as unknown as MediaStream;
  const media = new Media(local, { send: (message) => sent.push(message), shown: vi.fn(), gone: vi.fn(), lost: vi.fn(), still: vi.fn(), protection: undefined, relayOnly: false });
  const offer = { type: "signal", do: "offer", sdp: "offer", streams: [] };
  Connection.answers = false;
  await media.join({ kind: "sfu", relays: [], place: 1 });
  media.heard(offer);
  await vi.waitFor(() => expect(Connection.all).toHaveLength(1));
  Connection.answers = true;
  await media.join({ kind: "sfu", relays: [], place: 2 });
  media.heard(offer);
  await vi.waitFor(() => expect(sent).toContainEqual({ type: "signal", place: 2, do: "answer", sdp: "answer" }));
});

test("what comes no more is told once, until it comes again", () => {
  const flow = new Flow();
  const told = (steps: [packets: number, now: number][]): boolean[] => steps.map(([packets, now]) => flow.standsStill(packets, now));
  expect(told([[0, 0], [0, 9_000]])).toEqual([false, false]); // nobody has sent anything yet
  expect(told([[40, 10_000], [80, 10_500], [80, 11_500], [80, 12_000], [80, 12_500]])).toEqual([false, false, false, true, false]);
  expect(told([[90, 13_000], [90, 14_500]])).toEqual([false, true]);
});
