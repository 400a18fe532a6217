import { expect, test } from "vitest";
import { gradeOf, LinkHealth, type Advice, type Grade } from "./fallback";

/** What is said every two seconds of a link that is so for so many seconds. */
function said(health: LinkHealth, grade: Grade, from: number, seconds: number, soundOnly = false): Advice[] {
  const found: Advice[] = [];
  for (let now = from; now < from + seconds; now += 2) found.push(health.tell(grade, now * 1000, soundOnly));
  return found;
}

test("what is lost, what is slow and what is away is bad", () => {
  expect(gradeOf({ lost: 0, roundTripMs: 80, isAway: false })).toBe("good");
  expect(gradeOf({ lost: 0.1, roundTripMs: 80, isAway: false })).toBe("bad");
  expect(gradeOf({ lost: 0, roundTripMs: 900, isAway: false })).toBe("bad");
  expect(gradeOf({ lost: 0.3, roundTripMs: 80, isAway: false })).toBe("very-bad");
  expect(gradeOf({ lost: 0, roundTripMs: 0, isAway: true })).toBe("away");
});

test("a bad link is offered sound only after eight seconds and never switched by itself", () => {
  const health = new LinkHealth();
  expect(said(health, "bad", 0, 8).every((one) => one === "none")).toBe(true);
  expect(said(health, "bad", 8, 60).every((one) => one === "offer-sound")).toBe(true);
  expect(health.tell("good", 70_000, false)).toBe("none");
});

test("a very bad one goes to sound by itself, then to the telephone, and a good one offers pictures again", () => {
  const health = new LinkHealth();
  expect(said(health, "very-bad", 0, 20)).not.toContain("sound-only");
  expect(health.tell("very-bad", 20_000, false)).toBe("sound-only");
  expect(said(health, "very-bad", 22, 18, true)).not.toContain("phone");
  expect(health.tell("very-bad", 42_000, true)).toBe("phone");
  expect(said(health, "good", 44, 20, true)).not.toContain("pictures-again");
  expect(health.tell("good", 64_000, true)).toBe("pictures-again");
});

test("one good moment begins the count anew", () => {
  const health = new LinkHealth();
  said(health, "very-bad", 0, 18);
  health.tell("good", 18_000, false);
  expect(said(health, "very-bad", 20, 18)).not.toContain("sound-only");
});

test("where nothing comes through, the telephone is told of and no sound is promised", () => {
  const health = new LinkHealth();
  expect(said(health, "away", 0, 20)).not.toContain("phone");
  expect(said(health, "away", 20, 20).every((one) => one === "phone")).toBe(true);
  expect(health.tell("good", 42_000, false)).toBe("none");
});
