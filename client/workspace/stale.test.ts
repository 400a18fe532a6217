import { expect, test } from "vitest";
import { isNoAnswer } from "./stale";

test.each([401, 500, 502, 503])("after %i a page is as old as it was", (status) => {
  expect(isNoAnswer(status)).toBe(true);
});

test.each([200, 403, 404, 409, 422])("%i is an answer", (status) => {
  expect(isNoAnswer(status)).toBe(false);
});
