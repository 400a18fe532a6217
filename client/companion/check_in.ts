/** The check-in: a face, save. Everything else is there for who wants it. */
import type { CheckIn, Medicines } from "../offline/entries";
import { uuid7 } from "../offline/uuid7";
import type { Phone, Seen } from "./phone";
import { checkInsOf, type SavedCheckIn } from "./picture";
import { clockOf, dayWords, explain, sentTone, setHidden, setPill, setWords, type Tone } from "./shown";
import { dayOf, daysBefore, type Clock } from "./times";
import { showPicture } from "./trend";
import type { Say } from "./words";
import { drawMarks, isStrong, marksIn } from "../worksheets/diary";
import type { Target } from "../worksheets/work";
import { loadLibrary } from "../library/load";

const BACK_FILL_DAYS = 3;
let sentId: string | undefined;
/** The entry that is known to be kept or sent: before that nothing is said of it, and never that it is saved. */
let keptId: string | undefined;
/** What was last said of the day that is chosen. */
let said: SavedCheckIn | undefined;
let hasStarted = false;
/** What one's own diary asks in the check-in. */
let targets: Target[] = [];
let latest: Seen | undefined;

export type Read = { is: "whole"; answers: Omit<CheckIn, "kind" | "id" | "made_at"> } | { is: "faulty"; field: "mood" | "sleep"; word: string };

/** The form's answers, or the first thing that keeps them from being saved. */
export function readCheckIn(form: FormData, today: string, sleepIsUnreadable = false): Read {
  const mood = number(form, "mood");
  if (mood === null) return { is: "faulty", field: "mood", word: "choose-mood" };
  const sleep = number(form, "sleep_hours");
  const sleepIsWrong = sleepIsUnreadable || (sleep !== null && (sleep < 0 || sleep > 24 || (sleep * 2) % 1 !== 0));
  if (sleepIsWrong) return { is: "faulty", field: "sleep", word: "sleep-wrong" };
  const answers = {
    on_day: text(form, "on_day") || today,
    mood,
    anxiety: number(form, "anxiety"),
    urge: number(form, "urge"),
    sleep_hours: sleep,
    medicines: (text(form, "medicines") || null) as Medicines | null,
    note: text(form, "note"),
  };
  return { is: "whole", answers };
}

function text(form: FormData, name: string): string {
  const said = form.get(name);
  return typeof said === "string" ? said.trim() : "";
}

function number(form: FormData, name: string): number | null {
  const said = text(form, name);
  return said === "" || Number.isNaN(Number(said)) ? null : Number(said);
}

export function startCheckIn(page: Document, phone: Phone, say: Say): void {
  const form = page.querySelector<HTMLFormElement>("#check-in");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void save(page, form, phone, say);
  });
  page.querySelector("#on-day")?.addEventListener("change", () => phone.again());
  page.querySelector("#change-it")?.addEventListener("click", () => startFrom(page, form, said));
  page.querySelector("#again")?.addEventListener("click", () => {
    sentId = undefined;
    form.reset();
    for (const [part, hidden] of [["#check-in", false], ["#after", true]] as const) setHidden(page, part, hidden);
    form.querySelector<HTMLElement>("input")?.focus();
  });
}

async function save(page: Document, form: HTMLFormElement, phone: Phone, say: Say): Promise<void> {
  const zone = form.dataset["zone"] ?? "UTC";
  const sleep = form.querySelector<HTMLInputElement>("#sleep");
  const read = readCheckIn(new FormData(form), dayOf(new Date(), zone), sleep?.validity.badInput);
  blame(page, say, read);
  if (read.is === "faulty" || form.dataset["saving"]) return;
  form.dataset["saving"] = "yes"; // two quick taps are one entry
  const marks = marksIn(new FormData(form), targets);
  const entry: CheckIn = { kind: "check-in", id: uuid7(), made_at: new Date().toISOString(), ...read.answers, ...(Object.keys(marks).length > 0 && { marks, isCritical: isStrong(marks, targets) }) };
  try {
    sentId = entry.id;
    await phone.send(entry);
    keptId = entry.id;
    phone.again();
    explain(page);
    setHidden(page, "#check-in", true);
    setHidden(page, "#after", false);
    setWords(page, "#after-words", say(`kind-${entry.mood}`));
    sayWhichDay(page, entry.on_day, zone, say);
    setHidden(page, "#after-hard", entry.mood > 2 && !isStrong(marks, targets));
    page.querySelector<HTMLElement>("#after")?.focus();
    void suggest(page, phone, entry);
  } catch (trouble) {
    sentId = undefined;
    explain(page, trouble);
  } finally {
    delete form.dataset["saving"];
  }
}

/** One thing of the library that fits what was just entered; without its script or its shelf there is none. */
async function suggest(page: Document, phone: Phone, entry: CheckIn): Promise<void> {
  setHidden(page, "#after-suggestion", true);
  const marks = Object.entries(entry.marks ?? {}).flatMap(([target, { level }]) =>
    level === undefined ? [] : [{ kind: targets.find(({ code }) => code === target)?.kind ?? "", target, level }],
  );
  try {
    const library = await loadLibrary(page);
    if (latest && sentId === entry.id) await library.suggestAfter(page, phone, latest, { ...entry, marks });
  } catch {
    // A check-in is whole without it.
  }
}

