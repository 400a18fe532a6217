/** When one can come: hours painted with a finger, the same hours as a list for whoever can't or would rather not, and how one can join. */
import type { WeekTold } from "../offline/entries";
import { uuid7 } from "../offline/uuid7";
import type { Phone, Seen } from "../companion/phone";
import { button, clockOf, explain, paragraph, rowOf, sentTone, setHidden, setPill, setWords, showRows } from "../companion/shown";
import { dateWords, dayOf, daysBefore } from "../companion/times";
import type { Say } from "../companion/words";
import { showChanges, startChanges } from "./changes_page";
import { showHours } from "./hours";
import { mondayOf } from "./sessions";
import { showSessions, startSessions } from "./sessions_page";
import { clock, NOTHING_TAKEN, painted, takenAt, toldWeek, WHYS, type Span, type Week, type Why } from "./week";

const FIRST_HOUR = 6;
const LAST_HOUR = 22;
const HOUR = 60;
const DRAFT = "draft week";

let week: Week = structuredClone(NOTHING_TAKEN);
/** Whether what is on the screen was changed and not saved. */
let isTyped = false;
let isOther = false;
let latest: Seen | undefined;
let anchors: [string, string] = ["", ""];

export async function startWeek(page: Document, phone: Phone, say: Say): Promise<void> {
  const typed = await phone.recall<Week>(DRAFT);
  if (typed) [week, isTyped] = [typed, true];
  drawGrid(page, phone, say);
  startSessions(page, phone, say);
  await startChanges(page, phone, say);
  const on = (selector: string, kind: string, deed: (event: Event) => void): void => page.querySelector(selector)?.addEventListener(kind, deed);
  const value = (selector: string): string => page.querySelector<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(selector)?.value ?? "";
  on("#week-alternates", "change", ({ target }) => {
    const alternates = (target as HTMLInputElement).checked;
    isOther = false;
    change(page, phone, say, { other: alternates ? [...week.taken] : null, anchor: alternates ? anchors[1] : null });
  });
  on("#week-which", "change", ({ target }) => {
    isOther = (target as HTMLInputElement).value === "other";
    show(page, phone, say);
  });
  on("#week-add", "submit", (event) => {
    event.preventDefault();
    const [start, end] = [Number(value("#week-from")), Number(value("#week-to"))];
    setHidden(page, "#week-add-error", start < end);
    if (start < end) paint(page, phone, say, Number(value("#week-day")), start, end, value("#week-why") as Why);
  });
  on("#week-off", "submit", (event) => {
    event.preventDefault();
    const day = value("#week-off-day");
    if (/^\d{4}-\d\d-\d\d$/.test(day)) change(page, phone, say, { days_off: [...new Set([...week.days_off, day])].sort() });
  });
  for (const way of page.querySelectorAll<HTMLInputElement>("#week-way input")) way.addEventListener("change", () => change(page, phone, say, { way: way.value as Week["way"] }));
  on("#week-note", "input", () => change(page, phone, say, { note: value("#week-note") }));
  on("#week-save", "click", () => void save(page, phone));
  on("#week-forget", "click", () => {
    isTyped = false;
    void phone.forget(DRAFT).then(() => latest && showWeek(page, latest, say, phone));
  });
}

export function showWeek(page: Document, seen: Seen, say: Say, phone: Phone): void {
  latest = seen;
  const told = toldWeek(seen.week, seen.items);
  showHours(page, seen, say);
  showSessions(page, seen, say, phone);
  showChanges(page, seen, say);
  const isKnown = seen.week !== undefined || told !== undefined || isTyped; // nobody starts from nothing while something was told
  setHidden(page, "#week-form", !isKnown);
  setHidden(page, "#week-unknown", isKnown || !seen.isOld);
  setHidden(page, "#week-state", !isKnown);
  if (!isKnown) return;
  if (!isTyped) week = structuredClone(told?.week ?? NOTHING_TAKEN);
  const today = dayOf(new Date(), clockOf(page, seen).zone);
  const monday = mondayOf(today);
  anchors = [monday, daysBefore(monday, -7)];
  setPill(page.querySelector("#week-state"), stateOf(told, seen, say));
  show(page, phone, say);
}

