import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CheckIn, Entry, SupportRequest } from "./entries";
import { Outbox, pauseBeforeTry, type Lane } from "./outbox";
import { NobodysPhone, Store } from "./store";
import { uuid7 } from "./uuid7";

type Reply = (path: string, body: { id?: string }) => Response | Promise<Response>;

const saved: Reply = (_path, { id }) => Response.json({ id, saved_at: "2026-11-23T20:00:01Z" }, { status: 201 });
const status = (code: number, headers = {}): Reply => () => new Response("{}", { status: code, headers });
const unreachable: Reply = () => Promise.reject(new TypeError("Failed to fetch"));

let store: Store;
let outbox: Outbox;
let now: number;
let whose: string | null;
let reply: Reply;
let sent: { path: string; id: string | undefined; csrf: string | null }[];
let told: number;
let forgotten: number;

/** The network's end: who is signed in, and whatever the test lets the server say to an entry. */
async function network(address: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const path = String(address);
  if (reply === unreachable) throw new TypeError("Failed to fetch");
  if (path === "/companion/whose/") return whose ? Response.json({ mark: whose, csrf: "token" }) : new Response("", { status: 401 });
  if (path === "/accounts/logout/") {
    whose = null;
    return new Response("Signed out");
  }
  const body = JSON.parse(String(init.body ?? "{}")) as { id?: string };
  sent.push({ path, id: body.id, csrf: new Headers(init.headers).get("X-CSRFToken") });
  return reply(path, body);
}

/** One at a time in each lane, like Web Locks. */
function oneAtATime(): <T>(lane: Lane, work: () => Promise<T>) => Promise<T> {
  const last: Record<Lane, Promise<unknown>> = { support: Promise.resolve(), diary: Promise.resolve() };
  return (lane, work) => {
    const mine = last[lane].then(work);
    last[lane] = mine.catch(() => undefined);
    return mine;
  };
}

const world = () => ({ fetch: network, now: () => now, random: () => 0.5, alone: oneAtATime(), tell: () => (told += 1), forgetDevice: async () => void (forgotten += 1) });

function aCheckIn(): CheckIn {
  const nothing = { anxiety: null, urge: null, sleep_hours: null, medicines: null, note: "" };
  return { kind: "check-in", id: uuid7(), made_at: "2026-11-23T20:00:00Z", on_day: "2026-11-23", mood: 2, ...nothing };
}

function aRequest(asks: SupportRequest["asks"] = "not_safe"): SupportRequest {
  return { kind: "support", id: uuid7(), made_at: "2026-11-23T20:00:00Z", asks };
}

const standings = async () => (await outbox.items()).map(({ standing }) => standing.is);
const add = async (...entries: Entry[]) => {
  for (const entry of entries) await outbox.add(entry);
};

beforeEach(async () => {
  store = await Store.open(`outbox-${uuid7()}`);
  await store.belongTo("ana");
  [now, whose, reply, sent, told, forgotten] = [1_000_000, "ana", saved, [], 0, 0];
  outbox = new Outbox(store, world());
});

afterEach(() => store.close());

test("an entry is on the disk, waiting, before anything is sent", async () => {
  await add(aCheckIn());
  expect(await standings()).toEqual(["waiting"]);
  expect(sent).toEqual([]);
});

test("an entry counts as saved when the server says so", async () => {
  const entry = aCheckIn();
  await add(entry);
  expect(await outbox.flush()).toEqual({ is: "done" });
  expect((await outbox.items())[0]?.standing).toEqual({ is: "saved", savedAt: "2026-11-23T20:00:01Z" });
  expect(sent).toEqual([{ path: "/api/companion/check-ins", id: entry.id, csrf: "token" }]);
});

test("entries are sent in the order they were made", async () => {
  const entries = [aCheckIn(), aCheckIn(), aCheckIn()];
  await add(...entries);
  await outbox.flush();
  expect(sent.map(({ id }) => id)).toEqual(entries.map(({ id }) => id));
});

