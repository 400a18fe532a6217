// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { Captions, isHere, recogniser } from "./captions";
import { Secrecy } from "./secrecy";
import type { RoomShown } from "./room";
import type { Message } from "./link";

/** A browser's recogniser of speech. */
function browsers(state: string, local = true): unknown {
  class Made {}
  if (local) Object.defineProperty(Made.prototype, "processLocally", { value: false, writable: true });
  return Object.assign(Made, { available: vi.fn(() => Promise.resolve(state)) });
}

test("captions are made on this device or not at all", async () => {
  expect(recogniser(undefined)).toBeUndefined();
  expect(recogniser(class {})).toBeUndefined(); // one that asks a cloud
  expect(recogniser(browsers("available", false))).toBeUndefined();
  for (const state of ["unavailable", "downloadable", "downloading"]) expect(await isHere(recogniser(browsers(state))!, "en-US")).toBe(false);
  const made = browsers("available") as { available: ReturnType<typeof vi.fn> };
  expect(await isHere(recogniser(made)!, "es-US")).toBe(true);
  expect(made.available).toHaveBeenCalledWith({ langs: ["es-US"], processLocally: true });
});

class FakeWorker {
  postMessage(): void {}
}

async function two(): Promise<[Secrecy, Secrecy, Secrecy]> {
  vi.stubGlobal("Worker", FakeWorker);
  const names = ["ben", "ana", "eve"];
  const each = names.map(() => new Secrecy("frames.js", () => undefined));
  for (const one of each) one.begin();
  const keys = await Promise.all(each.map((one) => one.publicKey()));
  const people = names.slice(0, 2).map((id, place) => ({ id, called: id, leads: place === 0, hand: false, muted: false, camera_off: false, key: keys[place]! }));
  const shown = (id: string): RoomShown => ({ type: "room", you: { ...people[0]!, id, is_in: true }, locked: false, people, keeper: "ben" });
  const sent: Message[] = [];
  each[1]!.room(shown("ana"), () => undefined);
  each[0]!.room(shown("ben"), (message) => sent.push(message));
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  await each[1]!.wrapped({ ...sent[0]!, from: "ben" });
  await vi.waitFor(async () => expect(await each[0]!.seal("x")).toBeDefined());
  return each as [Secrecy, Secrecy, Secrecy];
}

test("what is captioned is read by who holds the room's key, as who said it, and by nobody else", async () => {
  const [ben, ana, eve] = await two();
  const closed = await ben.seal("I slept better");
  expect(JSON.stringify(closed)).not.toContain("slept");
  expect(await ana.open({ type: "caption", ...closed, from: "ben" })).toBe("I slept better");
  await expect(ana.open({ type: "caption", ...closed, from: "ana" })).rejects.toThrow(); // another's name on it
  expect(await eve.open({ type: "caption", ...closed, from: "ben" })).toBeUndefined();
});

test("what was begun in one place is not finished in another", async () => {
  const made: { onresult: ((event: object) => void) | null }[] = [];
  class Recogniser {
    static available = (): Promise<string> => Promise.resolve("available");
    onresult: ((event: object) => void) | null = null;
    constructor() {
      made.push(this);
    }
    start(): void {}
    stop(): void {}
  }
  Object.defineProperty(Recogniser.prototype, "processLocally", { value: false, writable: true });
  vi.stubGlobal("SpeechRecognition", Recogniser);
  document.body.innerHTML = '<button id="do-captions"><span></span></button><ol id="captions"><li>of the pair</li></ol>';
  const sent: Message[] = [];
  const hooks = { say: String, seal: (words: string) => Promise.resolve({ type: "", words }), open: () => Promise.resolve(undefined), send: (one: Message) => sent.push(one), nameOf: String, isHeard: () => true };
  const captions = new Captions(document, hooks);
  captions.offer();
  document.querySelector<HTMLButtonElement>("#do-captions")!.click();
  await vi.waitFor(() => expect(made).toHaveLength(1));
  const begun = made[0]!.onresult;
  expect(begun).not.toBeNull();
  captions.anew();
  expect(made).toHaveLength(2);
  expect(made[0]!.onresult).toBeNull();
  expect(document.querySelector("#captions")!.children).toHaveLength(0);
  const result = Object.assign([{ transcript: "said here" }], { isFinal: true });
  made[1]!.onresult?.({ resultIndex: 0, results: [result] });
  await vi.waitFor(() => expect(sent).toHaveLength(1));
});
