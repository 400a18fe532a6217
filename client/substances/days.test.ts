import { expect, test } from "vitest";
import type { Item, RememberedDay, Standing, UseDay, UseGoal } from "../offline/entries";
import { letterOf } from "../offline/entries";
import { daysOf, goalsOf, keyOf, monthAfter, readUse, rememberedOf, sumsOf, weeksOf, type OwnUse, type ToldDay } from "./days";
import { dayAfter } from "./rove";

const WAITING: Standing = { is: "waiting", tries: 0, notBefore: 0 };
const DAY = "2026-11-23";

function theUse(said: Partial<OwnUse> = {}): OwnUse {
  return { is_open: true, first: "2026-08-15", last: DAY, listed: [], uses: [], goals: [], days: [], remembered: [], anchors: [], setbacks: [], ...said };
}

function saved(said: Partial<ToldDay> = {}): ToldDay {
  return { id: "s", on_day: DAY, state: "used", substances: [], amount: "", made_at: "2026-11-23T15:00:00Z", with_staff: "", ...said };
}

function tapped(said: Partial<UseDay> = {}): UseDay {
  return { kind: "use-day", id: "t", made_at: "2026-11-23T16:00:00Z", on_day: DAY, state: "none", substances: [], amount: "", ...said };
}

function item(entry: UseDay | UseGoal | RememberedDay, standing: Standing = WAITING): Item {
  return { entry, standing };
}

test("what was tapped on the phone stands over what the server has, as long as it was said later", () => {
  const use = theUse({ days: [saved()] });
  expect(daysOf(use, []).get(DAY)?.state).toBe("used");
  expect(daysOf(use, [item(tapped())]).get(DAY)).toMatchObject({ state: "none", way: "waiting" });
  expect(daysOf(use, [item(tapped({ made_at: "2026-11-23T14:00:00Z" }))]).get(DAY)?.state).toBe("used");
});

test("a day that was taken back is a gap again, and what was refused says nothing", () => {
  const use = theUse({ days: [saved()] });
  expect(daysOf(use, [item(tapped({ state: "cleared" }))]).has(DAY)).toBe(false);
  expect(daysOf(use, [item(tapped(), { is: "refused", status: 422, reason: "" })]).get(DAY)?.state).toBe("used");
});

test("an entry that the server tells of already is not counted twice", () => {
  expect(daysOf(theUse({ days: [saved({ id: "t", state: "none" })] }), [item(tapped())]).get(DAY)?.way).toBeUndefined();
});

test("a goal said on the phone is the goal, and days of the year stand beside one's own", () => {
  const goal: UseGoal = { kind: "use-goal", id: "g", made_at: "2026-11-23T16:00:00Z", substance: "alcohol", goal: "less", said: "Not at home" };
  expect(goalsOf(theUse(), [item(goal)]).get("alcohol")).toMatchObject({ goal: "less", way: "waiting" });
  const mine: RememberedDay = { kind: "remembered-day", id: "r", made_at: "2026-11-23T16:00:00Z", on_day: "2026-11-26", said: "Aunt came" };
  const use = theUse({ anchors: [{ on_day: "2026-11-26", words: "Thanksgiving" }] });
  expect(rememberedOf(use, [item(mine)]).get("2026-11-26")).toEqual(["Thanksgiving", "Aunt came"]);
  expect(rememberedOf(use, [item({ ...mine, said: "" })]).get("2026-11-26")).toEqual(["Thanksgiving"]);
});

test("sums count told days; a gap and an unsure day end a stretch, as on the server", () => {
  const states = ["none", "none", "used", "none", "none", "none", "not_sure", "none"] as const;
  const days = new Map(states.map((state, place) => [`2026-11-${String(place + 1).padStart(2, "0")}`, { state }]));
  expect(sumsOf(days, "2026-10-30", "2026-11-10")).toEqual({ told: 8, of: 12, used: 1, none: 6, notSure: 1, longest: 3 });
});

test("a month is laid in weeks that begin on Sunday, over the end of the year too", () => {
  const november = weeksOf("2026-11");
  expect(november[0]?.[0]).toBe("2026-11-01");
  expect(november.at(-1)).toEqual(["2026-11-29", "2026-11-30", null, null, null, null, null]);
  expect(weeksOf("2026-12")[0]).toEqual([null, null, "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05"]);
  expect([monthAfter("2026-12", 1), monthAfter("2026-01", -1)]).toEqual(["2027-01", "2025-12"]);
});

test("keys walk from day to day, by weeks, and to the ends of a week", () => {
  const to = (key: string): string | undefined => dayAfter(key, "2026-11-25"); // a Wednesday
  expect([to("ArrowLeft"), to("ArrowRight"), to("ArrowUp"), to("ArrowDown")]).toEqual(["2026-11-24", "2026-11-26", "2026-11-18", "2026-12-02"]);
  expect([to("Home"), to("End"), to("a")]).toEqual(["2026-11-22", "2026-11-28", undefined]);
});

test("what the list has no code for goes by its own words", () => {
  expect([keyOf("alcohol", "beer"), keyOf("other", " khat  leaves"), keyOf("other", " ")]).toEqual(["alcohol", "other:khat leaves", ""]);
});

test("a café's sign-in page is no calendar, and a tap is sent to its own place", () => {
  expect(readUse("<html>")).toBeUndefined();
  expect(readUse({ is_open: true })).toBeUndefined();
  expect(readUse(theUse())).toEqual(theUse());
  const { kind: _kind, ...body } = tapped();
  expect(letterOf(tapped())).toEqual({ method: "POST", path: "/api/companion/use-days", body });
});
