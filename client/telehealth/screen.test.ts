import { afterEach, describe, expect, it, vi } from "vitest";
import { OwnScreen, type ScreenHooks } from "./screen";
import type { MediaInfo } from "./way";

const HERE = { kind: "relayed", relays: [] } as unknown as MediaInfo;
const ELSEWHERE = { ...HERE } as MediaInfo;

/** A browser whose choice of a screen ends in this way, and what the page was told of it. */
function browser(chosen: () => Promise<MediaStream>, infos: MediaInfo[] = [HERE]): { asked: () => number; told: string[]; screen: OwnScreen } {
  const ask = vi.fn(chosen);
  vi.stubGlobal("navigator", { mediaDevices: { getDisplayMedia: ask } });
  const told: string[] = [];
  const hooks: ScreenHooks = {
    send: ({ type }) => void told.push(String(type)),
    info: () => (infos.length > 1 ? infos.shift() : infos[0]),
    instead: async () => undefined,
    changed: () => void told.push("changed"),
    failed: () => void told.push("failed"),
    protection: undefined,
    relayOnly: false,
  };
  return { asked: () => ask.mock.calls.length, told, screen: new OwnScreen(hooks) };
}

function aStream(stop = vi.fn()): MediaStream {
  const track = { stop };
  return { getVideoTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream;
}

const refused = (name: string) => async (): Promise<MediaStream> => Promise.reject(new DOMException("no", name));

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("somebody shares their screen", () => {
  it("asks the server for a place once a screen is chosen", async () => {
    const { told, screen } = browser(async () => aStream());
    await screen.choose();
    expect(told).toEqual(["changed", "share"]);
  });

  it("says nothing when they thought better of it", async () => {
    const { told, screen } = browser(refused("NotAllowedError"));
    await screen.choose();
    expect(told).toEqual([]);
  });

  it("says so when the browser could not", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const { told, screen } = browser(refused("NotReadableError"));
    await screen.choose();
    expect(told).toEqual(["failed"]);
    await screen.choose();
    expect(told).toEqual(["failed", "failed"]); // and they may try again
  });

  it("says so, and shows it to nobody, when they are somewhere else by the time it is chosen", async () => {
    const stop = vi.fn();
    const { told, screen } = browser(async () => aStream(stop), [HERE, ELSEWHERE]);
    await screen.choose();
    expect(told).toEqual(["failed"]);
    expect(stop).toHaveBeenCalledOnce();
  });

  it("asks once when the button is pressed twice", async () => {
    const { asked, told, screen } = browser(async () => aStream());
    await Promise.all([screen.choose(), screen.choose()]);
    expect(asked()).toBe(1);
    expect(told).toEqual(["changed", "share"]);
  });
});
