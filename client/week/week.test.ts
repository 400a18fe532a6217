import { expect, test } from "vitest";
import { NOTHING_TAKEN, painted, readWeek, takenAt, toldWeek, type Span, type TellWeek } from "./week";
import type { Item } from "../offline/entries";

const span = (start: number, end: number, why: Span["why"] = "work", weekday = 0): Span => ({ weekday, start, end, why });

test("what is painted hour by hour becomes one, and painting free cuts it", () => {
  const day = painted(painted(painted([], 0, 540, 600, "work"), 0, 660, 720, "work"), 0, 600, 660, "work");
  expect(day).toEqual([span(540, 720)]);
  expect(painted(day, 0, 600, 660)).toEqual([span(540, 600), span(660, 720)]);
  expect(painted(day, 0, 600, 660, "care")).toEqual([span(540, 600), span(600, 660, "care"), span(660, 720)]);
  expect(painted(day, 1, 600, 660, "care")).toEqual([span(540, 720), span(600, 660, "care", 1)]);
  expect(painted(day, 0, 0, 1440)).toEqual([]);
});

test("an hour shows what takes most of it", () => {
  const spans = [span(540, 570, "school"), span(570, 620, "care")];
  expect(takenAt(spans, 0, 540, 600)?.why).toBe("school");
  expect(takenAt(spans, 0, 600, 660)?.why).toBe("care");
  expect(takenAt(spans, 1, 540, 600)).toBeUndefined();
  expect(takenAt(spans, 0, 660, 720)).toBeUndefined();
});

test("the week that was told last holds, here or at the server, and a refused one does not", () => {
  const tell = (id: string, made_at: string): TellWeek => ({ id, made_at, week: NOTHING_TAKEN });
  const item = (id: string, made_at: string, is: "waiting" | "refused" = "waiting"): Item => ({
    entry: { kind: "week", ...tell(id, made_at) },
    standing: is === "waiting" ? { is, tries: 0, notBefore: 0 } : { is, status: 422, reason: "" },
  });
  const own = { told: { ...tell("a", "2026-11-23T10:00:00Z"), told_to: "", confirmed_by: "Ben" }, sessions: [] };
  expect(toldWeek(own, [])?.confirmed_by).toBe("Ben");
  expect(toldWeek(own, [item("b", "2026-11-23T11:00:00Z")])).toMatchObject({ id: "b", isOnItsWay: "waiting" });
  expect(toldWeek(own, [item("b", "2026-11-23T11:00:00Z", "refused")])?.id).toBe("a");
  expect(toldWeek(own, [item("a", "2026-11-23T10:00:00Z")])?.confirmed_by).toBe("Ben");
  expect(toldWeek(undefined, [])).toBeUndefined();
});

test.each([undefined, null, 7, {}, { told: null }])("an answer that is not ours is not read: %s", (said) => expect(readWeek(said)).toBeUndefined());
