/** The diary: marks for what one watches, skills used, and the week as a card. The check-in asks some of the same marks. */
import type { Mark, WorkEntry } from "../offline/entries";
import { uuid7 } from "../offline/uuid7";
import type { Phone, Seen } from "../companion/phone";
import { checkInsOf, type SavedCheckIn } from "../companion/picture";
import { clockOf, dayWords, explain, sentTone, setHidden, setPill, setWords, showRows } from "../companion/shown";
import { dayOf, daysBefore } from "../companion/times";
import type { Say } from "../companion/words";
import { entriesOf, type Diary, type Target } from "./work";

const LEVELS = [0, 1, 2, 3, 4, 5];
const DAYS = 7;
/** As far back as a phone has check-ins, whose marks stand on the card too. */
const WEEKS = 4;
/** From here on an urge goes ahead of what may be stuck in a dying network. */
const STRONG = 3;
let savedId: string | undefined;
let weeksBack = 0;
let latest: Seen | undefined;
/** What the form asks: as last known, so that what is being marked stays when the session ends. */
let asked: Diary | undefined;

export function startDiary(page: Document, phone: Phone, say: Say): void {
  const form = page.querySelector<HTMLFormElement>("#diary");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    void save(page, form, phone, say);
  });
  const turn = (by: number): void => {
    weeksBack = Math.max(0, Math.min(WEEKS - 1, weeksBack + by));
    if (latest) showCard(page, latest, say);
  };
  page.querySelector("#week-before")?.addEventListener("click", () => turn(1));
  page.querySelector("#week-after")?.addEventListener("click", () => turn(-1));
  page.querySelector("#diary-again")?.addEventListener("click", () => {
    savedId = undefined;
    form?.reset();
    phone.again();
    form?.querySelector<HTMLElement>("input")?.focus();
  });
}

export function showDiary(page: Document, seen: Seen, say: Say): void {
  latest = seen;
  asked = seen.work?.diary ?? asked;
  const clock = clockOf(page, seen);
  drawMarks(page, page.querySelector<HTMLElement>("#diary-marks"), asked?.targets ?? [], say);
  drawSkills(page, asked);
  const form = page.querySelector<HTMLFormElement>("#diary");
  if (form) form.dataset["zone"] = clock.zone;
  const day = page.querySelector<HTMLSelectElement>("#diary-day");
  const today = dayOf(new Date(), clock.zone);
  if (day && day.dataset["today"] !== today) {
    day.dataset["today"] = today;
    day.replaceChildren(...[0, 1, 2, 3].map((back) => new Option(dayWords(daysBefore(today, back), say, clock), daysBefore(today, back))));
  }
  setHidden(page, "#diary", savedId !== undefined || asked === undefined);
  setHidden(page, "#diary-saved", savedId === undefined);
  if (savedId) setPill(page.querySelector("#diary-saved-state"), sentTone(savedId, seen, say));
  showCard(page, seen, say);
}

/** One row a target: how strong, and for urges and deeds whether it happened. Drawn anew only when it asks something else. */
export function drawMarks(page: Document, box: HTMLElement | null, targets: Target[], say: Say): void {
  const now = JSON.stringify(targets);
  if (!box || box.dataset["asked"] === now) return;
  const isFirst = box.dataset["asked"] === undefined;
  box.dataset["asked"] = now;
  const tapped = Array.from(box.querySelectorAll<HTMLInputElement>("input:checked"), ({ name, value }) => `${name} ${value}`);
  box.replaceChildren(...targets.map((target) => markRow(page, target, say)));
  for (const one of box.querySelectorAll<HTMLInputElement>("input")) one.checked = tapped.includes(`${one.name} ${one.value}`);
  if (isFirst) clearOnSecondTap(box);
}

/** What was marked by mistake is taken back by tapping it once more: a row of radios has no "nothing" of its own. */
function clearOnSecondTap(box: HTMLElement): void {
  const marked = new WeakSet<Element>();
  box.addEventListener("click", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== "radio") return;
    if (marked.has(target)) target.checked = false;
    for (const one of box.querySelectorAll("input")) if (one.name === target.name) marked.delete(one);
    if (target.checked) marked.add(target);
  });
  box.closest("form")?.addEventListener("reset", () => box.querySelectorAll("input").forEach((one) => marked.delete(one)));
}

