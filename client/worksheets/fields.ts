/** A worksheet's fields as controls of a page. Each tells what it holds as soon as that changes. */
import { isSaid, type Column, type Diary, type Field, type Option } from "./work";
import type { Say } from "../companion/words";

export type Answers = Record<string, unknown>;

export interface Sheet {
  page: Document;
  say: Say;
  diary: Diary;
  /** All fields of the worksheet: one may ask again for what another holds. */
  fields: Field[];
  answers: Answers;
  /** An answer has changed. */
  changed: () => void;
}

let ids = 0;

function make<K extends keyof HTMLElementTagNameMap>(page: Document, name: K, className = "", words = ""): HTMLElementTagNameMap[K] {
  const made = page.createElement(name);
  if (className) made.className = className;
  if (words) made.textContent = words;
  return made;
}

export function fieldOf(sheet: Sheet, field: Field): HTMLElement {
  const set = (answer: unknown): void => {
    sheet.answers[field.code] = answer;
    sheet.changed();
  };
  if (field.options_from && optionsOf(sheet, field as Column).length === 0) return sheet.page.createElement("div"); // nothing to choose from
  if (field.kind === "rows") return rowsOf(sheet, field, set);
  if (field.kind === "again") return againOf(sheet, field, set);
  return columnOf(sheet, field as Column, sheet.answers[field.code], set);
}

function columnOf(sheet: Sheet, column: Column, answer: unknown, set: (answer: unknown) => void): HTMLElement {
  switch (column.kind) {
    case "words":
      return wordsField(sheet.page, column, answer, set);
    case "time":
      return timeField(sheet.page, column, answer, set);
    case "level":
      return (column.most - column.least) / column.step <= 10 ? chipsOf(sheet, column, levels(column), answer, (code) => set(code === "" ? null : Number(code))) : levelField(sheet.page, column, answer, set);
    case "choice":
      return chipsOf(sheet, column, optionsOf(sheet, column), answer, (code) => set(code || null));
    case "choices":
      return choicesOf(sheet, column, optionsOf(sheet, column), answer, set);
  }
}

function optionsOf({ diary }: Sheet, { options, options_from }: Column): Option[] {
  if (options_from === "targets") return diary.targets.filter(({ kind }) => kind !== "feeling");
  return options_from === "skills" ? diary.skills : options;
}

function levels({ least, most, step }: Column): Option[] {
  return Array.from({ length: Math.floor((most - least) / step) + 1 }, (_, index) => ({ code: String(least + index * step), words: String(least + index * step) }));
}

function labelled(page: Document, { code, label, hint }: Column, control: HTMLElement): HTMLElement {
  const field = make(page, "div", "field");
  const name = make(page, "label", "label", label);
  control.id = `${code}-${(ids += 1)}`;
  name.htmlFor = control.id;
  field.append(name);
  if (hint) {
    const words = make(page, "p", "hint", hint);
    words.id = `${control.id}-hint`;
    control.setAttribute("aria-describedby", words.id);
    field.append(words);
  }
  field.append(control);
  return field;
}

function wordsField(page: Document, column: Column, answer: unknown, set: (answer: unknown) => void): HTMLElement {
  const control = make(page, "textarea");
  control.rows = column.is_long ? 4 : 2;
  control.maxLength = 4000;
  control.autocomplete = "off";
  control.value = typeof answer === "string" ? answer : "";
  control.addEventListener("input", () => set(control.value));
  return labelled(page, column, control);
}

function timeField(page: Document, column: Column, answer: unknown, set: (answer: unknown) => void): HTMLElement {
  const control = make(page, "input");
  control.type = "time";
  control.value = typeof answer === "string" ? answer : "";
  control.addEventListener("change", () => set(control.value || null));
  return labelled(page, column, control);
}

/** A number to type and a slider beside it that says the same; nothing is answered until one of them is touched. */
function levelField(page: Document, column: Column, answer: unknown, set: (answer: unknown) => void): HTMLElement {
  const number = make(page, "input");
  const slider = make(page, "input");
  Object.assign(number, { type: "number", inputMode: "numeric", autocomplete: "off" });
  Object.assign(slider, { type: "range", tabIndex: -1 });
  slider.setAttribute("aria-hidden", "true");
  for (const control of [number, slider]) Object.assign(control, { min: String(column.least), max: String(column.most) });
  Object.assign(slider, { step: String(column.step), value: String(typeof answer === "number" ? answer : column.least) });
  number.value = typeof answer === "number" ? String(answer) : "";
  slider.addEventListener("input", () => {
    number.value = slider.value;
    set(Number(slider.value));
  });
  number.addEventListener("input", () => {
    if (number.value !== "") slider.value = number.value;
    set(number.value === "" || !number.validity.valid ? null : Math.round(number.valueAsNumber));
  });
  const field = labelled(page, column, number);
  const unit = make(page, "span", "soft", column.unit || `${column.least}–${column.most}`);
  const both = make(page, "div", "how-strong");
  both.append(slider, number, unit);
  field.append(both);
  return field;
}

