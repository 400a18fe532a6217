import { expect, test } from "vitest";
import type { CheckIn, Item, Opening } from "../offline/entries";
import { exercisesFor } from "./choose";
import { breathAt, clockWords, promptAt, waveAt } from "./pace";
import { found } from "./search";
import { readOwn, readShelf, type Piece, type Step, type Visit, type When } from "./shelf";
import { enteredIn, suggestionsFor, type Entered } from "./suggest";
import { visitsOf, waitingIn } from "./visits";

const TODAY = "2026-11-23";
const NOW = Date.parse("2026-11-23T20:00:00Z");

function aPiece(code: string, more: Partial<Piece> = {}): Piece {
  const base: Piece = { code, version: 1, kind: "article", title: code, minutes: 1, topics: ["urges"], is_in_language: true, is_heavy: false, body: [], sources: [], suggest: [], helps_with: [], distress: null, steps: [] };
  return { ...base, ...more };
}

function suggestedWhen(code: string, when: When, because = `because ${code}`): Piece {
  return aPiece(code, { suggest: [{ when, because }] });
}

function anExercise(code: string, least: number, most: number, helps: Piece["helps_with"] = []): Piece {
  return aPiece(code, { kind: "exercise", distress: { least, most }, helps_with: helps });
}

function aVisit(code: string, helped: Visit["helped"] = "", opened_at = "2026-11-23T10:00:00Z"): Visit {
  return { id: `${code}-${opened_at}`, code, way: "chosen", opened_at, is_done: false, helped };
}

function codes(pieces: Piece[], entered: Entered[], more: { visits?: Visit[]; just?: string; most?: number } = {}): string[] {
  return suggestionsFor(pieces, entered, { today: TODAY, now: NOW, visits: [], ...more }).map(({ piece }) => piece.code);
}

const entry = (more: Partial<Entered> = {}): Entered => ({ id: "one", on_day: TODAY, mood: 3, ...more });

test("a strong urge brings what is for a strong urge, with its reason", () => {
  const [first] = suggestionsFor([suggestedWhen("wave", { urge_at_least: 5 })], [entry({ urge: 7 })], { today: TODAY, visits: [], now: NOW });
  expect(first).toMatchObject({ piece: { code: "wave" }, because: "because wave" });
  expect(codes([suggestedWhen("wave", { urge_at_least: 5 })], [entry({ urge: 4 })])).toEqual([]);
});

test("what was not answered calls up nothing, and zero is an answer", () => {
  const sleep = suggestedWhen("sleep", { sleep_hours_at_most: 5 });
  expect(codes([sleep], [entry({ sleep_hours: null }), entry({ id: "two" })])).toEqual([]);
  expect(codes([sleep], [entry({ sleep_hours: 0 })])).toEqual(["sleep"]);
});

test("all that a reason asks for must hold of one entry", () => {
  const both = suggestedWhen("both", { anxiety_at_least: 6, sleep_hours_at_most: 6 });
  expect(codes([both], [entry({ anxiety: 8 }), entry({ id: "two", sleep_hours: 4 })])).toEqual([]);
  expect(codes([both], [entry({ anxiety: 8, sleep_hours: 4 })])).toEqual(["both"]);
});

test("a reason that asks for three days counts days, not entries, and looks back a week", () => {
  const low = suggestedWhen("low", { mood_at_most: 2, on_days: 3 });
  const on = (...days: string[]): Entered[] => days.map((on_day, index) => entry({ id: String(index), on_day, mood: 2 }));
  expect(codes([low], on(TODAY, TODAY, "2026-11-22"))).toEqual([]);
  expect(codes([low], on(TODAY, "2026-11-20", "2026-11-17"))).toEqual(["low"]);
  expect(codes([low], on(TODAY, "2026-11-20", "2026-11-16"))).toEqual([]);
});

test("what was entered the day before yesterday calls up nothing by itself", () => {
  const wave = suggestedWhen("wave", { urge_at_least: 5 });
  expect(codes([wave], [entry({ urge: 9, on_day: "2026-11-22" })])).toEqual(["wave"]);
  expect(codes([wave], [entry({ urge: 9, on_day: "2026-11-21" })])).toEqual([]);
});

