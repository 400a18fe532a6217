import { expect, test } from "vitest";
import { quietly, untouchedFor } from "./touch";

test("only a page that was touched within the last minute keeps a session awake", () => {
  expect([0, 60_000].map(quietly)).toEqual([{}, {}]);
  expect(quietly(60_001)).toEqual({ "X-Daybridge-Quiet": "1" });
});

test("a service worker is touched by nobody", () => {
  expect(untouchedFor()).toBe(Infinity); // there is no document here, as in a worker
});