/** A check-in for an earlier day says so: a day chosen by mistake is seen at once. */
function sayWhichDay(page: Document, day: string, zone: string, say: Say): void {
  setHidden(page, "#after-day", day === dayOf(new Date(), zone));
  setWords(page, "#after-day", say("a-check-in", { day: dayWords(day, say, { language: page.documentElement.lang || "en", zone }) }));
}

function blame(page: Document, say: Say, read: Read): void {
  for (const field of ["mood", "sleep"] as const) {
    const isWrong = read.is === "faulty" && read.field === field;
    setHidden(page, `#${field}-error`, !isWrong);
    if (isWrong) setWords(page, `#${field}-error`, say(read.word));
  }
  page.querySelector("#sleep")?.setAttribute("aria-invalid", String(read.is === "faulty" && read.field === "sleep"));
  if (read.is === "faulty") page.querySelector<HTMLElement>(read.field === "mood" ? "#check-in input" : "#sleep")?.focus();
}

export function showCheckIn(page: Document, seen: Seen, say: Say): void {
  latest = seen;
  const clock = clockOf(page, seen);
  const form = page.querySelector<HTMLFormElement>("#check-in");
  if (form) form.dataset["zone"] = clock.zone;
  const asks = seen.today?.asks.check_in ?? true;
  setHidden(page, "#no-check-in", asks);
  if (!asks) setHidden(page, "#check-in", true);
  for (const question of ["anxiety", "urge", "sleep", "medicines", "note"] as const) setHidden(page, `#asks-${question}`, !seen.today?.asks[question]);
  if (seen.work) targets = seen.work.diary.targets.filter(({ on_check_in }) => on_check_in); // a session that ends takes no marks away
  drawMarks(page, page.querySelector<HTMLElement>("#check-in-marks"), targets, say);
  offerDays(page, dayOf(new Date(), clock.zone), (day) => atTheStart(dayWords(day, say, clock), clock.language));
  showSaidBefore(page, seen, say, clock);
  if (sentId) setPill(page.querySelector("#after-state"), stateOf(sentId, seen, say));
  if (sentId) showPicture(page, seen, say);
}

/** An earlier word of the same day: it can be changed with a new one, which starts from what was said. */
function showSaidBefore(page: Document, seen: Seen, say: Say, clock: Clock): void {
  const day = page.querySelector<HTMLSelectElement>("#on-day")?.value ?? "";
  said = lastOf(checkInsOf(seen.today, seen.items), day);
  setHidden(page, "#said-before", !said);
  if (!said) return;
  setWords(page, "#said-before-words", say("said-for-day", { day: dayWords(day, say, clock), mood: say(`mood-${said.mood}`) }));
  const form = page.querySelector<HTMLFormElement>("#check-in");
  if (hasStarted || location.hash !== "#change" || !form) return;
  hasStarted = true;
  startFrom(page, form, said);
}

/** The newest word of a day: of two the one that was made later. */
export function lastOf(checkIns: SavedCheckIn[], day: string): SavedCheckIn | undefined {
  const ofDay = checkIns.filter(({ on_day }) => on_day === day);
  return ofDay.reduce<SavedCheckIn | undefined>((last, one) => (last && Date.parse(last.made_at) > Date.parse(one.made_at) ? last : one), undefined);
}

/** Fills the form with what was said; saving makes a new entry, and the old one stays as it was. */
function startFrom(page: Document, form: HTMLFormElement, before: SavedCheckIn | undefined): void {
  if (!before) return;
  const { mood, anxiety = null, urge = null, sleep_hours: sleep = null, medicines = null, note = "", marks = {} } = before;
  choose(form, "mood", String(mood));
  for (const [name, value] of Object.entries({ anxiety, urge, medicines })) choose(form, name, value === null ? "" : String(value));
  for (const [name, value] of Object.entries({ sleep_hours: sleep ?? "", note })) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = String(value);
  }
  for (const [code, { level, acted }] of Object.entries(marks)) {
    if (level !== undefined) choose(form, `level ${code}`, String(level));
    if (acted !== undefined) choose(form, `acted ${code}`, acted ? "yes" : "no");
  }
  page.querySelector("#more")?.setAttribute("open", "");
  form.querySelector<HTMLElement>("input[name=mood]:checked")?.focus();
}

function choose(form: HTMLFormElement, name: string, value: string): void {
  for (const one of form.querySelectorAll<HTMLInputElement>("input")) if (one.name === name) one.checked = one.value === value;
}

/** Undefined while it isn't known to be kept: then nothing is said of it. */
function stateOf(id: string, seen: Seen, say: Say): Tone | undefined {
  if (seen.items.some(({ entry }) => entry.id === id)) keptId = id;
  return keptId === id ? sentTone(id, seen, say) : undefined;
}

function atTheStart(words: string, language: string): string {
  return words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
}

function offerDays(page: Document, today: string, words: (day: string) => string): void {
  const select = page.querySelector<HTMLSelectElement>("#on-day");
  if (!select || select.dataset["today"] === today) return;
  select.dataset["today"] = today;
  const days = Array.from({ length: BACK_FILL_DAYS + 1 }, (_, back) => daysBefore(today, back));
  select.replaceChildren(...days.map((day) => new Option(words(day), day)));
}