test("right after an entry only what that very entry calls up is suggested", () => {
  const pieces = [suggestedWhen("wave", { urge_at_least: 5 }), suggestedWhen("low", { mood_at_most: 2 })];
  const entered = [entry({ urge: 9 }), entry({ id: "just", mood: 1 })];
  expect(codes(pieces, entered, { just: "just" })).toEqual(["low"]);
});

test("the reason that is nearer to the end of its scale comes first, and three are enough", () => {
  const pieces = [6, 9, 8, 7].map((limit) => suggestedWhen(`from-${limit}`, { anxiety_at_least: limit }));
  expect(codes(pieces, [entry({ anxiety: 10 })])).toEqual(["from-9", "from-8", "from-7"]);
});

test("medicines left out, a mark of the diary and a worksheet call up what is for them", () => {
  const pieces = [
    suggestedWhen("medicines", { medicines: ["some", "none"] }),
    suggestedWhen("shame", { mark: { kind: "feeling", target: "shame", at_least: 3 } }),
    suggestedWhen("any-urge", { mark: { kind: "urge", at_least: 4 } }),
    suggestedWhen("thoughts", { worksheet: "thought-record" }),
  ];
  expect(codes(pieces, [entry({ medicines: "none" })])).toEqual(["medicines"]);
  expect(codes(pieces, [entry({ medicines: "all" })])).toEqual([]);
  expect(codes(pieces, [entry({ marks: [{ kind: "feeling", target: "shame", level: 3 }, { kind: "feeling", target: "anger", level: 5 }] })])).toEqual(["shame"]);
  expect(codes(pieces, [entry({ marks: [{ kind: "urge", target: "urge-use", level: 4 }] })])).toEqual(["any-urge"]);
  expect(codes(pieces, [{ id: "w", on_day: TODAY, worksheet: "thought-record" }])).toEqual(["thoughts"]);
});

test("what did not help is not suggested again; what was just read waits; what helped may come back", () => {
  const wave = suggestedWhen("wave", { urge_at_least: 5 });
  const now = [entry({ urge: 9 })];
  expect(codes([wave], now, { visits: [aVisit("wave", "no", "2026-10-01T10:00:00Z")] })).toEqual([]);
  expect(codes([wave], now, { visits: [aVisit("wave")] })).toEqual([]);
  expect(codes([wave], now, { visits: [aVisit("wave", "", "2026-11-10T10:00:00Z")] })).toEqual(["wave"]);
  expect(codes([wave], now, { visits: [aVisit("wave", "yes")] })).toEqual(["wave"]);
  expect(codes([wave], now, { visits: [aVisit("wave", "no", "2026-10-01T10:00:00Z"), aVisit("wave", "yes")] })).toEqual(["wave"]);
});

test("check-ins, diaries and worksheets count as entered, on the server or still on this phone", () => {
  const checkIn: CheckIn = { kind: "check-in", id: "c", made_at: "2026-11-23T10:00:00Z", on_day: TODAY, mood: 2, anxiety: null, urge: 6, sleep_hours: null, medicines: null, note: "" };
  const items: Item[] = [{ entry: checkIn, standing: { is: "waiting", tries: 0, notBefore: 0 } }];
  const work = { worksheets: [], entries: [{ id: "d", about: "d", worksheet: "diary", version: 1, on_day: TODAY, made_at: "2026-11-23T09:00:00Z", is_shared: true, answers: { marks: { shame: { level: 4 }, lied: { acted: true } } }, reading: {} }], diary: { asks: {}, targets: [{ code: "shame", kind: "feeling" as const, acted: "", goes_first: false, words: "Shame", on_check_in: false }], skills: [] }, progress: { days: { without: 0, of: 0 }, insights: [], milestones: [] } };
  const entered = enteredIn({ today: undefined, items, work });
  expect(entered).toMatchObject([{ id: "c", urge: 6 }, { id: "d", worksheet: "diary", marks: [{ kind: "feeling", target: "shame", level: 4 }] }]);
});

test("exercises fit the distress, and what helped before comes first", () => {
  const pieces = [anExercise("calm", 0, 4), anExercise("wave", 4, 10, ["urge"]), anExercise("senses", 4, 10, ["panic"]), aPiece("article")];
  const best = (more: object): string[] => exercisesFor(pieces, { distress: 7, visits: [], ...more }).map(({ code }) => code);
  expect(best({})).toEqual(["wave", "senses"]);
  expect(best({ helps: ["panic"] })).toEqual(["senses", "wave"]);
  expect(best({ helps: ["panic"], visits: [aVisit("wave", "yes")] })).toEqual(["wave", "senses"]);
  expect(best({ visits: [aVisit("wave", "no")] })).toEqual(["senses", "wave"]);
  expect(best({ distress: 4 })).toEqual(["calm", "wave", "senses"]);
});