function stateOf(told: ReturnType<typeof toldWeek>, seen: Seen, say: Say): Parameters<typeof setPill>[1] {
  if (isTyped) return { words: say("week-unsaved"), tone: "next" };
  if (!told) return { words: say("week-not-told"), tone: "plain" };
  if (told.isOnItsWay && told.isOnItsWay !== "saved") return sentTone(told.id, seen, say);
  return told.confirmed_by ? { words: say("week-confirmed", { name: told.confirmed_by }), tone: "good" } : { words: say("week-not-confirmed"), tone: "plain" };
}

// --- What is changed -------------------------------------------------------------------------------------------------

function change(page: Document, phone: Phone, say: Say, changes: Partial<Week>): void {
  week = { ...week, ...changes };
  isTyped = true;
  setPill(page.querySelector("#week-state"), { words: say("week-unsaved"), tone: "next" });
  show(page, phone, say);
  void phone.keep(DRAFT, week).catch((trouble: unknown) => explain(page, trouble));
}

function spans(): Span[] {
  return isOther && week.other ? week.other : week.taken;
}

function paint(page: Document, phone: Phone, say: Say, weekday: number, start: number, end: number, why?: Why): void {
  const now = painted(spans(), weekday, start, end, why);
  change(page, phone, say, isOther && week.other ? { other: now } : { taken: now });
}

async function save(page: Document, phone: Phone): Promise<void> {
  const entry: WeekTold = { kind: "week", id: uuid7(), made_at: new Date().toISOString(), week };
  const control = page.querySelector<HTMLButtonElement>("#week-save");
  if (!isTyped || control?.disabled) return;
  if (control) control.disabled = true; // two quick taps are one week
  try {
    await phone.send(entry);
    isTyped = false;
    await phone.forget(DRAFT);
    explain(page);
    phone.again();
    page.querySelector<HTMLElement>("#week-state")?.focus();
  } catch (trouble) {
    explain(page, trouble);
  } finally {
    if (control) control.disabled = false;
  }
}

// --- The grid --------------------------------------------------------------------------------------------------------

/** One stop of the keyboard for the whole grid; arrows move in it, space and enter paint. */
function drawGrid(page: Document, phone: Phone, say: Say): void {
  const grid = page.querySelector<HTMLElement>("#week-grid tbody");
  if (!grid) return;
  for (let hour = FIRST_HOUR; hour < LAST_HOUR; hour += 1) {
    const row = page.createElement("tr");
    const head = page.createElement("th");
    head.scope = "row";
    head.textContent = clock(hour * HOUR);
    row.append(head);
    for (let weekday = 0; weekday < 7; weekday += 1) {
      const place = page.createElement("td");
      const cell = page.createElement("button");
      Object.assign(cell, { type: "button", className: "hour", tabIndex: weekday === 0 && hour === FIRST_HOUR ? 0 : -1 });
      Object.assign(cell.dataset, { weekday, hour });
      place.append(cell);
      row.append(place);
    }
    grid.append(row);
  }
  paintWithFinger(page, grid, phone, say);
  grid.addEventListener("keydown", (event) => moveIn(grid, event));
}

function brushOf(page: Document): Why | undefined {
  const chosen = page.querySelector<HTMLInputElement>("#week-brush input:checked")?.value;
  return WHYS.find((why) => why === chosen);
}

/** The first cell that is touched says whether this stroke paints or frees; dragging does the same to every cell it meets. */
function paintWithFinger(page: Document, grid: HTMLElement, phone: Phone, say: Say): void {
  let stroke: { why: Why | undefined; last: HTMLElement | undefined } | undefined;
  /** A quick finger skips cells: those between the last one and this one, on the same day, are meant too. */
  const touch = (cell: Element | null | undefined): void => {
    if (!(cell instanceof HTMLElement) || !stroke || stroke.last === cell) return;
    const [weekday, hour] = [Number(cell.dataset["weekday"]), Number(cell.dataset["hour"])];
    const before = stroke.last?.dataset["weekday"] === cell.dataset["weekday"] ? Number(stroke.last?.dataset["hour"]) : hour;
    stroke.last = cell;
    paint(page, phone, say, weekday, Math.min(before, hour) * HOUR, (Math.max(before, hour) + 1) * HOUR, stroke.why);
  };
  const begin = (cell: HTMLElement): void => {
    const brush = brushOf(page);
    const now = takenAt(spans(), Number(cell.dataset["weekday"]), Number(cell.dataset["hour"]) * HOUR, (Number(cell.dataset["hour"]) + 1) * HOUR);
    stroke = { why: now?.why === brush ? undefined : brush, last: undefined };
    touch(cell);
  };
  grid.addEventListener("pointerdown", (event) => {
    const cell = (event.target as Element).closest<HTMLElement>(".hour");
    if (!cell || event.button !== 0) return;
    cell.releasePointerCapture?.(event.pointerId);
    begin(cell);
  });
  grid.addEventListener("pointermove", (event) => stroke && touch(page.elementFromPoint(event.clientX, event.clientY)?.closest(".hour")));
  for (const end of ["pointerup", "pointercancel"]) page.addEventListener(end, () => (stroke = undefined));
  grid.addEventListener("click", (event) => {
    const cell = (event.target as Element).closest<HTMLElement>(".hour");
    if (event.detail !== 0 || !cell) return; // a pointer has painted already; this is a key, or a voice that presses buttons
    begin(cell);
    stroke = undefined;
  });
}

