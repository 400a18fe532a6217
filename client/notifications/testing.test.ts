import { expect, test } from "vitest";
import { differ, placeOf } from "./testing";

const WINTER = new Date("2026-11-23T20:00:00Z");

test("only a clock that shows another time is another one", () => {
  expect(differ("America/Chicago", "Europe/Madrid", WINTER)).toBe(true);
  expect(differ("America/Denver", "America/Phoenix", WINTER)).toBe(false); // the same in winter
  expect(differ("America/Denver", "America/Phoenix", new Date("2026-07-01T20:00:00Z"))).toBe(true);
  expect(differ("Atlantis/Capital", "Europe/Madrid", WINTER)).toBe(false);
});

test("a zone is called by its place", () => expect(placeOf("America/New_York")).toBe("New York"));
