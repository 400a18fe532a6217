import { expect, test } from "vitest";
import { readCheckIn } from "./check_in";
import { isWithTeam, readLine, requestTone, sendingLine } from "./shown";
import { dayOf, daysBefore, timeWords } from "./times";
import { runsOf } from "./trend";
import { filled, type Say } from "./words";

const say: Say = (word, values = {}) => [word, ...Object.values(values)].join(" ");
const clock = { language: "en", zone: "America/Chicago" };

function aForm(answers: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, answer] of Object.entries(answers)) form.set(name, answer);
  return form;
}

test("a mood alone is a whole check-in, and what was not answered stays unanswered", () => {
  expect(readCheckIn(aForm({ mood: "2", anxiety: "", medicines: "" }), "2026-11-23")).toEqual({
    is: "whole",
    answers: { on_day: "2026-11-23", mood: 2, anxiety: null, urge: null, sleep_hours: null, medicines: null, note: "" },
  });
});

test("nothing at all, zero, and no answer are three different things", () => {
  const read = readCheckIn(aForm({ mood: "1", anxiety: "0", urge: "" }), "2026-11-23");
  expect(read).toMatchObject({ answers: { anxiety: 0, urge: null } });
});

test("without a mood the form asks for it", () => {
  expect(readCheckIn(aForm({ note: "Long day." }), "2026-11-23")).toEqual({ is: "faulty", field: "mood", word: "choose-mood" });
});

test.each(["25", "-1", "7.3"])("%s hours of sleep can't be", (hours) => {
  expect(readCheckIn(aForm({ mood: "3", sleep_hours: hours }), "2026-11-23")).toMatchObject({ is: "faulty", field: "sleep" });
});

test("a request says who read it and when, in the person's own time", () => {
  const request = { id: "r", kind: "contact" as const, made_at: "", read_by: "Ben", read_at: new Date().toISOString(), answer: "" };
  const said = (state: "not_read" | "read" | "contacted") => requestTone({ at: "server", request: { ...request, state } }, false, say, clock).words;
  expect(said("not_read")).toBe("not-read");
  expect(said("read")).toBe(`read Ben ${timeWords(request.read_at, clock)}`);
  expect(said("contacted")).toBe("contacted Ben");
});

test("who took on what was told, and when, is said as long as it is shown, and nothing of reading: that stands where it was written", () => {
  const request = { id: "r", kind: "check_in" as const, made_at: "", read_by: "Ben", read_at: new Date().toISOString(), answer: "" };
  const read = (state: "not_read" | "read" | "contacted" | "closed") => readLine({ at: "server", request: { ...request, state } }, say, clock);
  const told = `taken Ben ${timeWords(request.read_at, clock)}`;
  expect([read("not_read"), read("read"), read("contacted"), read("closed")]).toEqual(["", told, told, told]);
  expect(requestTone({ at: "server", request: { ...request, state: "not_read" } }, false, say, clock).words).toBe("not-taken");
});

test("a request on the phone never claims that anybody has it", () => {
  const shown = { at: "phone" as const, id: "r", kind: "not_safe" as const, made_at: "", standing: "waiting" as const };
  expect(requestTone(shown, false, say, clock).words).toBe("is-waiting");
  expect(requestTone(shown, true, say, clock).words).toBe("is-held");
  expect(requestTone({ ...shown, standing: "held" }, false, say, clock).words).toBe("is-about-to-go");
  expect(isWithTeam(shown)).toBe(false);
});

test.each([
  ["waiting", false, "waiting 1"],
  ["held", false, "sending 1"],
  ["sending", false, "sending 1"],
  ["waiting", true, "sign-in-to-send 1"],
  ["saved", false, "saved"],
  ["refused", false, "refused"],
] as const)("the line at the top says what is true of an entry that is %s (signed out: %s)", (is, isSignedOut, words) => {
  const entry = { kind: "contact-removal" as const, id: "x", made_at: "", contact_id: "c" };
  const item = { entry, standing: { is, tries: 0, notBefore: 0, until: 0, savedAt: "", status: 422, reason: "" } };
  const seen = { today: undefined, items: [item], isSignedOut, isLeaving: false, isOld: false, hasSaved: false };
  expect(sendingLine(seen, say)?.words).toBe(words);
});

test("without a connection the line says so, unless there is more to say", () => {
  const seen = { today: undefined, items: [], isSignedOut: false, isLeaving: false, isOld: true, hasSaved: false };
  expect(sendingLine(seen, say)?.words).toBe("no-connection");
  expect(sendingLine({ ...seen, hasSaved: true }, say)?.words).toBe("saved");
});

test("without a connection nothing claims to be on its way", () => {
  const entry = { kind: "contact-removal" as const, id: "x", made_at: "", contact_id: "c" };
  const item = { entry, standing: { is: "held" as const, until: 0 } };
  const seen = { today: undefined, items: [item], isSignedOut: false, isLeaving: false, isOld: true, hasSaved: false };
  expect(sendingLine(seen, say)?.words).toBe("waiting 1");
});

test("saved stays on the page after the phone has let go of the entry", () => {
  const seen = { today: undefined, items: [], isSignedOut: false, isLeaving: false, isOld: false, hasSaved: true };
  expect(sendingLine(seen, say)?.words).toBe("saved");
  expect(sendingLine({ ...seen, hasSaved: false }, say)).toBeUndefined();
});

test("a day is the person's own day, also across the change of clocks", () => {
  expect(dayOf(new Date("2026-11-24T05:59:00Z"), "America/Chicago")).toBe("2026-11-23");
  expect(daysBefore("2026-11-02", 1)).toBe("2026-11-01");
  expect(timeWords("2026-11-23T20:05:00Z", clock)).toBe("14:05");
});

test("a gap in the days breaks the line", () => {
  const days = [4, null, 2, 3].map((mood, index) => ({ day: `${index}`, mood }));
  expect(runsOf(days).map((run) => run.length)).toEqual([1, 2]);
});

test("braces are filled, and an unknown one is left", () => {
  expect(filled("{name} at {time}", { name: "Ben" })).toBe("Ben at {time}");
});
