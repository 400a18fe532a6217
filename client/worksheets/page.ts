/** Worksheets: what one has written, and one step a screen to write more. What is typed is kept on this phone, sealed, until it is saved. */
import type { WorkEntry } from "../offline/entries";
import { uuid7 } from "../offline/uuid7";
import type { Phone, Seen } from "../companion/phone";
import { button, clockOf, dayWords, explain, paragraph, rowOf, sentTone, setHidden, setPill, setWords, showRows, standingTone } from "../companion/shown";
import { dayOf, daysBefore, type Clock } from "../companion/times";
import type { Say } from "../companion/words";
import { fieldOf, type Answers } from "./fields";
import { entriesOf, isOpen, isSaid, saidOf, titleOf, type ShownEntry, type Worksheet } from "./work";

const BACK_FILL_DAYS = 3;
/** What the support page says more of after these setbacks. */
const LANDINGS: Record<string, string> = { used: "-used", "hurt-myself": "-hurt", "stopped-medicine": "-stopped" };

/** A worksheet that is being written. */
interface Draft {
  about: string | null;
  on_day: string;
  is_shared: boolean;
  answers: Answers;
}

interface Writing {
  worksheet: Worksheet;
  draft: Draft;
  step: number;
}

let writing: Writing | undefined;
let savedId: string | undefined;
let latest: Seen | undefined;
let hasBegun = false;

function asked(): URLSearchParams {
  return new URLSearchParams(location.search);
}

/** Where what is typed lies until it is saved: a new one, and the change of each entry, in a place of its own. */
function place(worksheet: Worksheet, about: string | null): string {
  return about === null ? `draft ${worksheet.code}` : `draft ${worksheet.code} ${about}`;
}

export function startWorksheets(page: Document, phone: Phone, say: Say): void {
  const form = page.querySelector<HTMLFormElement>("#worksheet");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void forward(page, phone, say);
  });
  page.querySelector("#sheet-back")?.addEventListener("click", () => turn(page, phone, say, -1));
  page.querySelector("#sheet-save")?.addEventListener("click", () => void save(page, phone, say));
  page.querySelector("#sheet-leave")?.addEventListener("click", () => leave(page, phone));
  page.querySelector("#sheet-forget")?.addEventListener("click", () => void forget(page, phone));
  page.querySelector("#sheet-list")?.addEventListener("click", () => {
    savedId = undefined;
    phone.again();
    page.querySelector<HTMLElement>("#worksheet-name")?.focus();
  });
  page.querySelector("#begin-sheet")?.addEventListener("click", () => void begin(page, phone, say));
}

export function showWorksheets(page: Document, seen: Seen, say: Say, phone: Phone): void {
  latest = seen;
  const worksheet = seen.work?.worksheets.find(({ code }) => code === asked().get("sheet"));
  setHidden(page, "#worksheet-none", worksheet !== undefined || seen.work === undefined);
  if (!worksheet) return;
  setWords(page, "#worksheet-name", worksheet.name);
  setWords(page, "#worksheet-lede", worksheet.lede);
  setHidden(page, "#worksheet-list", writing !== undefined || savedId !== undefined);
  const entries = entriesOf(seen.work, seen.items, worksheet.code);
  const sorted = [...entries.filter((one) => isOpen(worksheet, one)), ...entries.filter((one) => !isOpen(worksheet, one))];
  showRows(page.querySelector<HTMLElement>("#worksheet-entries"), sorted.map((entry) => row(page, seen, worksheet, entry, say, phone)));
  setHidden(page, "#worksheet-empty", entries.length > 0);
  showSaved(page, seen, say);
  if (hasBegun || writing || savedId) return;
  hasBegun = true;
  if (asked().has("new")) void begin(page, phone, say);
}

function row(page: Document, seen: Seen, worksheet: Worksheet, entry: ShownEntry, say: Say, phone: Phone): HTMLElement {
  const made = rowOf(page, entry.id);
  const title = paragraph(page, titleOf(worksheet, entry));
  const clock = clockOf(page, seen);
  const lines = [dayWords(entry.on_day, say, clock), readingOf(entry, say), worksheet.is_kept_or_shared ? say(entry.is_shared ? "is-shared" : "is-kept") : "", entry.together_at ? say("looked-together") : ""];
  const soft = paragraph(page, lines.filter(Boolean).join(" · "), "soft");
  const change = button(page, say(isOpen(worksheet, entry) ? "sheet-go-on" : "look-change"), "button small", () => void begin(page, phone, say, entry));
  change.setAttribute("aria-label", `${change.textContent ?? ""}: ${titleOf(worksheet, entry)}`);
  made.append(title, soft);
  if (entry.way) {
    const pill = paragraph(page, "", "pill");
    setPill(pill, standingTone(entry.way, seen.isSignedOut, say));
    made.append(pill);
  }
  made.append(change);
  return made;
}

