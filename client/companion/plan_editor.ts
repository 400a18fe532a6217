/** Writing one's plan: seven parts, a row for each line. What is typed is kept on this phone, sealed, until it is saved or thrown away. */
import { uuid7 } from "../offline/uuid7";
import { isEmpty, mergedPlans, noSections, SECTIONS, type Line, type Sections, type ShownPlan } from "../offline/plans";
import { soon, type Phone, type Writing } from "./phone";
import { explain, setHidden, setWords } from "./shown";
import type { Say } from "./words";

const PHONE = /^\+?[0-9 ()./-]{3,30}$/;

/** What is on the screen when somebody begins to write, and what the new version is written from. */
type Present = () => { shown: ShownPlan; basis: string | null };

export type Told = { is: "whole"; sections: Sections } | { is: "faulty"; word: string; at?: { code: string; row: number; field: "text" | "phone" } };

export function isWriting(page: Document): boolean {
  return page.querySelector<HTMLElement>("#plan-editor")?.hidden === false;
}

/** Nothing of what was typed stays in the page. */
export function closeEditor(page: Document): void {
  setHidden(page, "#plan-editor", true);
  fill(page, noSections());
}

export function startEditor(page: Document, phone: Phone, say: Say, present: Present): void {
  const form = page.querySelector<HTMLFormElement>("#plan-editor");
  if (!form) return;
  let writing: Writing = { based_on: null, sections: noSections(), takesIn: [] };
  let keeping: Promise<void> = Promise.resolve();
  const open = (begun: Writing, isBegun: boolean): void => {
    writing = begun;
    fill(page, writing.sections);
    setHidden(page, "#plan-begun", !isBegun);
    setHidden(page, "#forget-writing", !isBegun);
    setHidden(page, "#plan-error", true);
    setHidden(page, "#plan-typed", true);
    setHidden(page, "#plan-editor", false);
    void phone.look();
    page.querySelector<HTMLElement>("#plan-editor-title")?.focus();
  };
  const close = (): void => {
    closeEditor(page);
    void phone.look();
    page.querySelector<HTMLElement>("#change-plan")?.focus();
  };
  const keepNow = async (): Promise<void> => {
    if (!isWriting(page)) return;
    await phone.keepWriting({ ...writing, sections: rowsIn(form) });
    setHidden(page, "#plan-typed", false);
  };
  /** "Kept on this phone" is not so of what was typed a moment ago. */
  const setBusy = (isBusy: boolean): void => page.querySelector("#plan-typed")?.setAttribute("aria-busy", String(isBusy));
  /** One after the other, so that the last that was typed is the last that is kept. */
  const keep = (): Promise<void> => {
    setBusy(true);
    const kept: Promise<void> = keeping.then(keepNow).catch((trouble: unknown) => explain(page, trouble)).then(() => {
      if (kept === keeping) setBusy(false);
    });
    return (keeping = kept);
  };
  const begin = async (): Promise<void> => {
    const begun = await phone.writing();
    const { shown, basis } = present();
    const base = shown.draft ?? shown.inForce;
    open(begun ?? { based_on: basis, sections: base?.sections ?? noSections(), takesIn: [] }, begun !== undefined);
  };
  const merge = async (): Promise<void> => {
    await soon(phone.refresh()); // the refusal may have come before the version that it is about
    const { shown, basis } = present();
    const mine = shown.refused.reduce((all, one) => mergedPlans(all, one.sections), noSections());
    const theirs = (shown.draft ?? shown.inForce)?.sections;
    open({ based_on: basis, sections: mergedPlans(theirs, mine), takesIn: shown.refused.map(({ id }) => id) }, false);
  };
  const save = async (): Promise<void> => {
    const told = readPlanForm(rowsIn(form));
    blame(page, form, say, told);
    if (told.is === "faulty" || form.dataset["saving"]) return;
    form.dataset["saving"] = "yes"; // two quick taps are one version
    try {
      await phone.send({ kind: "plan", id: uuid7(), made_at: new Date().toISOString(), based_on: writing.based_on, sections: told.sections });
      explain(page);
      await keeping.catch(() => undefined);
      await phone.forgetWriting();
      for (const id of writing.takesIn) await phone.drop(id);
      close();
    } catch (trouble) {
      explain(page, trouble);
    } finally {
      delete form.dataset["saving"];
    }
  };
  page.querySelector("#change-plan")?.addEventListener("click", () => void begin());
  page.querySelector("#merge-plan")?.addEventListener("click", () => void merge());
  page.querySelector("#leave-editor")?.addEventListener("click", () => void keep().then(close));
  page.querySelector("#forget-writing")?.addEventListener("click", () => void phone.forgetWriting().then(close));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void save();
  });
  form.addEventListener("input", () => void keep());
  startRows(form);
}

