import { expect, test } from "vitest";
import { letterOf, type AbsenceTold, type Entry, type Item } from "../offline/entries";
import { daysOnTheirWay, hoursWords, mondayOf, onItsWay } from "./sessions";

const made = { made_at: "2026-11-23T20:00:00Z", inWords: "Skills" };
const take = (id: string, occurrence_id = "tuesday"): Entry => ({ ...made, kind: "make-up", id, occurrence_id });
const absence = (id: string, changes: Partial<AbsenceTold> = {}): AbsenceTold => ({ ...made, kind: "absence", id, occurrence_id: "tuesday", first_on: null, last_on: null, reason: "sick", note: "", ...changes });
const back = (id: string, absence_id: string): Entry => ({ ...made, kind: "absence-return", id, absence_id });
const waiting = (entry: Entry): Item => ({ entry, standing: { is: "waiting", tries: 0, notBefore: 0 } });
const sending = (entry: Entry): Item => ({ entry, standing: { is: "sending", tries: 0 } });
const refused = (entry: Entry): Item => ({ entry, standing: { is: "refused", status: 409, reason: "" } });

test("the last thing that was done with a session and lies here is what it waits for", () => {
  expect(onItsWay({ occurrence: "tuesday" }, [])).toBeUndefined();
  expect(onItsWay({ occurrence: "tuesday" }, [sending(take("a")), waiting(absence("b"))])).toBe("waiting");
  expect(onItsWay({ occurrence: "tuesday" }, [refused(take("a"))])).toBeUndefined();
  expect(onItsWay({ occurrence: "monday" }, [waiting(take("a"))])).toBeUndefined();
  expect(onItsWay({ occurrence: "tuesday", absence: "x" }, [sending(back("a", "x"))])).toBe("sending");
  expect(onItsWay({ occurrence: "tuesday", absence: null }, [sending(back("a", "x"))])).toBeUndefined();
});

test("days that lie here and that the server does not know yet are shown, those of one session are not", () => {
  const days = absence("d", { occurrence_id: null, first_on: "2026-11-30", last_on: "2026-12-02" });
  expect(daysOnTheirWay([waiting(days), waiting(absence("s")), refused({ ...days, id: "r" })], [])).toEqual([{ entry: days, standing: "waiting" }]);
  expect(daysOnTheirWay([waiting(days)], ["d"])).toEqual([]);
});

test("what is said for this phone alone stays on it", () => {
  expect(letterOf(absence("a"))).toEqual({
    method: "POST",
    path: "/api/companion/absences",
    body: { id: "a", made_at: made.made_at, occurrence_id: "tuesday", first_on: null, last_on: null, reason: "sick", note: "" },
  });
  expect(letterOf(take("a")).body).toEqual({ id: "a", made_at: made.made_at, occurrence_id: "tuesday" });
});

test.each([
  [90, "en", "1.5"],
  [540, "en", "9"],
  [50, "es", "0,8"],
  [0, "en", "0"],
])("%i minutes in %s are %s hours", (minutes, language, words) => expect(hoursWords(minutes, language)).toBe(words));

test.each([
  ["2026-11-23", "2026-11-23"],
  ["2026-11-29", "2026-11-23"],
  ["2026-12-01", "2026-11-30"],
])("the week of %s begins on %s", (day, monday) => expect(mondayOf(day)).toBe(monday));
