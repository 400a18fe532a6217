import { describe, expect, it } from "vitest";
import { letterOf } from "../offline/entries";
import { readTaking } from "./taking";

function form(...said: [string, string][]): FormData {
  const made = new FormData();
  for (const [name, value] of said) made.append(name, value);
  return made;
}

describe("what I take", () => {
  it("says nothing where nothing was answered", () => {
    expect(readTaking(form(["more", "  "], ["words-a", "at noon"]))).toBeUndefined();
  });

  it("keeps the words of how only where it is taken differently", () => {
    const told = readTaking(form(["says-a", "differently"], ["words-a", " at noon "], ["says-b", "no"], ["words-b", "left over"]));
    expect(told?.lines).toEqual([
      { medicine_id: "a", says: "differently", words: "at noon" },
      { medicine_id: "b", says: "no", words: "" },
    ]);
  });

  it("takes no answer that is none of the three", () => {
    expect(readTaking(form(["says-a", "perhaps"], ["more", "Melatonin"]))).toEqual({ lines: [], more: "Melatonin" });
  });

  it("goes to its own address as it is", () => {
    const letter = letterOf({ kind: "taking", id: "1", made_at: "2026-11-23T20:00:00Z", lines: [], more: "Melatonin" });
    expect(letter).toEqual({ method: "POST", path: "/api/companion/taking", body: { id: "1", made_at: "2026-11-23T20:00:00Z", lines: [], more: "Melatonin" } });
  });
});
