import { expect, test } from "vitest";
import { asked, beside, choicesOf, firstOpen, hasCritical, isCritical, place, readNumber, toSend, type Question, type Questionnaire } from "./asking";

function question(code: string, more: Partial<Question> = {}): Question {
  const choices = [0, 1, 2, 3].map((value) => ({ value, text: String(value) }));
  return { code, text: code, stem: "", choices, number: null, asked_if: null, may_not_apply: false, is_optional: false, at_once_from: null, ...more };
}

const atLeast = (item: string, at_least: number) => ({ item, at_least, at_most: null });
const FORM: Questionnaire = {
  code: "form", version: 1, name: "Form", minutes: 1, window: "", credit: "",
  items: [
    question("1"),
    question("2", { at_once_from: 1 }),
    question("3", { asked_if: { all: [], any: [atLeast("1", 1), atLeast("2", 1)] } }),
    question("4", { asked_if: { all: [{ item: "1", at_least: null, at_most: 1 }], any: [] } }),
  ],
};

const codes = (answers: Parameters<typeof asked>[1]): string => asked(FORM, answers).map(({ code }) => code).join("");

test("what was not answered skips nothing; what was answered does", () => {
  expect(codes({})).toBe("1234");
  expect(codes({ 1: 0 })).toBe("1234");
  expect(codes({ 1: 0, 2: 0 })).toBe("124");
  expect(codes({ 1: 2, 2: 0 })).toBe("123");
  expect(codes({ 1: "declined", 2: 0 })).toBe("1234");
});

test("one goes on at the first question without an answer, and the end is reached when there is none", () => {
  expect(firstOpen(FORM, {})?.code).toBe("1");
  expect(firstOpen(FORM, { 1: 0, 2: 0 })?.code).toBe("4");
  expect(firstOpen(FORM, { 1: 0, 2: 0, 4: "declined" })).toBeUndefined();
});

test("next and back walk over what is not asked", () => {
  const answers = { 1: 0, 2: 0 };
  expect(beside(FORM, answers, "2", 1)?.code).toBe("4");
  expect(beside(FORM, answers, "4", -1)?.code).toBe("2");
  expect(beside(FORM, answers, "1", -1)).toBeUndefined();
  expect(beside(FORM, answers, "4", 1)).toBeUndefined();
  expect(place(FORM, answers, "4")).toEqual({ n: 3, of: 3 });
});

test("an answer that a changed mind made needless is kept here and not sent", () => {
  expect(toSend(FORM, { 1: 0, 2: 0, 3: 2, 4: 1 })).toEqual({ 1: 0, 2: 0, 4: 1 });
});

test("only a number at or above its line is for a human at once", () => {
  const [first, second] = FORM.items as [Question, Question];
  expect([0, 1, 3, "declined" as const, undefined].map((answer) => isCritical(second, answer))).toEqual([false, true, true, false, false]);
  expect(isCritical(first, 3)).toBe(false);
  expect([hasCritical(FORM, { 1: 3 }), hasCritical(FORM, { 2: 1 })]).toEqual([false, true]);
});

test.each([["0", 0], ["7", 7], [" 3 ", 3], ["8", undefined], ["-1", undefined], ["2.5", undefined], ["", undefined], ["x", undefined]])("%j typed is %j", (typed, value) => {
  expect(readNumber(question("n", { number: { least: 0, most: 7, is_whole: true } }), typed)).toBe(value);
});

test("halves count where the question takes them, with a comma too", () => {
  expect(readNumber(question("n", { number: { least: 0, most: 7, is_whole: false } }), "2,5")).toBe(2.5);
});

test("a short row of whole numbers is tapped, a long one and parts are typed", () => {
  const number = (most: number, is_whole = true) => choicesOf(question("1", { choices: [], number: { least: 0, most, is_whole } }));
  expect(number(7).map(({ value }) => value)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect([number(30), number(7, false)]).toEqual([[], []]);
});