const STEPS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function moveIn(grid: HTMLElement, event: KeyboardEvent): void {
  const step = STEPS[event.key];
  const from = (event.target as Element).closest<HTMLElement>(".hour");
  if (!step || !from) return;
  event.preventDefault();
  const to = grid.querySelector<HTMLElement>(`[data-weekday="${Number(from.dataset["weekday"]) + step[0]}"][data-hour="${Number(from.dataset["hour"]) + step[1]}"]`);
  if (!to) return;
  [from.tabIndex, to.tabIndex] = [-1, 0];
  to.focus();
}

// --- What is shown ---------------------------------------------------------------------------------------------------

function show(page: Document, phone: Phone, say: Say): void {
  const language = page.documentElement.lang || "en";
  const alternates = page.querySelector<HTMLInputElement>("#week-alternates");
  if (alternates) alternates.checked = week.other !== null;
  setHidden(page, "#week-which", week.other === null);
  const isNextOther = week.anchor === null || (Date.parse(anchors[1]) - Date.parse(week.anchor)) % (14 * 86_400_000) === 0;
  for (const [which, monday] of [["same", anchors[isNextOther ? 0 : 1]], ["other", anchors[isNextOther ? 1 : 0]]] as const) {
    setWords(page, `#week-words-${which}`, say("week-of", { day: dateWords(monday, language) }));
    const choice = page.querySelector<HTMLInputElement>(`#week-which input[value=${which}]`);
    if (choice) choice.checked = isOther === (which === "other");
  }
  for (const cell of page.querySelectorAll<HTMLElement>("#week-grid .hour")) {
    const [weekday, hour] = [Number(cell.dataset["weekday"]), Number(cell.dataset["hour"])];
    const taken = takenAt(spans(), weekday, hour * HOUR, (hour + 1) * HOUR);
    cell.dataset["why"] = taken?.why ?? "";
    cell.setAttribute("aria-pressed", String(taken !== undefined));
    cell.setAttribute("aria-label", `${say(`weekday-${weekday}`)} ${clock(hour * HOUR)}, ${taken ? say(`why-${taken.why}`) : say("week-free")}`);
    cell.textContent = taken ? say(`why-short-${taken.why}`) : "";
  }
  const rows = spans().map((span) => {
    const row = rowOf(page, JSON.stringify(span) + String(isOther));
    const words = say("week-span", { day: say(`weekday-${span.weekday}`), start: clock(span.start), end: clock(span.end), why: say(`why-${span.why}`) });
    const remove = button(page, say("remove"), "button small", () => paint(page, phone, say, span.weekday, span.start, span.end));
    remove.setAttribute("aria-label", `${say("remove")}: ${words}`);
    row.append(paragraph(page, words), remove);
    return row;
  });
  showRows(page.querySelector<HTMLElement>("#week-list"), rows);
  setHidden(page, "#week-list-none", rows.length > 0);
  const offs = week.days_off.map((day) => {
    const row = rowOf(page, day);
    const remove = button(page, say("remove"), "button small", () => change(page, phone, say, { days_off: week.days_off.filter((one) => one !== day) }));
    remove.setAttribute("aria-label", `${say("remove")}: ${dateWords(day, language)}`);
    row.append(paragraph(page, dateWords(day, language)), remove);
    return row;
  });
  showRows(page.querySelector<HTMLElement>("#week-off-list"), offs);
  for (const way of page.querySelectorAll<HTMLInputElement>("#week-way input")) way.checked = way.value === week.way;
  const note = page.querySelector<HTMLTextAreaElement>("#week-note");
  if (note && note !== page.activeElement) note.value = week.note;
  setHidden(page, "#week-forget", !isTyped);
}
