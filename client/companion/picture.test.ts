import { expect, test } from "vitest";
import type { Entry, Item, Standing } from "../offline/entries";
import { checkInsOf, contactsOf, lastNotSafe, moodByDay, onlySupport, readToday, requestsOf, type Today } from "./picture";

const MADE = "2026-11-23T20:00:00Z";

function aToday(changes: Partial<Today> = {}): Today {
  return {
    person: { name: "Ana", language: "en", time_zone: "America/Chicago" },
    today: "2026-11-23",
    asks: { check_in: true, anxiety: true, urge: true, sleep: true, medicines: false, note: true },
    check_ins: [],
    requests: [],
    contacts: [],
    team: [{ name: "Ben", role: "primary" }],
    program: { name: "Adult day", reply_hours: "", phone: "555-0100" },
    ...changes,
  };
}

function anItem(entry: Entry, is: Standing["is"] = "waiting"): Item {
  const standings = { held: { is, until: 0 }, waiting: { is, tries: 0, notBefore: 0 }, sending: { is, tries: 0 }, saved: { is, savedAt: MADE }, refused: { is, status: 422, reason: "" } };
  return { entry, standing: standings[is] as Standing };
}

const asked = (id: string): Entry => ({ kind: "support", id, made_at: MADE, asks: "contact" });
const savedRequest = (id: string) => ({ id, kind: "contact" as const, made_at: MADE, state: "not_read" as const, read_by: "", read_at: null, answer: "" });

test("a café's sign-in page is not a picture of today", () => {
  expect(readToday({ welcome: "free wifi" })).toBeUndefined();
  expect(readToday(null)).toBeUndefined();
  expect(readToday(aToday())).toEqual(aToday());
});

test("after sign-out only people to call are left", () => {
  const left = onlySupport(aToday({ contacts: [{ id: "c", name: "Rosa", relation: "", phone: "555" }], requests: [savedRequest("r")] }));
  expect([left.person.name, left.requests, left.team]).toEqual(["", [], []]);
  expect(left.contacts).toHaveLength(1);
});

test("a request that waits on the phone comes before those the server has", () => {
  const shown = requestsOf(aToday({ requests: [savedRequest("old")] }), [anItem(asked("new"))]);
  expect(shown.map((one) => (one.at === "phone" ? one.id : one.request.id))).toEqual(["new", "old"]);
});

test("a request that the server has is told once, as the server tells it", () => {
  const shown = requestsOf(aToday({ requests: [savedRequest("one")] }), [anItem(asked("one"), "saved")]);
  expect(shown.map(({ at }) => at)).toEqual(["server"]);
});

test("a refused entry is not shown as if it counted", () => {
  expect(requestsOf(aToday(), [anItem(asked("one"), "refused")])).toEqual([]);
});

test("a new contact shows as waiting, a removed one is gone at once", () => {
  const today = aToday({ contacts: [{ id: "sam", name: "Sam", relation: "", phone: "555" }] });
  const rosa: Entry = { kind: "contact", id: "rosa", made_at: MADE, name: "Rosa", relation: "", phone: "556" };
  const away: Entry = { kind: "contact-removal", id: "x", made_at: MADE, contact_id: "sam" };
  expect(contactsOf(today, [anItem(rosa), anItem(away)]).map(({ name, is }) => [name, is])).toEqual([["Rosa", "waiting"]]);
});

test("a contact whose removal can be taken back is still there", () => {
  const today = aToday({ contacts: [{ id: "sam", name: "Sam", relation: "", phone: "555" }] });
  const away: Entry = { kind: "contact-removal", id: "x", made_at: MADE, contact_id: "sam" };
  expect(contactsOf(today, [anItem(away, "held")])).toMatchObject([{ name: "Sam", is: "leaving", removalId: "x" }]);
});

test("the support page tells of the last not safe, not of yesterday's nor of one that was closed", () => {
  const request = { ...savedRequest("r"), kind: "not_safe" as const };
  const shown = (changes: Partial<typeof request>) => requestsOf(aToday({ requests: [{ ...request, ...changes } as typeof request] }), []);
  const now = new Date("2026-11-24T01:00:00Z");
  expect(lastNotSafe(shown({}), now)).toMatchObject({ request: { id: "r" } });
  expect(lastNotSafe(shown({ made_at: "2026-11-22T20:00:00.123456Z" }), now)).toBeUndefined();
  expect(lastNotSafe(requestsOf(aToday({ requests: [{ ...request, state: "closed" }] }), []), now)).toBeUndefined();
});

test("a check-in counts in one's own picture before it is sent", () => {
  const nothing = { anxiety: null, urge: null, sleep_hours: null, medicines: null, note: "" };
  const entry: Entry = { kind: "check-in", id: "one", made_at: MADE, on_day: "2026-11-23", mood: 2, ...nothing };
  expect(checkInsOf(aToday(), [anItem(entry)]).map(({ mood }) => mood)).toEqual([2]);
});

test("the last check-in of a day counts, and a day without one stays a gap", () => {
  const at = (hour: number, mood: number) => ({ id: `${hour}`, on_day: "2026-11-22", made_at: `2026-11-22T${hour}:00:00Z`, mood });
  expect(moodByDay([at(20, 4), at(10, 1)], ["2026-11-21", "2026-11-22"])).toEqual([
    { day: "2026-11-21", mood: null },
    { day: "2026-11-22", mood: 4 },
  ]);
});