test("a request for support does not wait behind a check-in that hangs in a dying network", async () => {
  const request = aRequest();
  await add(aCheckIn(), request);
  let release = (): void => undefined;
  const hanging = new Promise<Response>((done) => (release = () => done(new Response("", { status: 504 }))));
  reply = (path, body) => (path.endsWith("check-ins") ? hanging : saved(path, body));
  const flushing = outbox.flush();
  await expect.poll(standings).toEqual(["sending", "saved"]);
  release();
  expect(await flushing).toEqual({ is: "later", at: now + 1_500 });
});

test("not safe goes before a request for contact that could not be sent", async () => {
  const [contact, notSafe] = [aRequest("contact"), aRequest()];
  await add(contact);
  reply = status(500);
  await outbox.flush();
  await add(notSafe);
  [reply, sent] = [saved, []];
  await outbox.flush({ atOnce: true });
  expect(sent.map(({ id }) => id)).toEqual([notSafe.id, contact.id]);
});

test("what is held is not sent before its time, whatever the hurry", async () => {
  await outbox.add(aRequest("contact"), { holdMs: 8_000 });
  expect(await outbox.flush({ atOnce: true })).toEqual({ is: "later", at: now + 8_000 });
  expect(sent).toEqual([]);
  now += 8_000;
  expect(await outbox.flush()).toEqual({ is: "done" });
  expect(await standings()).toEqual(["saved"]);
});

test("not safe is sent at once beside a request that is held", async () => {
  const notSafe = aRequest();
  await outbox.add(aRequest("contact"), { holdMs: 8_000 });
  await add(notSafe);
  expect(await outbox.flush()).toEqual({ is: "later", at: now + 8_000 });
  expect(sent.map(({ id }) => id)).toEqual([notSafe.id]);
});

test("what is held can be taken back, and then nobody hears of it", async () => {
  const request = aRequest("contact");
  await outbox.add(request, { holdMs: 8_000 });
  await outbox.takeBack(request.id);
  now += 8_000;
  expect(await outbox.flush({ atOnce: true })).toEqual({ is: "done" });
  expect(sent).toEqual([]);
});

test("what is on its way or waiting is not taken back", async () => {
  const request = aRequest();
  await add(request);
  await outbox.takeBack(request.id);
  expect(await standings()).toEqual(["waiting"]);
});

test("a later entry that is due does not make the phone try again and again", async () => {
  await add(aCheckIn());
  reply = status(500);
  await outbox.flush();
  await add(aCheckIn());
  expect(await outbox.flush()).toEqual({ is: "later", at: now + 1_500 });
});

test.each([
  ["no network", unreachable],
  ["a server in trouble", status(503)],
  ["too many requests", status(429)],
  ["a café's sign-in page that says 200", () => new Response("<html>Welcome", { status: 200 })],
  ["a stale token", () => Response.json({ type: "urn:daybridge:csrf" }, { status: 403 })],
] as [string, Reply][])("after %s the entry waits and is tried again", async (_, trouble) => {
  await add(aCheckIn(), aCheckIn());
  reply = trouble;
  expect(await outbox.flush()).toEqual({ is: "later", at: now + 1_500 });
  expect(await standings()).toEqual(["waiting", "waiting"]);
  reply = saved;
  now += 1_500;
  expect(await outbox.flush()).toEqual({ is: "done" });
  expect(await standings()).toEqual(["saved", "saved"]);
});

test("nothing is tried before its time, except when the signal is back", async () => {
  await add(aCheckIn());
  reply = status(500);
  await outbox.flush();
  reply = saved;
  expect(await outbox.flush()).toEqual({ is: "later", at: now + 1_500 });
  expect(await outbox.flush({ atOnce: true })).toEqual({ is: "done" });
});

test("a server that asks for a pause gets it", async () => {
  await add(aCheckIn());
  reply = status(429, { "Retry-After": "60" });
  expect(await outbox.flush()).toEqual({ is: "later", at: now + 60_000 });
});

