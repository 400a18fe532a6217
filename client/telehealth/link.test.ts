import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Link, TIMING, type Message } from "./link";

class Wire {
  static all: Wire[] = [];
  static readonly OPEN = 1;
  readyState = 1;
  sent: Message[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  constructor() {
    Wire.all.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Message);
  }
  close(): void {
    this.readyState = 3;
  }
  told(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

let tickets = 0;
const closed = vi.fn();
const heard = vi.fn();
const states: string[] = [];

function aLink(): Link {
  return new Link({
    ticket: () => Promise.resolve(`ticket ${++tickets}`),
    open: () => new Wire() as unknown as WebSocket,
    heard,
    changed: (state) => states.push(state),
    closed,
  });
}

async function opened(link: Link): Promise<Wire> {
  await link.connect();
  const wire = Wire.all.at(-1)!;
  wire.onopen?.();
  return wire;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Wire);
  Wire.all = [];
  tickets = 0;
  states.length = 0;
  closed.mockReset();
  heard.mockReset();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a ticket goes first, then a beat every ten seconds", async () => {
  const wire = await opened(aLink());
  expect(wire.sent).toEqual([{ type: "ticket", ticket: "ticket 1" }]);
  await vi.advanceTimersByTimeAsync(TIMING.beatMs);
  expect(wire.sent.at(-1)).toEqual({ type: "beat" });
});

test("a beat that nobody answers brings another connection with another ticket", async () => {
  const wire = await opened(aLink());
  await vi.advanceTimersByTimeAsync(TIMING.beatMs + TIMING.answerWithinMs);
  expect(wire.readyState).toBe(3);
  expect(Wire.all).toHaveLength(2);
  Wire.all.at(-1)!.onopen?.();
  expect(Wire.all.at(-1)!.sent).toEqual([{ type: "ticket", ticket: "ticket 2" }]);
});

test("where the network may have changed an answer is waited for less long, however often that is asked", async () => {
  const link = aLink();
  await opened(link);
  await vi.advanceTimersByTimeAsync(TIMING.beatMs);
  for (let asked = 0; asked < 3; asked++) {
    link.ask();
    await vi.advanceTimersByTimeAsync(TIMING.suspectedWithinMs / 3);
  }
  expect(Wire.all).toHaveLength(2);
});

test("an answered beat changes nothing", async () => {
  const wire = await opened(aLink());
  await vi.advanceTimersByTimeAsync(TIMING.beatMs);
  wire.told({ type: "beat" });
  await vi.advanceTimersByTimeAsync(TIMING.answerWithinMs + 1);
  expect(Wire.all).toHaveLength(1);
  expect(heard).not.toHaveBeenCalled();
});

test("a dropped connection is tried again within a second, and a room that is closed is not", async () => {
  const wire = await opened(aLink());
  wire.onclose?.();
  expect(states.at(-1)).toBe("away");
  await vi.advanceTimersByTimeAsync(1000);
  expect(Wire.all).toHaveLength(2);
  Wire.all[1]!.onopen?.();
  Wire.all[1]!.told({ type: "closed", why: "removed", words: "No" });
  expect(closed).toHaveBeenCalledWith("removed", "No");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(Wire.all).toHaveLength(2);
});

test("one that is still being opened is dropped when another is opened: nobody is their own second device", async () => {
  const link = aLink();
  await link.connect();
  Wire.all[0]!.readyState = 0; // the network is slow
  link.ask();
  await vi.waitFor(() => expect(Wire.all).toHaveLength(2));
  Wire.all[0]!.told({ type: "closed", why: "elsewhere", words: "" });
  Wire.all[1]!.onopen?.();
  Wire.all[1]!.told({ type: "beat" });
  expect(closed).not.toHaveBeenCalled();
  expect(states.at(-1)).toBe("open");
});

/** Each connection opens and ends soon after; how long it takes until the next one is tried. */
async function pauses(count: number, lastsMs: number): Promise<number[]> {
  const found: number[] = [];
  for (let number = 0; number < count; number++) {
    const wire = Wire.all.at(-1)!;
    wire.onopen?.();
    for (let lasted = 0; lasted < lastsMs; lasted += TIMING.beatMs) {
      await vi.advanceTimersByTimeAsync(Math.min(TIMING.beatMs, lastsMs - lasted));
      wire.told({ type: "beat" });
    }
    const known = Wire.all.length;
    wire.onclose?.();
    const from = Date.now();
    while (Wire.all.length === known) await vi.advanceTimersByTimeAsync(10);
    found.push(Date.now() - from);
  }
  return found;
}

test("where connections open and end at once the pause grows, and one that held begins it anew", async () => {
  await aLink().connect();
  expect(await pauses(6, 200)).toEqual([300, 600, 1200, 2400, 4000, 4000]);
  expect(await pauses(2, TIMING.heldAfterMs)).toEqual([300, 300]);
});
