import { describe, expect, it } from "vitest";
import { after, clock, rowsOf, timeAt } from "./moving";

describe("a session that is moved by keys", () => {
  it("goes by quarters of an hour, by halves with shift, and by days", () => {
    expect(after("ArrowDown", { day: 1, start: 540 }, 90)).toEqual({ day: 1, start: 555 });
    expect(after("ArrowUp", { day: 1, start: 540 }, 90, true)).toEqual({ day: 1, start: 510 });
    expect(after("ArrowRight", { day: 1, start: 540 }, 90)).toEqual({ day: 2, start: 540 });
    expect(after("a", { day: 1, start: 540 }, 90)).toBeNull();
  });

  it("never leaves its day or its week", () => {
    expect(after("ArrowDown", { day: 0, start: 1350 }, 90)).toEqual({ day: 0, start: 1350 });
    expect(after("ArrowUp", { day: 0, start: 5 }, 90)).toEqual({ day: 0, start: 0 });
    expect(after("ArrowLeft", { day: 0, start: 540 }, 90)).toEqual({ day: 0, start: 540 });
    expect(after("ArrowRight", { day: 6, start: 540 }, 90)).toEqual({ day: 6, start: 540 });
  });
});

describe("where it is drawn", () => {
  it("takes every row it has begun, and stays within what is drawn", () => {
    expect(rowsOf(540, 90, 9, 32)).toEqual({ from: 0, for: 6 });
    expect(rowsOf(550, 55, 9, 32)).toEqual({ from: 0, for: 5 });
    expect(rowsOf(1000, 120, 9, 32)).toEqual({ from: 30, for: 2 });
    expect(rowsOf(300, 60, 9, 32)).toEqual({ from: 0, for: 1 });
  });

  it("reads a quarter of an hour off heights that differ from hour to hour", () => {
    const edges = [100, 200, 240];
    expect(timeAt(100, edges, 9)).toBe(540);
    expect(timeAt(151, edges, 9)).toBe(570);
    expect(timeAt(219, edges, 9)).toBe(630);
    expect(timeAt(20, edges, 9)).toBe(540);
    expect(timeAt(900, edges, 9)).toBe(660);
  });

  it("says a time as a clock does", () => {
    expect(clock(545)).toBe("09:05");
  });
});