test("a search minds neither accents nor capitals, and titles come first", () => {
  const pieces = [aPiece("a", { title: "Otra cosa", body: [{ is: "list", lines: ["El pánico pasa"] }] }), aPiece("b", { title: "Pánico" })];
  expect(found(pieces, "PANICO").map(({ code }) => code)).toEqual(["b", "a"]);
  expect(found(pieces, "panico cosa").map(({ code }) => code)).toEqual(["a"]);
  expect(found(pieces, "  ")).toEqual([]);
});

test("visits are what the server knows and what lies on this phone, refused lines left out", () => {
  const line = (id: string, visit_id: string, more: Partial<Opening> = {}): Opening => ({ kind: "opening", id, visit_id, made_at: "2026-11-23T10:00:00Z", code: "wave", version: 1, way: "chosen", is_done: false, helped: null, ...more });
  const waiting = { is: "waiting", tries: 0, notBefore: 0 } as const;
  const items: Item[] = [
    { entry: line("n", "n"), standing: waiting },
    { entry: line("n2", "n", { helped: "a_little", is_done: true }), standing: waiting },
    { entry: line("r", "r"), standing: { is: "refused", status: 422, reason: "" } },
    { entry: line("k", "known", { helped: "no" }), standing: waiting },
  ];
  const own = { language: "en", mark: "m", given: [], visits: [{ ...aVisit("wave"), id: "known" }] };
  expect(visitsOf(own, items)).toMatchObject([{ id: "known", helped: "no" }, { id: "n", helped: "a_little", is_done: true }]);
});

test("what was given waits until it is opened; what was opened before does not count", () => {
  const given = { id: "g", code: "wave", note: "", by: "Ben", assigned_at: "2026-11-20T10:00:00Z" };
  const waits = (visits: Visit[]): number => waitingIn({ language: "en", mark: "m", given: [given], visits }, []).length;
  expect([waits([]), waits([aVisit("wave", "", "2026-11-19T10:00:00Z")]), waits([aVisit("wave", "", "2026-11-21T10:00:00Z")])]).toEqual([1, 1, 0]);
});

test("a breath goes in, is held and goes out, second by second", () => {
  const step: Extract<Step, { do: "breathe" }> = { do: "breathe", words: "", breathe_in: 4, hold: 2, breathe_out: 6, seconds: 60 };
  expect([0, 3.9, 4, 5, 6, 11.9, 12].map((at) => breathAt(step, at)).map(({ phase, count }) => `${phase} ${count}`)).toEqual(["in 1", "in 4", "hold 1", "hold 2", "out 1", "out 6", "in 1"]);
});

test("an urge rises, peaks and passes", () => {
  expect(waveAt(0)).toBe(0);
  expect(waveAt(0.4)).toBe(1);
  expect(waveAt(1)).toBeCloseTo(0);
  expect(waveAt(0.2)).toBeGreaterThan(waveAt(0.05));
  expect(waveAt(0.9)).toBeLessThan(waveAt(0.6));
});

test("a sentence stands until the next one comes, and time is said in minutes and seconds", () => {
  const step: Extract<Step, { do: "ride" }> = { do: "ride", words: "", seconds: 60, prompts: [{ at: 0, words: "a" }, { at: 30, words: "b" }] };
  expect([0, 29.9, 30, 59].map((at) => promptAt(step, at))).toEqual(["a", "a", "b", "b"]);
  expect([125, 59.2, 0].map(clockWords)).toEqual(["2:05", "1:00", "0:00"]);
});

test("what is not ours is not read", () => {
  expect(readOwn({ mark: "m", given: [], visits: [] })).toBeDefined();
  expect([null, "hello", {}, { mark: 1 }].map(readOwn)).toEqual([undefined, undefined, undefined, undefined]);
  expect(readShelf({ mark: "m", topics: [], pieces: [] })).toBeDefined();
  expect(readShelf({ pieces: [] })).toBeUndefined();
});
