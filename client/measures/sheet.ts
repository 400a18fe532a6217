/** One question a screen: shows a sheet that is being answered, and says when an answer, the end or a pause comes. */
import { button, setHidden, setWords } from "../companion/shown";
import type { Say } from "../companion/words";
import { beside, choicesOf, firstOpen, hasCritical, isAsked, isCritical, place, readNumber, type Answer, type Draft, type Question, type Questionnaire } from "./asking";

export interface Hooks {
  /** An answer was given; `atOnce` when a human should hear of it now. The next question comes when this resolves; it never rejects. */
  answered: (draft: Draft, atOnce: boolean) => Promise<void> | void;
  /** The person goes on later. */
  left: (draft: Draft) => void;
  finished: (draft: Draft) => void;
}

export class Sheet {
  private at: Question | undefined;
  private isKeeping = false;

  constructor(
    private readonly page: Document,
    readonly questionnaire: Questionnaire,
    readonly draft: Draft,
    private readonly say: Say,
    private readonly hooks: Hooks,
  ) {}

  open(): void {
    setHidden(this.page, "#sheet", false);
    setWords(this.page, "#sheet-name", this.questionnaire.name);
    setWords(this.page, "#sheet-credit", this.questionnaire.credit);
    const isForeign = this.questionnaire.is_in_language === false;
    setHidden(this.page, "#sheet-foreign", !isForeign);
    for (const part of ["#sheet-stem", "#sheet-question", "#sheet-choices"]) this.one(part)?.setAttribute("lang", isForeign ? "en" : this.page.documentElement.lang);
    this.on("#sheet-back", () => this.back());
    this.on("#sheet-decline", () => void this.answer("declined"));
    this.on("#sheet-na", () => void this.answer("na"));
    this.on("#sheet-later", () => this.hooks.left(this.draft));
    this.on("#sheet-finish", () => this.hooks.finished(this.draft));
    const form = this.one<HTMLFormElement>("#sheet-number");
    if (form) form.onsubmit = (event) => (event.preventDefault(), this.answerNumber());
    this.page.onkeydown = (event) => this.pressed(event);
    this.show(firstOpen(this.questionnaire, this.draft.answers));
  }

  close(): void {
    this.at = undefined;
    this.page.onkeydown = null;
    setHidden(this.page, "#sheet", true);
  }

  /** Shows a question, or the end when there is none. The focus goes there, so that a screen reader says it. */
  private show(question: Question | undefined): void {
    this.at = question;
    const { questionnaire, draft, page } = this;
    this.showCrisis();
    setHidden(page, "#sheet-asks", question === undefined);
    setHidden(page, "#sheet-end", question !== undefined);
    const isFirst = question !== undefined && beside(questionnaire, draft.answers, question.code, -1) === undefined;
    setHidden(page, "#sheet-back", isFirst);
    setHidden(page, "#sheet-decline", question === undefined);
    setHidden(page, "#sheet-na", !question?.may_not_apply);
    if (question) this.showQuestion(question);
    this.one<HTMLElement>(question ? "#sheet-question" : "#sheet-end-words")?.focus();
  }

  private showCrisis(): void {
    setHidden(this.page, "#sheet-crisis", !hasCritical(this.questionnaire, this.draft.answers));
  }

  private showQuestion(question: Question): void {
    const { n, of } = place(this.questionnaire, this.draft.answers, question.code);
    setWords(this.page, "#sheet-place", this.say("sheet-place", { n, of }));
    setWords(this.page, "#sheet-stem", question.stem);
    setHidden(this.page, "#sheet-stem", !question.stem);
    setWords(this.page, "#sheet-question", question.text);
    const choices = choicesOf(question);
    const row = this.one<HTMLElement>("#sheet-choices");
    row?.classList.toggle("numbers", question.number !== null);
    row?.replaceChildren(...choices.map(({ value, text }) => this.choice(question, value, text)));
    setHidden(this.page, "#sheet-number", !question.number || choices.length > 0);
    setHidden(this.page, "#sheet-number-error", true);
    const field = this.one<HTMLInputElement>("#sheet-number input");
    if (!field || !question.number) return;
    const known = this.draft.answers[question.code];
    const { least, most } = question.number;
    field.value = typeof known === "number" ? String(known) : "";
    field.removeAttribute("aria-invalid");
    setWords(this.page, "#sheet-number label", this.say("sheet-number", { least, most }));
  }

  private choice(question: Question, value: number, text: string): HTMLElement {
    const made = button(this.page, text, "choice", () => void this.answer(value));
    made.setAttribute("aria-pressed", String(this.draft.answers[question.code] === value));
    return made;
  }

  /** One answer at a time: a second tap while the first is being kept is the same tap. */
  private async answer(answer: Answer): Promise<void> {
    if (!this.at || this.isKeeping) return;
    performance.mark("answered");
    const { code } = this.at;
    this.draft.answers[code] = answer;
    this.showCrisis();
    this.isKeeping = true;
    await this.hooks.answered(this.draft, isCritical(this.at, answer));
    this.isKeeping = false;
    if (this.at?.code !== code) return; // they went back, or left, meanwhile
    this.show(beside(this.questionnaire, this.draft.answers, code, 1) ?? this.stillOpen(code));
    performance.measure("next question", "answered");
  }

  /** After the last question: one before it that is still open, as when a changed mind asks a question anew. */
  private stillOpen(code: string): Question | undefined {
    const open = firstOpen(this.questionnaire, this.draft.answers);
    return open?.code === code ? undefined : open;
  }

  private answerNumber(): void {
    const field = this.one<HTMLInputElement>("#sheet-number input");
    const value = this.at && field ? readNumber(this.at, field.value) : undefined;
    setHidden(this.page, "#sheet-number-error", value !== undefined);
    if (value !== undefined) return void this.answer(value);
    const { least = 0, most = 0 } = this.at?.number ?? {};
    setWords(this.page, "#sheet-number-error", this.say("sheet-number-wrong", { least, most }));
    field?.setAttribute("aria-invalid", "true");
    field?.focus();
  }

  private back(): void {
    const { questionnaire, draft } = this;
    const last = questionnaire.items.filter((item) => isAsked(item, draft.answers)).at(-1);
    this.show(this.at ? (beside(questionnaire, draft.answers, this.at.code, -1) ?? this.at) : last);
  }

  /** The keys 1 to 9 choose, where nobody is typing; of numbers a key is its number. */
  private pressed(event: KeyboardEvent): void {
    const isTyping = event.target instanceof HTMLInputElement || event.ctrlKey || event.altKey || event.metaKey;
    const choices = Array.from(this.page.querySelectorAll<HTMLElement>("#sheet-choices .choice"));
    if (isTyping || !/^[0-9]$/.test(event.key)) return;
    const isNumber = this.at?.number != null;
    (isNumber ? choices.find(({ textContent }) => textContent === event.key) : choices[Number(event.key) - 1])?.click();
  }

  private on(selector: string, press: () => void): void {
    const found = this.one<HTMLElement>(selector);
    if (found) found.onclick = press;
  }

  private one<T extends Element>(selector: string): T | null {
    return this.page.querySelector<T>(selector);
  }
}