function readingOf({ reading }: ShownEntry, say: Say): string {
  const { efficiency, asleep } = reading;
  return efficiency === undefined || asleep === undefined ? "" : say("slept", { hours: Math.round(asleep / 6) / 10, percent: efficiency });
}

/** Begins anew, goes on with what was typed here before, or opens an entry to change it. */
async function begin(page: Document, phone: Phone, say: Say, entry?: ShownEntry): Promise<void> {
  const worksheet = latest?.work?.worksheets.find(({ code }) => code === asked().get("sheet"));
  if (!latest?.work || !worksheet) return;
  const typed = await phone.recall<Draft>(place(worksheet, entry?.about ?? null));
  const today = dayOf(new Date(), clockOf(page, latest).zone);
  const fresh: Draft = entry
    ? { about: entry.about, on_day: entry.on_day, is_shared: entry.is_shared, answers: structuredClone(entry.answers) }
    : { about: null, on_day: today, is_shared: !worksheet.is_kept_or_shared, answers: {} };
  writing = { worksheet, draft: typed ?? fresh, step: entry ? firstOpenStep(worksheet, entry) : 0 };
  savedId = undefined;
  setHidden(page, "#sheet-typed", !typed);
  setHidden(page, "#sheet-forget", !typed);
  setHidden(page, "#sheet-saved", true);
  const isAsked = page.activeElement !== page.body; // a page that opens by itself takes no focus
  draw(page, phone, say, isAsked);
}

/** An open entry opens where it goes on. */
function firstOpenStep(worksheet: Worksheet, entry: ShownEntry): number {
  if (!isOpen(worksheet, entry)) return 0;
  return Math.max(0, worksheet.steps.findIndex(({ fields }) => fields.every(({ code }) => !isSaid(entry.answers[code]))));
}

function draw(page: Document, phone: Phone, say: Say, takesFocus = true): void {
  if (!writing || !latest?.work) return;
  const { worksheet, draft, step } = writing;
  const now = worksheet.steps[step];
  const last = step === worksheet.steps.length - 1;
  setHidden(page, "#worksheet", false);
  setHidden(page, "#worksheet-list", true);
  setWords(page, "#sheet-step", worksheet.steps.length > 1 ? say("step", { n: step + 1, of: worksheet.steps.length }) : "");
  setWords(page, "#sheet-title", now?.title ?? "");
  setWords(page, "#sheet-hint", now?.hint ?? "");
  setHidden(page, "#sheet-hint", !now?.hint);
  const sheet = { page, say, diary: latest.work.diary, fields: worksheet.steps.flatMap(({ fields }) => fields), answers: draft.answers, changed: () => void keep(page, phone) };
  page.querySelector("#sheet-fields")?.replaceChildren(...(now?.fields ?? []).map((field) => fieldOf(sheet, field)));
  offerDays(page, worksheet, draft, clockOf(page, latest), say);
  setHidden(page, "#sheet-day-field", step > 0 || draft.about !== null);
  showSharing(page, worksheet, draft, last);
  setHidden(page, "#sheet-back", step === 0);
  setHidden(page, "#sheet-save", last || worksheet.is_kept_or_shared);
  setWords(page, "#sheet-next", say(last ? "sheet-save" : "sheet-next"));
  setHidden(page, "#sheet-error", true);
  if (takesFocus) page.querySelector<HTMLElement>("#sheet-title")?.focus();
}

function offerDays(page: Document, worksheet: Worksheet, draft: Draft, clock: Clock, say: Say): void {
  const select = page.querySelector<HTMLSelectElement>("#sheet-day");
  if (!select) return;
  const today = dayOf(new Date(), clock.zone);
  const ahead = Array.from({ length: worksheet.days_ahead }, (_, index) => daysBefore(today, -1 - index));
  const back = Array.from({ length: BACK_FILL_DAYS + 1 }, (_, index) => daysBefore(today, index));
  const words = (day: string): string => (day === daysBefore(today, -1) ? say("tomorrow") : dayWords(day, say, clock));
  const days = [...back, ...ahead];
  if (draft.about === null && !days.includes(draft.on_day)) draft.on_day = today; // typed so long ago that its day is no longer offered
  select.replaceChildren(...days.map((day) => new Option(words(day), day, false, day === draft.on_day)));
  select.onchange = () => (draft.on_day = select.value);
}

