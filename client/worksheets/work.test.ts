import { expect, test } from "vitest";
import type { Say } from "../companion/words";
import type { Item, Mark, WorkEntry } from "../offline/entries";
import { dropsIn, inOrder, triedIn, type Offer } from "./coping";
import { cellsOf, isStrong, markedIn, marksIn } from "./diary";
import { askedAgain } from "./fields";
import { insightWords } from "./progress";
import { entriesOf, isOpen, isSaid, readWork, saidOf, titleOf, type Field, type SavedEntry, type Target, type Work, type Worksheet } from "./work";

const saved = (changes: Partial<SavedEntry> = {}): SavedEntry => ({
  id: "1", about: "1", worksheet: "activity-plan", version: 1, on_day: "2026-11-23", made_at: "2026-11-23T20:00:00Z", is_shared: true, answers: { what: "Walk" }, reading: {}, ...changes,
});
const work = (...entries: SavedEntry[]): Work => ({ worksheets: [], diary: { asks: {}, targets: [], skills: [] }, entries, progress: { days: { without: 1, of: 1 }, insights: [], milestones: [] } });
const onPhone = (changes: Partial<WorkEntry> = {}, is: "waiting" | "refused" = "waiting"): Item => ({
  entry: { kind: "entry", id: "2", about: "1", worksheet: "activity-plan", version: 1, on_day: "2026-11-23", made_at: "2026-11-23T21:00:00Z", is_shared: true, answers: { what: "Walk", done: "all" }, isCritical: false, ...changes },
  standing: is === "waiting" ? { is, tries: 0, notBefore: 0 } : { is, status: 422, reason: "" },
});

test("what was just written here stands before what the server has, and a refused entry does not", () => {
  expect(entriesOf(work(saved()), [onPhone()]).map(({ id, way }) => [id, way])).toEqual([["2", "waiting"]]);
  expect(entriesOf(work(saved()), [onPhone({}, "refused")]).map(({ id }) => id)).toEqual(["1"]);
  expect(entriesOf(work(saved({ made_at: "2026-11-23T22:00:00Z" })), [onPhone()]).map(({ id }) => id)).toEqual(["1"]);
});

test("something planned is open until it is said how it went", () => {
  const sheet = { open_until: "done", title_field: "what", name: "Plan", steps: [] } as unknown as Worksheet;
  expect(isOpen(sheet, saved())).toBe(true);
  expect(isOpen(sheet, saved({ answers: { what: "Walk", done: "not-yet" } }))).toBe(false);
  expect(titleOf(sheet, saved())).toBe("Walk");
  expect(titleOf(sheet, saved({ answers: {} }))).toBe("Plan");
});

test("only what was said is sent, and a row between others keeps its place", () => {
  const rows = [{ thought: "a" }, {}, { thought: "b" }, {}, { thought: "" }];
  expect(saidOf({ rows, nothing: "", none: null, empty: [], now: [30, null] })).toEqual({ rows: [{ thought: "a" }, {}, { thought: "b" }], now: [30] });
  expect([0, false, [{}], [[]], {}].map(isSaid)).toEqual([true, true, false, false, false]);
});

test.each([undefined, null, 7, {}, { worksheets: [], entries: {} }])("an answer that is not ours is not read: %s", (said) => expect(readWork(said)).toBeUndefined());

const TARGETS: Target[] = [
  { code: "use", kind: "urge", acted: "", goes_first: false, words: "Urge", on_check_in: true },
  { code: "joy", kind: "feeling", acted: "", goes_first: false, words: "Joy", on_check_in: false },
  { code: "lie", kind: "action", acted: "", goes_first: false, words: "Lie", on_check_in: false },
];

