import { expect, test } from "vitest";
import type { Item, OfSession } from "../offline/entries";
import { deedOf, hoursWords, mondayOf } from "./sessions";

const item = (id: string, kind: OfSession["kind"], is: "waiting" | "refused" = "waiting", occurrence_id = "tuesday"): Item => ({
  entry: { kind, id, made_at: "2026-11-23T20:00:00Z", occurrence_id, inWords: "Skills" },
  standing: is === "waiting" ? { is, tries: 0, notBefore: 0 } : { is, status: 409, reason: "" },
});

test("the last thing that was done with a session and lies here is what it waits for", () => {
  expect(deedOf("tuesday", [])).toBeUndefined();
  expect(deedOf("tuesday", [item("a", "make-up"), item("b", "make-up-return")])).toEqual({ id: "b", kind: "make-up-return", standing: "waiting" });
  expect(deedOf("tuesday", [item("a", "make-up", "refused")])).toBeUndefined();
  expect(deedOf("monday", [item("a", "make-up")])).toBeUndefined();
});

test.each([
  [90, "en", "1.5"],
  [540, "en", "9"],
  [50, "es", "0,8"],
  [0, "en", "0"],
])("%i minutes in %s are %s hours", (minutes, language, words) => expect(hoursWords(minutes, language)).toBe(words));

test.each([
  ["2026-11-23", "2026-11-23"],
  ["2026-11-29", "2026-11-23"],
  ["2026-12-01", "2026-11-30"],
])("the week of %s begins on %s", (day, monday) => expect(mondayOf(day)).toBe(monday));
