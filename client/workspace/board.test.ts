import { expect, test } from "vitest";
import { rowAfter } from "./board";

test("arrows and j/k walk one row and stop at the ends", () => {
  expect(rowAfter("ArrowDown", 0, 3)).toBe(1);
  expect(rowAfter("j", 2, 3)).toBe(2);
  expect(rowAfter("k", 0, 3)).toBe(0);
});

test("the first key on a board takes the first row", () => {
  expect(rowAfter("j", -1, 3)).toBe(0);
});

test("Home and End jump, Page keys leap", () => {
  expect(rowAfter("Home", 7, 40)).toBe(0);
  expect(rowAfter("End", 7, 40)).toBe(39);
  expect(rowAfter("PageDown", 7, 40)).toBe(17);
});

test("other keys and empty boards mean nothing", () => {
  expect(rowAfter("a", 0, 3)).toBeNull();
  expect(rowAfter("j", -1, 0)).toBeNull();
});
