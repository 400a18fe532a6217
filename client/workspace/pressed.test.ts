// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { holdNewsWhilePressed } from "./pressed";

let list: HTMLElement;
let button: HTMLElement;
const asked: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  const page = document.implementation.createHTMLDocument();
  page.body.innerHTML = '<ul><li><button>Take it</button></li></ul><p></p>';
  list = page.querySelector("ul") as HTMLElement;
  button = page.querySelector("button") as HTMLElement;
  asked.length = 0;
  for (const poke of ["alerts", "week"]) page.body.addEventListener(poke, () => asked.push(poke));
  holdNewsWhilePressed(page);
});

afterEach(() => vi.useRealTimers());

/** Whether what was fetched for this reason is drawn. */
function isDrawn(why: string | undefined, target: Element = list): boolean {
  const detail = { shouldSwap: true, target, requestConfig: why ? { triggeringEvent: new CustomEvent(why) } : {} };
  list.dispatchEvent(new CustomEvent("htmx:beforeSwap", { bubbles: true, detail }));
  return detail.shouldSwap;
}

function say(name: string): void {
  button.dispatchEvent(new Event(name, { bubbles: true }));
}

function key(name: string, pressed: string, repeat = false): void {
  button.dispatchEvent(new KeyboardEvent(name, { bubbles: true, key: pressed, repeat }));
}

test("news that comes under a finger waits, and is asked for again", () => {
  say("pointerdown");
  expect(isDrawn("alerts")).toBe(false);
  say("pointerup");
  vi.advanceTimersByTime(50);
  expect(isDrawn("alerts")).toBe(false); // the click is still to come
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(500);
  expect(asked).toEqual(["alerts", "alerts"]);
  expect(isDrawn("alerts")).toBe(true);
});

test("what a clock asked for waits too, and everything is looked at again", () => {
  say("pointerdown");
  expect(isDrawn(undefined)).toBe(false);
  vi.advanceTimersByTime(500);
  expect(asked).toEqual(["alerts", "week"]);
});

test("what the person asked for, and what lies elsewhere, is drawn at once", () => {
  say("pointerdown");
  expect(isDrawn("click")).toBe(true);
  expect(isDrawn("submit")).toBe(true);
  expect(isDrawn("alerts", list.nextElementSibling as Element)).toBe(true);
});

test("a finger that slipped off, or whose lifting was never told, keeps no news waiting", () => {
  say("pointerdown");
  say("pointercancel");
  vi.advanceTimersByTime(100);
  expect(isDrawn("alerts")).toBe(true);
  say("pointerdown");
  vi.advanceTimersByTime(10_001);
  expect(isDrawn("alerts")).toBe(true);
});

test("a second press is not over with the first", () => {
  say("pointerdown");
  say("pointerup");
  say("pointerdown");
  vi.advanceTimersByTime(150);
  expect(isDrawn("alerts")).toBe(false);
});

test("the space bar presses, other keys do not", () => {
  key("keydown", "j");
  expect(isDrawn("alerts")).toBe(true);
  key("keydown", " ");
  expect(isDrawn("alerts")).toBe(false);
  key("keyup", " ");
  vi.advanceTimersByTime(100);
  expect(isDrawn("alerts")).toBe(true);
});

test("a space bar that something lies on keeps no news waiting, however often it repeats", () => {
  key("keydown", " ");
  vi.advanceTimersByTime(10_001);
  key("keydown", " ", true);
  expect(isDrawn("alerts")).toBe(true);
});
