import { expect, test } from "vitest";
import { titled } from "./announce";

test("the number of open alerts stands before the title, once", () => {
  expect(titled("Today · Daybridge", 2)).toBe("(2) Today · Daybridge");
  expect(titled("(2) Today · Daybridge", 3)).toBe("(3) Today · Daybridge");
});

test("no open alert leaves the bare title", () => {
  expect(titled("(1) Today · Daybridge", 0)).toBe("Today · Daybridge");
});