function chipsOf({ page, say }: Sheet, column: Column, options: Option[], answer: unknown, set: (code: string) => void): HTMLElement {
  const name = `${column.code}-${(ids += 1)}`;
  const group = make(page, "fieldset", "chips");
  const legend = make(page, "legend", "label", column.label);
  if (column.low || column.high) legend.append(" ", make(page, "span", "optional", `${column.least} ${column.low}, ${column.most} ${column.high}`));
  const chips = make(page, "div");
  const said = isSaid(answer) ? String(answer) : "";
  const none = "is_required" in column && column.is_required ? [] : [{ code: "", words: say("no-answer") }];
  for (const option of [...options, ...none]) {
    const label = make(page, "label");
    const input = make(page, "input");
    Object.assign(input, { type: "radio", name, value: option.code, checked: option.code === said });
    input.addEventListener("change", () => set(option.code));
    label.append(input, option.words);
    chips.append(label);
  }
  group.append(legend, chips);
  return group;
}

function choicesOf({ page }: Sheet, column: Column, options: Option[], answer: unknown, set: (codes: string[]) => void): HTMLElement {
  const chosen = new Set(Array.isArray(answer) ? answer.map(String) : []);
  const group = make(page, "fieldset", "chips");
  const chips = make(page, "div");
  for (const option of options) {
    const label = make(page, "label");
    const input = make(page, "input");
    Object.assign(input, { type: "checkbox", value: option.code, checked: chosen.has(option.code) });
    input.addEventListener("change", () => {
      if (input.checked) chosen.add(option.code);
      else chosen.delete(option.code);
      set([...chosen]);
    });
    label.append(input, option.words);
    chips.append(label);
  }
  group.append(make(page, "legend", "label", column.label), chips);
  return group;
}

function rowsOf(sheet: Sheet, field: Field, set: (rows: Answers[]) => void): HTMLElement {
  const { page, say } = sheet;
  const saved = sheet.answers[field.code];
  const rows: Answers[] = Array.isArray(saved) && saved.length ? saved.map((row) => ({ ...(row as Answers) })) : [{}];
  const box = make(page, "div", "rows");
  const draw = (focusOn?: number): void => {
    const drawn = rows.map((row, index) => {
      const group = make(page, "fieldset", "row");
      group.append(make(page, "legend", "label", say("row", { name: field.label, n: index + 1 })));
      for (const column of field.columns)
        group.append(
          columnOf(sheet, column, row[column.code], (answer) => {
            row[column.code] = answer;
            set(rows);
          }),
        );
      return group;
    });
    box.replaceChildren(...drawn);
    if (rows.length < field.most_rows) {
      const more = make(page, "button", "button small", say("another"));
      more.type = "button";
      more.addEventListener("click", () => {
        rows.push({});
        draw(rows.length - 1);
      });
      box.append(more);
    }
    if (focusOn !== undefined) drawn[focusOn]?.querySelector<HTMLElement>("textarea, input")?.focus();
  };
  draw();
  return box;
}

function rowsIn(answer: unknown): Answers[] {
  return Array.isArray(answer) ? (answer as Answers[]) : [];
}

/** The column that is asked again, once a row: named after the row's first column, with what was said before. A row without a name is not asked. */
export function askedAgain({ answers, fields, say }: Pick<Sheet, "answers" | "fields" | "say">, field: Field): (Column | undefined)[] {
  const columns = fields.find(({ code }) => code === field.rows)?.columns ?? [];
  const [named, asked] = [columns[0], columns.find(({ code }) => code === field.column)];
  return rowsIn(answers[field.rows]).map((row) => {
    if (!named || !asked || !isSaid(row[named.code])) return undefined;
    const before = row[asked.code];
    return { ...asked, label: `${field.label} ${String(row[named.code])}`, hint: isSaid(before) ? say("before", { n: String(before) }) : "" };
  });
}

/** Every row of an earlier field once more: how strong is it now? */
function againOf(sheet: Sheet, field: Field, set: (levels: (number | null)[]) => void): HTMLElement {
  const { page } = sheet;
  const said = rowsIn(sheet.answers[field.rows]);
  const saved = sheet.answers[field.code];
  const now: (number | null)[] = said.map((_, index) => (Array.isArray(saved) && typeof saved[index] === "number" ? saved[index] : null));
  const box = make(page, "div", "rows");
  askedAgain(sheet, field).forEach((column, index) => {
    if (!column) return;
    box.append(
      levelField(page, column, now[index], (answer) => {
        now[index] = answer as number | null;
        set(now);
      }),
    );
  });
  return box;
}