test("pauses double up to five minutes, half of them chance", () => {
  expect([1, 2, 3, 4].map((tries) => pauseBeforeTry(tries, () => 1))).toEqual([2_000, 4_000, 8_000, 16_000]);
  expect(pauseBeforeTry(30, () => 0)).toBe(150_000);
});

test("while signed out entries wait and nothing is sent", async () => {
  await add(aCheckIn());
  whose = null;
  expect(await outbox.flush()).toEqual({ is: "signed-out" });
  expect(sent).toEqual([]);
  whose = "ana";
  expect(await outbox.flush()).toEqual({ is: "done" });
});

test("a session that ends half-way keeps the rest", async () => {
  await add(aCheckIn(), aCheckIn());
  reply = (path, body) => (sent.length === 1 ? saved(path, body) : new Response("{}", { status: 401 }));
  expect(await outbox.flush()).toEqual({ is: "signed-out" });
  expect(await standings()).toEqual(["saved", "waiting"]);
});

test("a refused entry is kept with the reason, and the next one goes on", async () => {
  await add(aCheckIn(), aCheckIn());
  const problem = { type: "urn:daybridge:invalid", title: "This can't be saved.", errors: [{ field: "mood", message: "Choose one." }] };
  reply = (path, body) => (sent.length === 1 ? Response.json(problem, { status: 422 }) : saved(path, body));
  await outbox.flush();
  const [refused, next] = await outbox.items();
  expect(refused?.standing).toEqual({ is: "refused", status: 422, reason: "This can't be saved. Choose one." });
  expect(refused?.entry).toMatchObject({ mood: 2 });
  expect(next?.standing.is).toBe("saved");
});

test("a refused entry is not tried again and goes when its author lets it go", async () => {
  const entry = aCheckIn();
  await add(entry);
  reply = status(409);
  await outbox.flush();
  await outbox.flush({ atOnce: true });
  expect(sent).toHaveLength(1);
  await outbox.dropRefused(entry.id);
  expect(await outbox.items()).toEqual([]);
});

test("what one account wrote is never sent as another", async () => {
  await add(aCheckIn());
  reply = status(500);
  await outbox.flush();
  [whose, reply, sent] = ["zoe", saved, []];
  await outbox.flush({ atOnce: true });
  expect(sent).toEqual([]);
  expect(await outbox.items()).toEqual([]);
  expect(forgotten).toBe(1); // nor does Zoe see the notices that are for Ana
});

test("on a phone that is nobody's nothing is kept, so that the next person isn't taken for its author", async () => {
  await store.leave();
  await expect(outbox.add(aCheckIn())).rejects.toThrow(NobodysPhone);
  await outbox.knock(); // finishes the sign-out
  whose = "zoe";
  await outbox.flush({ atOnce: true });
  expect(sent).toEqual([]);
});

test("who signed out without a signal is signed out as soon as there is one", async () => {
  await store.leave();
  reply = unreachable;
  expect(await outbox.knock()).toMatchObject({ answer: { is: "later" } });
  expect([whose, await store.leaving()]).toEqual(["ana", "ana"]);
  reply = saved;
  expect(await outbox.knock()).toMatchObject({ answer: { is: "signed-out" } });
  expect([whose, await store.leaving()]).toEqual([null, undefined]);
});

test("signing out here does not sign out somebody else who signed in since", async () => {
  await store.leave();
  whose = "zoe";
  expect(await outbox.knock()).toMatchObject({ is: "open" });
  expect([whose, await store.leaving(), await store.owner()]).toEqual(["zoe", undefined, "zoe"]);
});

test("two senders at once send an entry once", async () => {
  await add(aCheckIn());
  await Promise.all([outbox.flush(), outbox.flush(), outbox.flush()]);
  expect(sent).toHaveLength(1);
});

test("an entry that a dying page was sending is sent again with the same id", async () => {
  const entry = aCheckIn();
  await store.addEntry(entry.id, { entry, standing: { is: "sending", tries: 0 } });
  await outbox.flush();
  expect(sent.map(({ id }) => id)).toEqual([entry.id]);
  expect(await standings()).toEqual(["saved"]);
});