/** Nobody shares by accident: the choice stands on the last step and was made for this entry or not at all. */
function showSharing(page: Document, worksheet: Worksheet, draft: Draft, last: boolean): void {
  setHidden(page, "#sheet-sharing", !last || !worksheet.is_kept_or_shared);
  setHidden(page, "#sheet-read-note", !last || worksheet.is_kept_or_shared);
  for (const choice of page.querySelectorAll<HTMLInputElement>("#sheet-sharing input")) {
    choice.checked = (choice.value === "team") === draft.is_shared;
    choice.onchange = () => (draft.is_shared = choice.value === "team");
  }
}

let keeping: Promise<void> = Promise.resolve();

/** One after the other, so that the last that was typed is the last that is kept. */
function keep(page: Document, phone: Phone): Promise<void> {
  const mark = page.querySelector("#worksheet");
  mark?.setAttribute("aria-busy", "true");
  const kept: Promise<void> = keeping
    .then(async () => {
      if (writing) await phone.keep(place(writing.worksheet, writing.draft.about), writing.draft);
    })
    .catch((trouble: unknown) => explain(page, trouble))
    .then(() => {
      if (kept === keeping) mark?.removeAttribute("aria-busy");
    });
  return (keeping = kept);
}

function turn(page: Document, phone: Phone, say: Say, by: number): void {
  if (!writing) return;
  writing.step += by;
  draw(page, phone, say);
}

async function forward(page: Document, phone: Phone, say: Say): Promise<void> {
  if (!writing) return;
  if (missing(page, say)) return;
  if (writing.step < writing.worksheet.steps.length - 1) return turn(page, phone, say, 1);
  await save(page, phone, say);
}

/** Says what is needed first; true when something is. */
function missing(page: Document, say: Say): boolean {
  const fields = writing?.worksheet.steps.flatMap(({ fields }) => fields) ?? [];
  const lacking = fields.find((field) => field.is_required && !isSaid(writing?.draft.answers[field.code]));
  setHidden(page, "#sheet-error", !lacking);
  setWords(page, "#sheet-error", lacking ? say("needed", { name: lacking.label }) : "");
  if (lacking) page.querySelector<HTMLElement>("#sheet-error")?.focus();
  return lacking !== undefined;
}

async function save(page: Document, phone: Phone, say: Say): Promise<void> {
  const form = page.querySelector<HTMLFormElement>("#worksheet");
  if (!writing || !form || form.dataset["saving"] || missing(page, say)) return;
  form.dataset["saving"] = "yes"; // two quick taps are one entry
  const { worksheet, draft } = writing;
  const entry: WorkEntry = {
    kind: "entry",
    id: uuid7(),
    made_at: new Date().toISOString(),
    about: draft.about,
    worksheet: worksheet.code,
    version: worksheet.version,
    on_day: draft.on_day,
    is_shared: draft.is_shared,
    answers: saidOf(draft.answers),
    isCritical: worksheet.leads_to === "support",
  };
  try {
    await phone.send(entry);
    await keeping;
    await phone.forget(place(worksheet, draft.about));
    explain(page);
    savedId = entry.id;
    writing = undefined;
    setHidden(page, "#worksheet", true);
    if (worksheet.leads_to === "support") return void location.assign(`/companion/support/#setback${LANDINGS[String(draft.answers["what"])] ?? ""}`);
    phone.again();
    page.querySelector<HTMLElement>("#sheet-saved")?.focus();
  } catch (trouble) {
    explain(page, trouble);
  } finally {
    delete form.dataset["saving"];
  }
}

function showSaved(page: Document, seen: Seen, say: Say): void {
  setHidden(page, "#sheet-saved", savedId === undefined);
  if (savedId) setPill(page.querySelector("#sheet-saved-state"), sentTone(savedId, seen, say));
}

/** What was typed stays on this phone. */
function leave(page: Document, phone: Phone): void {
  writing = undefined;
  setHidden(page, "#worksheet", true);
  phone.again();
  page.querySelector<HTMLElement>("#worksheet-name")?.focus();
}

async function forget(page: Document, phone: Phone): Promise<void> {
  if (!writing) return;
  await phone.forget(place(writing.worksheet, writing.draft.about));
  leave(page, phone);
}
