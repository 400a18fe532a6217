import { expect, test } from "vitest";
import { isIdle } from "./lock";

const MINUTE = 60_000;

test("a workspace left alone for the site's idle time is idle", () => {
  expect(isIdle(0, 15 * MINUTE, 15)).toBe(true);
  expect(isIdle(0, 15 * MINUTE - 1, 15)).toBe(false);
});

test("a site without an idle time never locks", () => {
  expect(isIdle(0, 1_000 * MINUTE, 0)).toBe(false);
});
