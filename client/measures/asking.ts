/** Which question comes next and what is sent: the logic of answering one questionnaire, without a page. */

export interface Condition {
  item: string;
  at_least: number | null;
  at_most: number | null;
}

export interface Question {
  code: string;
  text: string;
  stem: string;
  choices: { value: number; text: string }[];
  number: { least: number; most: number; is_whole: boolean } | null;
  asked_if: { all: Condition[]; any: Condition[] } | null;
  may_not_apply: boolean;
  is_optional: boolean;
  /** An answer from here on is sent without waiting for the end. */
  at_once_from: number | null;
}

export interface Questionnaire {
  code: string;
  version: number;
  name: string;
  minutes: number;
  window: string;
  credit: string;
  /** Absent in what an earlier version kept. */
  is_in_language?: boolean;
  items: Question[];
}

const MOST_BUTTONS = 11;

/** What there is to tap; a short row of whole numbers is tapped, too. */
export function choicesOf({ choices, number }: Question): { value: number; text: string }[] {
  if (!number?.is_whole || number.most - number.least >= MOST_BUTTONS) return choices;
  return Array.from({ length: number.most - number.least + 1 }, (_, step) => ({ value: number.least + step, text: String(number.least + step) }));
}

export type Answer = number | "declined" | "na";
export type Answers = Record<string, Answer>;

/** A sheet that is being answered: where it lies between two visits. */
export interface Draft {
  sheet_id: string;
  assignment_id: string | null;
  begun_at: string;
  answers: Answers;
}

/** Whether a question is asked after these answers. What it depends on and was not answered does not skip it. */
export function isAsked({ asked_if }: Question, answers: Answers): boolean {
  if (!asked_if) return true;
  if (asked_if.all.some((one) => fails(one, answers))) return false;
  return asked_if.any.length === 0 || !asked_if.any.every((one) => fails(one, answers));
}

function fails({ item, at_least, at_most }: Condition, answers: Answers): boolean {
  const answer = answers[item];
  if (typeof answer !== "number") return false;
  return (at_least !== null && answer < at_least) || (at_most !== null && answer > at_most);
}

/** The questions that are asked after these answers, in order. */
export function asked({ items }: Questionnaire, answers: Answers): Question[] {
  return items.filter((item) => isAsked(item, answers));
}

/** Where to go on: the first question without an answer; undefined when there is none. */
export function firstOpen(questionnaire: Questionnaire, answers: Answers): Question | undefined {
  return asked(questionnaire, answers).find(({ code }) => answers[code] === undefined);
}

/** The question after (or, with -1, before) this one; undefined at the ends. */
export function beside(questionnaire: Questionnaire, answers: Answers, code: string, step: 1 | -1): Question | undefined {
  const questions = asked(questionnaire, answers);
  const place = questions.findIndex((one) => one.code === code);
  return place < 0 ? undefined : questions[place + step];
}

/** "3 of 10": which of the questions that are asked now this is. */
export function place(questionnaire: Questionnaire, answers: Answers, code: string): { n: number; of: number } {
  const questions = asked(questionnaire, answers);
  return { n: questions.findIndex((one) => one.code === code) + 1, of: questions.length };
}

/** What is sent: answers to questions that are asked. One that a changed mind made needless stays on the phone, unsent. */
export function toSend(questionnaire: Questionnaire, answers: Answers): Answers {
  const kept = asked(questionnaire, answers).flatMap(({ code }): [string, Answer][] => {
    const answer = answers[code];
    return answer === undefined ? [] : [[code, answer]];
  });
  return Object.fromEntries(kept);
}

export function isCritical({ at_once_from }: Question, answer: Answer | undefined): boolean {
  return at_once_from !== null && typeof answer === "number" && answer >= at_once_from;
}

/** Whether any answer is one that a human hears of at once. */
export function hasCritical(questionnaire: Questionnaire, answers: Answers): boolean {
  return questionnaire.items.some((item) => isCritical(item, answers[item.code]));
}

/** A number as it was typed; undefined when it can't be an answer to this question. */
export function readNumber({ number }: Question, typed: string): number | undefined {
  const said = typed.trim().replace(",", ".");
  const value = Number(said);
  if (!number || said === "" || Number.isNaN(value)) return undefined;
  const isWithin = value >= number.least && value <= number.most;
  return isWithin && (!number.is_whole || Number.isInteger(value)) ? value : undefined;
}