// --- Rows ------------------------------------------------------------------------------------------------------------

function startRows(form: HTMLFormElement): void {
  form.addEventListener("click", (event) => {
    const control = (event.target as Element).closest<HTMLElement>("[data-adds], [data-removes]");
    const part = control?.closest<HTMLElement>("[data-section]");
    if (!control || !part) return;
    if ("adds" in control.dataset) addRow(part)?.querySelector<HTMLElement>("[name=text]")?.focus();
    else removeRow(control.closest("li"), part);
    form.dispatchEvent(new Event("input"));
  });
}

function addRow(part: HTMLElement, line: Line = { text: "" }): HTMLElement | undefined {
  const template = part.querySelector("template");
  const row = (template?.content.cloneNode(true) as DocumentFragment | undefined)?.querySelector<HTMLElement>("li");
  if (!row) return undefined;
  for (const field of fieldsOf(row)) field.value = line[field.name as keyof Line] ?? "";
  part.querySelector("ul")?.append(row);
  countRows(part);
  return row;
}

function removeRow(row: Element | null, part: HTMLElement): void {
  row?.remove();
  countRows(part);
  part.querySelector<HTMLElement>("[data-adds]")?.focus();
}

function countRows(part: HTMLElement): void {
  const isFull = part.querySelectorAll("li").length >= Number(part.dataset["most"] ?? "12");
  part.querySelector("[data-adds]")?.toggleAttribute("hidden", isFull);
}

function fieldsOf(row: ParentNode): (HTMLInputElement | HTMLTextAreaElement)[] {
  return Array.from(row.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea"));
}

function fill(page: Document, sections: Sections): void {
  for (const code of SECTIONS) {
    const part = page.querySelector<HTMLElement>(`#plan-editor [data-section=${code}]`);
    part?.querySelector("ul")?.replaceChildren();
    const lines = sections[code].length ? sections[code] : [{ text: "" }];
    if (part) for (const line of lines) addRow(part, line);
  }
}

/** Every row as it stands, blank ones too, so that a fault can be shown in its place. */
function rowsIn(form: HTMLFormElement): Sections {
  const told = noSections();
  for (const code of SECTIONS) {
    const rows = form.querySelectorAll(`[data-section=${code}] li`);
    told[code] = Array.from(rows, (row) => Object.fromEntries(fieldsOf(row).map(({ name, value }) => [name, value.trim().replace(/\s+/g, " ")])) as unknown as Line);
  }
  return told;
}

/** The lines that were written, or the first thing that keeps them from being saved. */
export function readPlanForm(rows: Sections): Told {
  for (const code of SECTIONS)
    for (const [row, { text, relation = "", phone = "" }] of rows[code].entries()) {
      if (!text && (relation || phone)) return { is: "faulty", word: "plan-no-name", at: { code, row, field: "text" } };
      if (phone && !PHONE.test(phone)) return { is: "faulty", word: "phone-wrong", at: { code, row, field: "phone" } };
    }
  const sections = noSections();
  for (const code of SECTIONS) sections[code] = rows[code].filter(({ text }) => text);
  return isEmpty(sections) ? { is: "faulty", word: "plan-empty" } : { is: "whole", sections };
}

function blame(page: Document, form: HTMLFormElement, say: Say, told: Told): void {
  for (const field of fieldsOf(form)) for (const name of ["aria-invalid", "aria-describedby"]) field.removeAttribute(name);
  setHidden(page, "#plan-error", told.is === "whole");
  if (told.is === "whole") return;
  setWords(page, "#plan-error", say(told.word));
  const row = told.at && form.querySelectorAll(`[data-section=${told.at.code}] li`)[told.at.row];
  const field = row?.querySelector<HTMLElement>(`[name=${told.at?.field}]`);
  field?.setAttribute("aria-invalid", "true");
  field?.setAttribute("aria-describedby", "plan-error");
  (field ?? form.querySelector<HTMLElement>("[name=text]"))?.focus();
}
