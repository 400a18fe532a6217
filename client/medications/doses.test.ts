import { expect, test } from "vitest";
import type { Dose, Item, SideEffect, Standing } from "../offline/entries";
import { letterOf } from "../offline/entries";
import { asNeededOn, dosesOn, dueNow, effectsOf, isCritical, readMedicines, type Medicines, type Told } from "./doses";
import { readDose, readEffect } from "./page";

const DAY = "2026-11-23";
const WAITING: Standing = { is: "waiting", tries: 0, notBefore: 0 };

function theList(told: Partial<Told>[] = []): Medicines {
  const medicine = { name: "Sertraline", amount: "50 mg", when: "Every day", purpose: "", dues: [], counts: "" };
  return {
    is_open: true,
    medicines: [{ ...medicine, id: "m", as_needed: false }, { ...medicine, id: "n", name: "Hydroxyzine", as_needed: true }],
    days: [{ day: DAY, doses: [{ medicine_id: "m", slot: "08:00", due_at: "2026-11-23T14:00:00Z" }, { medicine_id: "m", slot: "20:00", due_at: "2026-11-24T02:00:00Z" }] }],
    told: told.map((one, place) => ({ ...aDose(), id: `t${place}`, ...one })),
    side_effects: [],
  };
}

function aDose(said: Partial<Dose> = {}): Dose {
  return { kind: "dose", id: "d", made_at: "2026-11-23T15:00:00Z", medicine_id: "m", due_on: DAY, slot: "08:00", state: "taken", at_time: null, reason: "", note: "", corrects: null, ...said };
}

function item(entry: Dose | SideEffect, standing: Standing = WAITING): Item {
  return { entry, standing };
}

function states(medicines: Medicines, items: Item[] = []): (string | undefined)[] | undefined {
  return dosesOn(medicines, items, DAY)?.map(({ said }) => said && `${said.state} ${said.way ?? "saved"}`);
}

test("what is due is the server's to say, and of a day that it did not tell the phone knows nothing", () => {
  expect(states(theList())).toEqual([undefined, undefined]);
  expect(dosesOn(theList(), [], "2026-12-24")).toBeUndefined();
});

test("what lies on the phone stands over what the server has, as long as it was said later", () => {
  const saved = theList([{ made_at: "2026-11-23T14:30:00.123456+00:00" }]);
  expect(states(saved)).toEqual(["taken saved", undefined]);
  expect(states(saved, [item(aDose({ state: "skipped" }))])).toEqual(["skipped waiting", undefined]);
  expect(states(saved, [item(aDose({ state: "skipped", made_at: "2026-11-23T14:00:00Z" }))])).toEqual(["taken saved", undefined]);
});

test("an entry that both know is told once, and one that was refused says nothing", () => {
  const both = theList([{ id: "d" }]);
  expect(states(both, [item(aDose({ state: "skipped" }))])).toEqual(["taken saved", undefined]);
  const refused = item(aDose(), { is: "refused", status: 409, reason: "" });
  expect(states(theList(), [refused])).toEqual([undefined, undefined]);
});

test("taking back leaves the dose open again", () => {
  const undone = [item(aDose()), item(aDose({ id: "e", state: "cleared", made_at: "2026-11-23T15:01:00Z" }))];
  expect(states(theList(), undone)).toEqual([undefined, undefined]);
});

test("doses as needed stand each by itself until one is taken back", () => {
  const first = aDose({ medicine_id: "n", slot: null, id: "a" });
  const second = aDose({ medicine_id: "n", slot: null, id: "b", made_at: "2026-11-23T16:00:00Z" });
  const back = aDose({ medicine_id: "n", slot: null, id: "c", state: "cleared", corrects: "a", made_at: "2026-11-23T17:00:00Z" });
  expect(asNeededOn(theList(), [item(first), item(second)], DAY).map(({ id }) => id)).toEqual(["a", "b"]);
  expect(asNeededOn(theList(), [item(first), item(second), item(back)], DAY).map(({ id }) => id)).toEqual(["b"]);
});

test("a dose is due from half an hour before, until something is said of it", () => {
  const at = (time: string): number => dueNow(dosesOn(theList(), [], DAY) ?? [], Date.parse(time));
  expect([at("2026-11-23T13:29:00Z"), at("2026-11-23T13:30:00Z"), at("2026-11-24T03:00:00Z")]).toEqual([0, 1, 2]);
  expect(dueNow(dosesOn(theList(), [item(aDose({ state: "skipped" }))], DAY) ?? [], Date.parse("2026-11-23T15:00:00Z"))).toBe(0);
});

test("a side effect on the phone is told before those that the server has", () => {
  const told: SideEffect = { kind: "side-effect", id: "s", made_at: "", medicine_id: null, what: ["nausea"], words: "", strength: "mild", since_on: null, wants_call: false, isCritical: false };
  const medicines = { ...theList(), side_effects: [{ id: "r", medicine_id: null, what: ["dizzy"], words: "", strength: "mild", made_at: "", read_by: "Priya", read_at: "x", answer: "" }] };
  expect(effectsOf(medicines, [item(told)]).map(({ id, way }) => [id, way])).toEqual([["s", "waiting"], ["r", undefined]]);
});

test.each([
  [["nausea"], "medium", false, false],
  [["nausea"], "strong", false, true],
  [["nausea"], "mild", true, true],
  [["breathing"], "mild", false, true],
  [["self_harm"], "mild", false, true],
] as const)("%s, %s, wants a call: %s waits behind nothing: %s", (what, strength, wants_call, said) => {
  expect(isCritical({ what: [...what], strength, wants_call })).toBe(said);
});

test("what only the phone needs to know stays on it, and each kind has its address", () => {
  const told: SideEffect = { kind: "side-effect", id: "s", made_at: "", medicine_id: null, what: [], words: "x", strength: "mild", since_on: null, wants_call: false, isCritical: true };
  expect(letterOf(told).path).toBe("/api/companion/side-effects");
  expect(letterOf(told).body).not.toHaveProperty("isCritical");
  expect(letterOf(aDose()).path).toBe("/api/companion/doses");
});

function aForm(answers: [string, string][]): FormData {
  const form = new FormData();
  for (const [name, answer] of answers) form.append(name, answer);
  return form;
}

test("a late dose has a time, a skipped one none, and one that was taken neither time nor reason", () => {
  expect(readDose(aForm([["state", "late"]]))).toBeUndefined();
  expect(readDose(aForm([["state", "late"], ["at_time", "09:30"], ["reason", "forgot"]]))).toEqual({ state: "late", at_time: "09:30", reason: "forgot", note: "" });
  expect(readDose(aForm([["state", "skipped"], ["at_time", "09:30"]]))).toEqual({ state: "skipped", at_time: null, reason: "", note: "" });
  expect(readDose(aForm([["state", "taken"], ["reason", "forgot"]]))).toEqual({ state: "taken" });
});

test("a side effect says what it is, and never since a day to come", () => {
  expect(readEffect(aForm([["strength", "mild"]]), DAY)).toBeUndefined();
  const told = readEffect(aForm([["what", "nausea"], ["what", "dizzy"], ["strength", "strong"], ["since_on", "2026-11-24"]]), DAY);
  expect(told).toEqual({ medicine_id: null, what: ["nausea", "dizzy"], words: "", strength: "strong", since_on: null, wants_call: false, isCritical: true });
});

test("a café's sign-in page is no list of medicines", () => {
  expect(readMedicines({ ok: true })).toBeUndefined();
  expect(readMedicines(theList())).toEqual(theList());
});
