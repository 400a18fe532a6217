import { beforeEach, expect, test, vi } from "vitest";
import type { Message } from "./link";
import type { Person, RoomShown } from "./room";
import { Secrecy } from "./secrecy";

/** The worker that closes frames; what it is told stands in frames.test.ts. */
class Quiet {
  postMessage(): void {
    // nothing comes back from it
  }
}

beforeEach(() => vi.stubGlobal("Worker", Quiet));

function person(id: string, key: JsonWebKey | null): Person {
  return { id, called: id, leads: id === "ben", hand: false, muted: false, camera_off: false, key };
}

function room(people: Person[], you: string, keeper = "ben"): RoomShown {
  const own = people.find(({ id }) => id === you)!;
  return { type: "room", you: { ...own, is_in: true }, locked: false, people, keeper };
}

test("a receiver is closed off once, and whom it carries is told each time", () => {
  const told: object[] = [];
  const made: object[] = [];
  vi.stubGlobal("Worker", class { postMessage = (message: object): number => told.push(message); });
  vi.stubGlobal("RTCRtpScriptTransform", class { constructor(_: Worker, options: object) { made.push(options); } });
  const { protection } = new Secrecy("", () => undefined);
  const [one, other] = [{ track: { kind: "video" } }, { track: { kind: "audio" } }] as unknown as [RTCRtpReceiver, RTCRtpReceiver];
  protection.receiving(one, "ana");
  protection.receiving(other, "ana");
  protection.receiving(one, "ana again");
  expect(made).toEqual([{ way: "open", receiver: 0, kind: "video" }, { way: "open", receiver: 1, kind: "audio" }]);
  expect(told).toEqual([["ana", 0], ["ana", 1], ["ana again", 0]].map(([id, receiver]) => ({ do: "carries", receiver, id })));
});

test("a key that is none keeps nobody else from the room's key", async () => {
  const codes: Record<string, string> = {};
  const of = (id: string): Secrecy => new Secrecy("", (code) => (codes[id] = code));
  const [ben, ana] = [of("ben"), of("ana")];
  for (const one of [ben, ana]) one.begin();
  const none = { kty: "EC", crv: "P-256", x: "AA", y: "AA" };
  const people = [person("ben", await ben.publicKey()), person("mal", none), person("ana", await ana.publicKey())];
  const sent: Message[] = [];
  ana.room(room(people, "ana"), () => undefined);
  ben.room(room(people, "ben"), (message) => sent.push(message));
  await vi.waitFor(() => expect(codes["ben"]).toMatch(/^\d{3} \d{3}$/));
  expect(sent.map(({ to }) => to)).toEqual(["ana"]);
  await ana.wrapped({ ...sent[0]!, from: "ben" });
  expect(codes["ana"]).toBe(codes["ben"]);
});

test("a visit of the facilitator ends with another key", async () => {
  const ana = new Secrecy("", () => undefined);
  const others = ["bo", "ben"].map(() => new Secrecy("", () => undefined));
  for (const one of [ana, ...others]) one.begin();
  const [bo, ben] = [person("bo", await others[0]!.publicKey()), person("ben", await others[1]!.publicKey())];
  const pair = [person("ana", await ana.publicKey()), bo];
  const sent: Message[] = [];
  const send = (message: Message): number => sent.push(message);
  ana.room(room(pair, "ana", "ana"), send);
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  ana.room(room([...pair, ben], "ana", "ben"), send); // he makes the key, and knows it
  ana.room(room(pair, "ana", "ana"), send);
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  expect(sent.map(({ to }) => to)).toEqual(["bo", "bo"]);
});