function markRow(page: Document, { code, kind, words, acted }: Target, say: Say): HTMLElement {
  const row = page.createElement("fieldset");
  row.className = "chips mark";
  const legend = page.createElement("legend");
  legend.className = "label";
  legend.textContent = words;
  const chips = page.createElement("div");
  if (kind !== "action") for (const level of LEVELS) chips.append(chip(page, "radio", `level ${code}`, String(level), String(level)));
  if (kind === "urge") chips.append(chip(page, "checkbox", `acted ${code}`, "yes", acted || say("acted")));
  if (kind === "action") chips.append(chip(page, "radio", `acted ${code}`, "yes", say("yes")), chip(page, "radio", `acted ${code}`, "no", say("no")));
  row.append(legend, chips);
  return row;
}

function chip(page: Document, type: "radio" | "checkbox", name: string, value: string, words: string): HTMLElement {
  const label = page.createElement("label");
  const input = page.createElement("input");
  Object.assign(input, { type, name, value });
  label.append(input, words);
  return label;
}

/** What the form marks; a target of which nothing was said is left out. An urge of 0 that was acted on is possible. */
export function marksIn(form: FormData, targets: Target[]): Record<string, Mark> {
  const marks: Record<string, Mark> = {};
  for (const { code, kind } of targets) {
    const [level, acted] = [form.get(`level ${code}`), form.get(`acted ${code}`)];
    const mark: Mark = {};
    if (level !== null) mark.level = Number(level);
    if (acted !== null) mark.acted = acted === "yes";
    else if (kind === "urge" && level !== null) mark.acted = false;
    if (Object.keys(mark).length > 0) marks[code] = mark;
  }
  return marks;
}

/** A human may have to hear of it: an urge, or whatever somebody is alerted of, that is strong or has happened. */
export function isStrong(marks: Record<string, Mark>, targets: Target[]): boolean {
  return targets.some(({ code, kind, goes_first }) => (kind === "urge" || goes_first) && (marks[code]?.acted === true || (marks[code]?.level ?? 0) >= STRONG));
}

function drawSkills(page: Document, diary: Diary | undefined): void {
  const box = page.querySelector<HTMLElement>("#diary-skills");
  const now = JSON.stringify(diary?.skills ?? []);
  if (!box || box.dataset["asked"] === now) return;
  box.dataset["asked"] = now;
  const modules = [...new Set((diary?.skills ?? []).map(({ module }) => module))];
  box.replaceChildren(
    ...modules.map((module) => {
      const group = page.createElement("fieldset");
      group.className = "chips";
      const legend = page.createElement("legend");
      legend.className = "label";
      legend.textContent = module;
      const chips = page.createElement("div");
      for (const skill of diary?.skills ?? []) if (skill.module === module) chips.append(chip(page, "checkbox", "skills", skill.code, skill.words));
      group.append(legend, chips);
      return group;
    }),
  );
}

async function save(page: Document, form: HTMLFormElement, phone: Phone, say: Say): Promise<void> {
  const said = new FormData(form);
  const targets = asked?.targets ?? [];
  const marks = marksIn(said, targets);
  const skills = said.getAll("skills").map(String);
  const note = String(said.get("note") ?? "").trim();
  const isEmpty = Object.keys(marks).length === 0 && skills.length === 0 && note === "";
  setHidden(page, "#diary-error", !isEmpty);
  if (isEmpty) setWords(page, "#diary-error", say("diary-empty"));
  if (isEmpty || form.dataset["saving"]) return page.querySelector<HTMLElement>("#diary-error")?.focus();
  form.dataset["saving"] = "yes"; // two quick taps are one entry
  const entry: WorkEntry = {
    kind: "entry",
    id: uuid7(),
    made_at: new Date().toISOString(),
    about: null,
    worksheet: "diary",
    version: 1,
    on_day: String(said.get("on_day") ?? "") || dayOf(new Date(), form.dataset["zone"] ?? "UTC"),
    is_shared: true,
    answers: { marks, skills, ...(note && { note }), is_moment: said.get("when") === "moment" },
    isCritical: isStrong(marks, targets),
  };
  try {
    await phone.send(entry);
    explain(page);
    savedId = entry.id;
    setHidden(page, "#diary-hard", !entry.isCritical);
    phone.again();
    page.querySelector<HTMLElement>("#diary-saved")?.focus();
  } catch (trouble) {
    explain(page, trouble);
  } finally {
    delete form.dataset["saving"];
  }
}