test("an urge of 0 that was acted on, an urge that was not, and nothing said are three different things", () => {
  const form = new FormData();
  expect(marksIn(form, TARGETS)).toEqual({});
  form.set("level use", "0");
  expect(marksIn(form, TARGETS)).toEqual({ use: { level: 0, acted: false } });
  form.set("acted use", "yes");
  form.set("level joy", "4");
  form.set("acted lie", "no");
  const marks = marksIn(form, TARGETS);
  expect(marks).toEqual({ use: { level: 0, acted: true }, joy: { level: 4 }, lie: { acted: false } });
  expect(isStrong(marks, TARGETS)).toBe(true);
  expect(isStrong({ joy: { level: 5 }, use: { level: 2, acted: false } }, TARGETS)).toBe(false);
  const deed: Target = { code: "pills", kind: "action", acted: "", goes_first: true, words: "Bought pills", on_check_in: true };
  expect(isStrong({ pills: { acted: true } }, [deed])).toBe(true);
  expect(isStrong({ lie: { acted: true } }, TARGETS)).toBe(false);
});

test("of a day's check-ins each mark's last word counts", () => {
  const one = (made_at: string, marks: Record<string, Mark>): { on_day: string; made_at: string; marks: Record<string, Mark> } => ({ on_day: "a", made_at, marks });
  const later = one("2026-11-23T10:00:00Z", { use: { level: 2, acted: false } });
  const first = one("2026-11-23T09:00:00Z", { use: { level: 2, acted: true }, joy: { level: 1 } });
  expect(markedIn([later, first])).toEqual({ a: { use: { level: 2, acted: false }, joy: { level: 1 } } });
});

test("what is asked again is the named row's own number, whichever was said first", () => {
  const columns = [{ code: "feeling", kind: "words" }, { code: "strength", kind: "level", least: 0, most: 100, step: 5 }];
  const again = { code: "now", kind: "again", label: "Now?", rows: "feelings", column: "strength" } as unknown as Field;
  const fields = [{ code: "feelings", kind: "rows", columns } as unknown as Field, again];
  const answers = { feelings: [{ strength: 80, feeling: "Shame" }, { strength: 10 }, { feeling: "Joy" }] };
  const asked = askedAgain({ answers, fields, say: (word, values) => `${word} ${values?.["n"]}` }, again);
  expect(asked.map((one) => one && [one.label, one.hint, one.most])).toEqual([["Now? Shame", "before 80", 100], undefined, ["Now? Joy", "", 100]]);
});

test("what comforts somebody is told to nobody in its own words", () => {
  expect(triedIn({ code: "1", from: "comfort", title: "My dead brother's letter" }, (word) => word)).toEqual({ exercise: "cope-own", "exercise-code": "1" });
  expect(triedIn({ code: "plan a", from: "plan", title: "Walk" }, (word) => word).exercise).toBe("Walk");
});

test("a day's cell is its strongest mark and a day without one stays empty", () => {
  const told = [
    { day: "a", marks: { use: { level: 2, acted: false } } },
    { day: "a", marks: { use: { level: 4, acted: true } } },
    { day: "c", marks: { use: { acted: true } } },
  ];
  expect(cellsOf("use", ["a", "b", "c"], told)).toEqual([{ level: 4, acted: true }, null, { level: null, acted: true }]);
});

test("what helped before comes first, what did not comes last, the rest in turn", () => {
  const offer = (code: string): Offer => ({ code, title: code, from: "plan", how: "" });
  const coped = (code: string, before: number, after?: number): SavedEntry => saved({ worksheet: "coping", answers: { "exercise-code": code, before, ...(after !== undefined && { after }) } });
  const drops = dropsIn([coped("breath", 8, 5), coped("breath", 6, 5), coped("walk", 7, 7), coped("song", 9)]);
  expect([...drops]).toEqual([["breath", 2], ["walk", 0]]);
  expect(inOrder([offer("walk"), offer("song")], [offer("ground"), offer("breath")], drops).map(({ code }) => code)).toEqual(["breath", "ground", "song", "walk"]);
});

test("what goes with what is told as counts, or as much the same", () => {
  const say: Say = (word, values = {}) => [word, ...Object.values(values)].join(" ");
  const insight = { code: "sleep-mood", good_with: 8, days_with: 10, good_without: 1, days_without: 6 };
  expect(insightWords({ ...insight, tells: true }, say)).toBe("insight-sleep-mood 8 10 1 6");
  expect(insightWords({ ...insight, tells: false }, say)).toMatch(/^insight-same-sleep-mood/);
});
