import { expect, test } from "vitest";
import { filled, sentence } from "./hours";
import type { OwnHours } from "./week";

const week = (changes: Partial<OwnHours> = {}): OwnHours => ({ monday: "2026-11-23", done: 90, ahead: 360, planned: 540, last_on: "2026-11-27", fitting: 2, ...changes });
const say = (word: string, values: Record<string, string | number> = {}): string => `${word} ${values["held"]} of ${values["planned"]} ${values["day"]}`;

test.each([
  [{}, 16, 83],
  [{ done: 600 }, 100, 100],
  [{ done: 0, ahead: 0 }, 0, 0],
  [{ planned: 0 }, 100, 100],
])("a week %j is filled to %i and %i", (changes, done, ahead) => expect(filled(week(changes))).toEqual({ done, ahead }));

test.each([
  [{}, "hours-held 7.5 of 9 Friday, November 27"],
  [{ ahead: 450 }, "hours-whole 9 of 9 Friday, November 27"],
  [{ done: 540, ahead: 0 }, "hours-reached 9 of 9 Friday, November 27"],
  [{ done: 0, ahead: 0, last_on: null }, "hours-open 0 of 9 "],
])("a week %j is told", (changes, words) => expect(sentence(week(changes), say, "en")).toBe(words));