// --- The week as a card ------------------------------------------------------------------------------------------------

export interface Cell {
  level: number | null;
  acted: boolean;
}

/** The strongest mark of each day for one target; null where nothing was said: a gap stays a gap. */
export function cellsOf(code: string, days: string[], told: { day: string; marks: Record<string, Mark> }[]): (Cell | null)[] {
  return days.map((day) => {
    const marks = told.filter((one) => one.day === day).flatMap(({ marks }) => marks[code] ?? []);
    if (marks.length === 0) return null;
    const levels = marks.flatMap(({ level }) => level ?? []);
    return { level: levels.length ? Math.max(...levels) : null, acted: marks.some(({ acted }) => acted === true) };
  });
}

function toldIn(seen: Seen): { day: string; marks: Record<string, Mark>; skills: string[] }[] {
  const pages = entriesOf(seen.work, seen.items, "diary").map(({ on_day, answers }) => ({
    day: on_day,
    marks: (answers["marks"] ?? {}) as Record<string, Mark>,
    skills: Array.isArray(answers["skills"]) ? answers["skills"].map(String) : [],
  }));
  return [...pages, ...Object.entries(markedIn(checkInsOf(seen.today, seen.items))).map(([day, marks]) => ({ day, marks, skills: [] }))];
}

/** What a day's check-ins say of each target: the last word, since a check-in is changed with a new one. */
export function markedIn(checkIns: Pick<SavedCheckIn, "on_day" | "made_at" | "marks">[]): Record<string, Record<string, Mark>> {
  const days: Record<string, Record<string, Mark>> = {};
  for (const { on_day, marks } of [...checkIns].sort((one, other) => Date.parse(one.made_at) - Date.parse(other.made_at))) days[on_day] = { ...days[on_day], ...marks };
  return days;
}

function showCard(page: Document, seen: Seen, say: Say): void {
  const clock = clockOf(page, seen);
  const last = daysBefore(dayOf(new Date(), clock.zone), weeksBack * DAYS);
  const days = Array.from({ length: DAYS }, (_, index) => daysBefore(last, DAYS - 1 - index));
  const told = toldIn(seen);
  const targets = seen.work?.diary.targets ?? [];
  const weekday = new Intl.DateTimeFormat(clock.language, { timeZone: "UTC", weekday: "short", day: "numeric" });
  const head = page.createElement("tr");
  const corner = page.createElement("th");
  corner.scope = "col";
  corner.textContent = say("diary-what");
  head.append(corner, ...days.map((day) => cell(page, "th", weekday.format(new Date(`${day}T12:00:00Z`)))));
  showRows(page.querySelector<HTMLElement>("#week-days"), [head]);
  const rows = targets.map(({ code, words }) => line(page, words, cellsOf(code, days, told).map((one) => cellWords(one, say))));
  const used = days.map((day) => String(new Set(told.filter((one) => one.day === day).flatMap(({ skills }) => skills)).size || ""));
  showRows(page.querySelector<HTMLElement>("#week-rows"), [...rows, line(page, say("skills-used"), used)]);
  setWords(page, "#week-words", say("diary-days", { n: days.filter((day) => told.some((one) => one.day === day && Object.keys(one.marks).length > 0)).length }));
  setHidden(page, "#week-before", weeksBack === WEEKS - 1);
  setHidden(page, "#week-after", weeksBack === 0);
}

function cellWords(one: Cell | null, say: Say): string {
  if (!one) return "";
  const level = one.level === null ? "" : String(one.level);
  return one.acted ? `${level} ${say("acted-mark")}`.trim() : level || say("no");
}

function line(page: Document, name: string, cells: string[]): HTMLElement {
  const row = page.createElement("tr");
  const head = cell(page, "th", name);
  head.setAttribute("scope", "row");
  row.append(head, ...cells.map((words) => cell(page, "td", words)));
  return row;
}

function cell(page: Document, name: "th" | "td", words: string): HTMLElement {
  const made = page.createElement(name);
  made.textContent = words;
  return made;
}
