import { expect, test } from "vitest";
import { letterOf, type Entry, type Item } from "../offline/entries";
import { onItsWay } from "../week/sessions";
import type { ComingSession } from "../week/week";
import { mayJoin, mayPromise, readSessions, toldOf, type SessionOver } from "./sessions";

const NOON = Date.parse("2026-11-24T12:00:00Z");
const at = (minutes: number): string => new Date(NOON + minutes * 60_000).toISOString();
const coming = (minutes: number, changes: Partial<ComingSession> = {}): ComingSession => ({ id: "s", group: "Skills", begins_at: at(minutes), ends_at: at(minutes + 90), lead: "", where: "", is_make_up: false, mode: "hybrid", ...changes });
const over: SessionOver = { id: "s", group: "Skills", begins_at: at(-90), ends_at: at(0), until: at(2880), topic: "", goals: [], practice: "", practice_told: "", ratings: null, next: null };
const made = { made_at: at(1), inWords: "Skills, today" };
const rating = (id: string, room: number | null, occurrence_id = "s"): Entry => ({ kind: "session-rating", ...made, id, occurrence_id, room, mattered: null, belonged: null, together: null });
const practice = (id: string, said: "did" | "not"): Entry => ({ kind: "practice", ...made, id, occurrence_id: "s", said });
const waiting = (entry: Entry): Item => ({ entry, standing: { is: "waiting", tries: 0, notBefore: 0 } });
const refused = (entry: Entry): Item => ({ entry, standing: { is: "refused", status: 409, reason: "" } });

test.each([
  [36 * 60, {}, true],
  [36 * 60 + 1, {}, false],
  [0, {}, false],
  [60, { is_promised: true }, false],
  [60, { is_cancelled: true }, false],
  [60, { absence_id: "a" }, false],
] as const)("a session in %i minutes (%o) is asked for: %s", (minutes, changes, is) => expect(mayPromise(coming(minutes, changes), NOON)).toBe(is));

test.each([
  [10, {}, true],
  [11, {}, false],
  [-89, {}, true],
  [-90, {}, false],
  [0, { mode: "room" }, false],
  [0, { mode: "video" }, true],
  [0, { absence_id: "a" }, false],
] as const)("a session in %i minutes (%o) can be joined from elsewhere: %s", (minutes, changes, is) => expect(mayJoin(coming(minutes, changes), NOON)).toBe(is));

test("what lies on this phone holds before what the server has, and what was refused changed nothing", () => {
  const known: SessionOver = { ...over, practice_told: "not", ratings: { room: 3, mattered: null, belonged: null, together: null } };
  expect(toldOf(known, [])).toEqual({ practice: "not", ratings: known.ratings });
  expect(toldOf(known, [waiting(rating("a", 8)), waiting(practice("b", "did"))])).toMatchObject({ practice: "did", practiceWay: "waiting", ratings: { room: 8 }, ratingWay: "waiting" });
  expect(toldOf(known, [refused(rating("a", 8)), waiting(rating("c", 9, "another"))])).toEqual({ practice: "not", ratings: known.ratings });
});

test("a rating that says nothing takes back what was said", () => {
  expect(toldOf({ ...over, ratings: { room: 3, mattered: null, belonged: null, together: null } }, [waiting(rating("a", null))])).toMatchObject({ ratings: null, ratingWay: "waiting" });
});

test("a rating is sent as it is but for the words that are the phone's own, and waits beside no session", () => {
  expect(letterOf(rating("a", 0))).toEqual({ method: "POST", path: "/api/companion/session-ratings", body: { id: "a", made_at: made.made_at, occurrence_id: "s", room: 0, mattered: null, belonged: null, together: null } });
  expect(letterOf(practice("b", "did")).path).toBe("/api/companion/practice");
  expect(onItsWay({ occurrence: "s" }, [waiting(rating("a", 1)), waiting(practice("b", "did"))])).toBeUndefined();
});

test("only our own answer is taken for one", () => {
  expect(readSessions({ sessions: [], here: [], afterwards: [] })).toBeDefined();
  expect(readSessions({ sessions: [] })).toBeUndefined();
  expect(readSessions("<html>")).toBeUndefined();
});
