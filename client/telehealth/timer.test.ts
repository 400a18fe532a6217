import { beforeEach, describe, expect, it, vi } from "vitest";
import { asClock, Timer } from "./timer";

const WORDS: Record<string, string> = {
  "timer-set": "Timer: {time}",
  "timer-left": "{time} left",
  "timer-back": "Back in {time}",
  "timer-minute": "One minute left",
  "timer-over": "Time is up",
};
const say = (word: string, values: Record<string, string | number> = {}): string => (WORDS[word] ?? "").replace("{time}", String(values["time"] ?? ""));

describe("the count-down", () => {
  let now = 0;
  let face: HTMLElement;
  let voice: HTMLElement;
  let timer: Timer;
  const pass = (seconds: number): void => {
    now += seconds;
    vi.advanceTimersByTime(500);
  };

  beforeEach(() => {
    vi.useFakeTimers();
    now = 100;
    face = { hidden: true, dataset: {}, textContent: "" } as unknown as HTMLElement;
    voice = { textContent: "" } as unknown as HTMLElement;
    timer = new Timer(face, voice, say, () => now);
  });

  it("is said at its beginning, a minute before its end and at its end, and at no second between", () => {
    timer.draw({ seconds: 180, back: false });
    expect([face.hidden, face.textContent, voice.textContent]).toEqual([false, "3:00 left", "Timer: 3:00"]);
    pass(60);
    expect([face.textContent, voice.textContent]).toEqual(["2:00 left", "Timer: 3:00"]);
    pass(61);
    expect([face.textContent, voice.textContent]).toEqual(["0:59 left", "One minute left"]);
    pass(60);
    expect([face.textContent, voice.textContent]).toEqual(["Time is up", "Time is up"]);
    timer.draw(null);
    expect([face.hidden, voice.textContent]).toEqual([true, ""]);
  });

  it("goes on after a reconnect and says nothing twice", () => {
    timer.draw({ seconds: 120, back: true });
    pass(30);
    voice.textContent = "";
    timer.draw({ seconds: 89.2, back: true });
    expect([face.textContent, voice.textContent]).toEqual(["Back in 1:30", ""]);
    timer.draw({ seconds: 300, back: true });
    expect([face.textContent, voice.textContent]).toEqual(["Back in 5:00", "Timer: 5:00"]);
  });

  it("reads as a clock", () => {
    expect([asClock(61.2), asClock(0), asClock(-3), asClock(600)]).toEqual(["1:02", "0:00", "0:00", "10:00"]);
  });
});