test("an entry survives closing the phone while it waits", async () => {
  const entry = aCheckIn();
  await add(entry);
  const again = new Outbox(store, world());
  await again.flush();
  expect(sent[0]?.id).toBe(entry.id);
});

test("saved entries stay until the page shows the server's copy", async () => {
  const entry = aCheckIn();
  await add(entry);
  await outbox.flush();
  await outbox.dropSaved(new Set());
  expect(await standings()).toEqual(["saved"]);
  await outbox.dropSaved(new Set([entry.id]));
  expect(await standings()).toEqual([]);
});

test("a contact that is gone already counts as removed", async () => {
  await add({ kind: "contact-removal", id: uuid7(), made_at: "2026-11-23T20:00:00Z", contact_id: "c" });
  reply = status(404);
  await outbox.flush();
  expect(await standings()).toEqual(["saved"]);
});

test("every step is told to the open pages", async () => {
  await add(aCheckIn());
  await outbox.flush();
  expect(told).toBe(3); // waiting, sending, saved
});

const failsAt = (id: string, code = 500): Reply => (path, body) => (body.id === id ? new Response("{}", { status: code }) : saved(path, body));

function someAnswers(sheet_id: string): Entry {
  const at = "2026-11-23T20:00:00Z";
  return { kind: "answers", id: uuid7(), made_at: at, begun_at: at, sheet_id, assignment_id: null, instrument: "phq-9", version: 1, answers: { "9": 3 }, is_last: false, isCritical: true };
}

test("answers that the server always fails at keep nobody from asking for someone", async () => {
  const [answers, contact] = [someAnswers("sheet"), aRequest("contact")];
  await add(answers, contact);
  reply = failsAt(answers.id);
  expect((await outbox.flush({ atOnce: true })).is).toBe("later");
  expect(await standings()).toEqual(["waiting", "saved"]);
  expect(sent.map(({ id }) => id)).toEqual([contact.id, answers.id]);
});

test("a sheet that the server fails at holds up its own later answers and no other sheet", async () => {
  const [first, second, other] = [someAnswers("a"), someAnswers("a"), someAnswers("b")];
  await add(first, second, other);
  reply = failsAt(first.id);
  await outbox.flush({ atOnce: true });
  expect(await standings()).toEqual(["waiting", "waiting", "saved"]);
  reply = saved;
  now += 600_000;
  expect(await outbox.flush()).toEqual({ is: "done" });
  expect(sent.map(({ id }) => id)).toEqual([first.id, other.id, first.id, second.id]);
});

test("what is postponed holds up nothing of another kind", async () => {
  const [checkIn, contact] = [aCheckIn(), { kind: "contact", id: uuid7(), made_at: "2026-11-23T20:00:00Z", name: "Rosa", relation: "", phone: "555-0123" } as const];
  await add(checkIn);
  reply = failsAt(checkIn.id);
  await outbox.flush();
  await add(contact);
  await outbox.flush();
  expect(await standings()).toEqual(["waiting", "saved"]);
});

test("a check-in that the server failed at three times lets the later ones pass", async () => {
  const [bad, good] = [aCheckIn(), aCheckIn()];
  await add(bad, good);
  reply = failsAt(bad.id);
  for (let round = 0; round < 3; round += 1) await outbox.flush({ atOnce: true });
  expect(await standings()).toEqual(["waiting", "waiting"]);
  await outbox.flush({ atOnce: true });
  expect(await standings()).toEqual(["waiting", "saved"]);
});

test("with the network gone nothing else of the lane is tried", async () => {
  await add(aCheckIn(), aCheckIn(), someAnswers("a"));
  reply = (_path, { id: _ }) => Promise.reject(new TypeError("Failed to fetch"));
  await outbox.flush({ atOnce: true });
  expect(sent.length).toBe(2); // one in each lane
});
