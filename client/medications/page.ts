/** My medicines: today's doses with one tap, the three days before, what is taken as needed, and side effects. */
import { dayOf, daysBefore, timeWords, type Clock } from "../companion/times";
import type { Phone, Seen } from "../companion/phone";
import { button, clockOf, dayWords, explain, paragraph, rowOf, sentTone, setHidden, setPill, setWords, showRows, standingTone } from "../companion/shown";
import type { Say } from "../companion/words";
import type { Dose, DoseState, SideEffect } from "../offline/entries";
import { uuid7 } from "../offline/uuid7";
import { asNeededOn, dosesOn, dueNow, effectsOf, isCritical, isDanger, SELF_HARM, type Medicine, type Said, type ShownDose, type ShownEffect } from "./doses";
import { showTaking, startTaking } from "./taking";

const BACK_FILL_DAYS = 3;
/** The day whose doses are shown; undefined is today, whichever day that is. */
let chosenDay: string | undefined;
/** The dose that the form for late and skipped ones is about. */
let asked: ShownDose | undefined;
let toldId: string | undefined;
let latest: Seen | undefined;

/** The line on Today: there only while a dose is due and nothing was said of it. */
export function showDosesCard(page: Document, seen: Seen, say: Say): void {
  const { medicines, items } = seen;
  const doses = medicines?.is_open ? (dosesOn(medicines, items, dayOf(new Date(), clockOf(page, seen).zone)) ?? []) : [];
  const n = dueNow(doses, Date.now());
  setHidden(page, "#doses-card", n === 0);
  if (n) setWords(page, "#doses-words", say(n === 1 ? "dose-due" : "doses-due", { n }));
}

export function startMedicines(page: Document, phone: Phone, say: Say): void {
  if (!page.querySelector("#doses")) return;
  page.querySelector("#dose-day")?.addEventListener("change", (event) => {
    const day = (event.target as HTMLSelectElement).value;
    chosenDay = day === (event.target as HTMLSelectElement).dataset["today"] ? undefined : day;
    if (latest) showMedicines(page, latest, say, phone);
  });
  startDoseForm(page, phone);
  startTaking(page, phone, say);
  const form = page.querySelector<HTMLFormElement>("#effect-form");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    void tell(page, form, phone, say);
  });
  form?.addEventListener("change", () => showHelp(page, new FormData(form).getAll("what").map(String)));
}

/** What helps at once comes up with the tick, before anything is saved, and whether or not it can be. */
function showHelp(page: Document, what: string[]): void {
  setHidden(page, "#effect-danger", !isDanger(what));
  setHidden(page, "#effect-self-harm", !what.includes(SELF_HARM));
}

export function showMedicines(page: Document, seen: Seen, say: Say, phone: Phone): void {
  latest = seen;
  const { medicines, items } = seen;
  const clock = clockOf(page, seen);
  const today = dayOf(new Date(), clock.zone);
  offerDays(page, today, say, clock);
  const day = chosenDay ?? today;
  const doses = medicines && dosesOn(medicines, items, day);
  const list = medicines?.medicines ?? [];
  const isOpen = medicines?.is_open ?? false;
  setHidden(page, "#medicines-open", !isOpen || list.length === 0);
  setHidden(page, "#no-program", medicines === undefined || isOpen);
  setHidden(page, "#no-medicines", medicines === undefined || !isOpen || list.length > 0);
  setHidden(page, "#days-unknown", medicines === undefined || doses !== undefined);
  setHidden(page, "#no-doses", doses === undefined || doses.length > 0);
  showRows(page.querySelector("#doses"), (doses ?? []).map((dose) => doseRow(page, dose, seen, say, phone)));
  const needed = list.filter(({ as_needed }) => as_needed);
  setHidden(page, "#as-needed", needed.length === 0);
  const taken = medicines ? asNeededOn(medicines, items, day) : [];
  showRows(page.querySelector("#as-needed ul"), needed.map((one) => neededRow(page, one, taken, day, seen, say, phone)));
  setHidden(page, "#list", list.length === 0);
  showRows(page.querySelector("#list ul"), list.filter(({ when }) => when).map((one) => listRow(page, one)));
  showEffects(page, seen, say);
  showTaking(page, seen, say);
}

function offerDays(page: Document, today: string, say: Say, clock: Clock): void {
  const select = page.querySelector<HTMLSelectElement>("#dose-day");
  if (!select || select.dataset["today"] === today) return;
  select.dataset["today"] = today;
  chosenDay = undefined;
  const days = Array.from({ length: BACK_FILL_DAYS + 1 }, (_, back) => daysBefore(today, back));
  select.replaceChildren(...days.map((day) => new Option(atTheStart(dayWords(day, say, clock), clock.language), day)));
}

function atTheStart(words: string, language: string): string {
  return words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
}

// --- Doses -----------------------------------------------------------------------------------------------------------

function doseRow(page: Document, dose: ShownDose, seen: Seen, say: Say, phone: Phone): HTMLElement {
  const { medicine, day, slot, said } = dose;
  const row = rowOf(page, `${medicine.id} ${day} ${slot} ${said?.id ?? ""}`);
  const head = page.createElement("p");
  head.className = "dose-head";
  const time = page.createElement("strong");
  time.textContent = slot;
  head.append(time, ` ${medicine.name}`);
  row.append(head, paragraph(page, medicine.amount, "soft"));
  row.dataset["state"] = said?.state ?? "open";
  const about = `${medicine.name}, ${slot}`;
  const actions = page.createElement("div");
  actions.className = "actions";
  if (said) {
    row.append(stateLine(page, said, seen, say));
    actions.append(
      named(button(page, say("change"), "button", () => openForm(page, dose)), about),
      named(button(page, say("undo"), "button quiet", () => void send(page, phone, dose, { state: "cleared" })), about),
    );
  } else {
    actions.append(
      named(button(page, say("dose-taken"), "button next", () => void send(page, phone, dose, { state: "taken" })), about),
      named(button(page, say("dose-other"), "button", () => openForm(page, dose)), about),
    );
  }
  row.append(actions);
  return row;
}

/** A button's name says which dose it is for, beginning with what is seen. */
function named(made: HTMLButtonElement, about: string): HTMLButtonElement {
  made.setAttribute("aria-label", `${made.textContent ?? ""}: ${about}`);
  return made;
}

function stateLine(page: Document, said: Said, seen: Seen, say: Say): HTMLElement {
  const line = page.createElement("p");
  line.className = "dose-state";
  const state = page.createElement("span");
  state.className = "dose-mark";
  state.dataset["state"] = said.state;
  const words = said.state === "late" && said.at_time ? say("was-late-at", { time: said.at_time }) : say(`was-${said.state}`);
  state.textContent = said.reason ? `${words}: ${say(`reason-${said.reason}`)}` : words;
  const pill = page.createElement("span");
  pill.className = "pill";
  setPill(pill, standingTone(said.way ?? "saved", seen.isSignedOut, say));
  line.append(state, " ", pill);
  return line;
}

type Change = { state: DoseState } & Partial<Pick<Dose, "at_time" | "reason" | "note" | "corrects">>;

/** A dose is told at once; taking it back is another entry, so nothing that was said is ever removed. */
async function send(page: Document, phone: Phone, of: { medicine: Medicine; day: string; slot: string | null }, change: Change): Promise<boolean> {
  const entry: Dose = {
    kind: "dose", id: uuid7(), made_at: new Date().toISOString(), medicine_id: of.medicine.id, due_on: of.day, slot: of.slot,
    at_time: null, reason: "", note: "", corrects: null, ...change,
  };
  try {
    await phone.send(entry);
    explain(page);
    return true;
  } catch (trouble) {
    explain(page, trouble);
    return false;
  }
}

function openForm(page: Document, dose: ShownDose): void {
  asked = dose;
  const dialog = page.querySelector<HTMLDialogElement>("#dose-dialog");
  const form = page.querySelector<HTMLFormElement>("#dose-form");
  if (!dialog || !form) return;
  form.reset();
  const { said } = dose;
  if (said) for (const [name, value] of [["state", said.state], ["reason", said.reason]] as const) choose(form, name, value);
  const time = form.querySelector<HTMLInputElement>("[name=at_time]");
  if (time && said?.at_time) time.value = said.at_time;
  setWords(page, "#dose-about", `${dose.medicine.name}, ${dose.medicine.amount}, ${dose.slot}`);
  setHidden(page, "#dose-time-error", true);
  showParts(page, form);
  dialog.showModal();
}

function choose(form: HTMLFormElement, name: string, value: string): void {
  const found = form.querySelector<HTMLInputElement>(`input[name="${name}"][value="${value}"]`);
  if (found) found.checked = true;
}

/** A skipped dose has no time, one that was taken on time neither time nor reason. */
function showParts(page: Document, form: HTMLFormElement): void {
  const state = new FormData(form).get("state");
  setHidden(page, "#dose-time", state !== "late");
  setHidden(page, "#dose-why", state === "taken");
}

function startDoseForm(page: Document, phone: Phone): void {
  const dialog = page.querySelector<HTMLDialogElement>("#dose-dialog");
  const form = page.querySelector<HTMLFormElement>("#dose-form");
  form?.addEventListener("change", () => showParts(page, form));
  page.querySelector("#dose-cancel")?.addEventListener("click", () => dialog?.close());
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const change = readDose(new FormData(form));
    setHidden(page, "#dose-time-error", change !== undefined);
    if (!change) return form.querySelector<HTMLElement>("[name=at_time]")?.focus();
    const dose = asked;
    asked = undefined; // two quick taps are one entry
    dialog?.close();
    if (dose) void send(page, phone, dose, change).then((isKept) => isKept && page.querySelector<HTMLElement>("#doses")?.focus());
  });
}

/** What the form says of a dose; undefined when a late one has no time. */
export function readDose(form: FormData): Change | undefined {
  const text = (name: string): string => String(form.get(name) ?? "").trim();
  const state = text("state") as DoseState;
  if (state === "taken") return { state };
  if (state === "late" && !/^\d\d:\d\d$/.test(text("at_time"))) return undefined;
  return { state, at_time: state === "late" ? text("at_time") : null, reason: text("reason"), note: text("note") };
}

function neededRow(page: Document, medicine: Medicine, taken: Said[], day: string, seen: Seen, say: Say, phone: Phone): HTMLElement {
  const row = rowOf(page, `${medicine.id} ${day} ${taken.map(({ id }) => id).join(" ")}`);
  const head = paragraph(page, medicine.name, "dose-head");
  row.append(head, paragraph(page, medicine.amount, "soft"));
  const clock = clockOf(page, seen);
  for (const said of taken.filter(({ medicine_id }) => medicine_id === medicine.id)) {
    const line = stateLine(page, said, seen, say);
    const time = timeWords(said.made_at, clock);
    if (dayOf(new Date(said.made_at), clock.zone) === said.due_on) line.prepend(`${time} `);
    const takeBack = (): void => void send(page, phone, { medicine, day, slot: null }, { state: "cleared", corrects: said.id });
    line.append(" ", named(button(page, say("undo"), "button quiet", takeBack), `${medicine.name}, ${time}`));
    row.append(line);
  }
  const take = button(page, say("took-one"), "button", () => {
    take.disabled = true; // two quick taps are one dose
    void send(page, phone, { medicine, day, slot: null }, { state: "taken" }).finally(() => (take.disabled = false));
  });
  row.append(named(take, medicine.name));
  return row;
}

function listRow(page: Document, { name, amount, when, purpose, dues, counts }: Medicine): HTMLElement {
  const row = page.createElement("li");
  row.append(paragraph(page, name, "dose-head"), paragraph(page, amount), paragraph(page, when, "soft"));
  if (purpose) row.append(paragraph(page, purpose, "soft"));
  for (const due of dues) {
    const line = paragraph(page, due.words, "pill");
    line.dataset["tone"] = due.is_near ? "next" : "plain";
    row.append(line);
  }
  if (counts) row.append(paragraph(page, counts, "soft"));
  return row;
}

// --- Side effects ----------------------------------------------------------------------------------------------------

function showEffects(page: Document, seen: Seen, say: Say): void {
  const list = seen.medicines?.medicines ?? [];
  const select = page.querySelector<HTMLSelectElement>("#effect-medicine");
  const offered = list.map(({ id }) => id).join();
  if (select && select.dataset["offered"] !== offered) {
    select.dataset["offered"] = offered;
    select.replaceChildren(new Option(say("effect-unknown"), ""), ...list.map(({ id, name }) => new Option(name, id)));
  }
  const effects = effectsOf(seen.medicines, seen.items);
  setHidden(page, "#effects", effects.length === 0);
  showRows(page.querySelector("#effects ul"), effects.map((one) => effectRow(page, one, list, seen, say)));
  setHidden(page, "#effect-told", toldId === undefined);
  if (toldId) setPill(page.querySelector("#effect-state"), sentTone(toldId, seen, say));
}

function effectRow(page: Document, told: ShownEffect, list: Medicine[], seen: Seen, say: Say): HTMLElement {
  const row = page.createElement("li");
  const clock = clockOf(page, seen);
  const what = [...told.what.map((one) => say(`effect-${one}`)), told.words].filter(Boolean).join(", ");
  const medicine = list.find(({ id }) => id === told.medicine_id)?.name ?? "";
  row.append(paragraph(page, `${what} (${say(`strength-${told.strength}`)})`, "request-what"));
  const day = dayWords(dayOf(new Date(told.made_at), clock.zone), say, clock);
  row.append(paragraph(page, [medicine, say("at", { day, time: timeWords(told.made_at, clock) })].filter(Boolean).join(" · "), "soft"));
  const pill = page.createElement("p");
  pill.className = "pill";
  if (told.way && told.way !== "saved") setPill(pill, standingTone(told.way, seen.isSignedOut, say));
  else if (!told.read_at) setPill(pill, { words: say("no-answer-yet"), tone: "plain" });
  else setPill(pill, { words: say("read-day", { name: told.read_by, day: dayWords(dayOf(new Date(told.read_at), clock.zone), say, clock), time: timeWords(told.read_at, clock) }), tone: "good" });
  row.append(pill);
  if (told.answer) row.append(paragraph(page, told.answer, "request-answer"));
  return row;
}

export type ReadEffect = Omit<SideEffect, "kind" | "id" | "made_at">;

/** What the form tells; undefined when it says nothing of what it is. */
export function readEffect(form: FormData, today: string): ReadEffect | undefined {
  const text = (name: string): string => String(form.get(name) ?? "").trim();
  const what = form.getAll("what").map(String);
  const words = text("words");
  if (what.length === 0 && !words && text("wants_call") === "") return undefined;
  const told = {
    medicine_id: text("medicine_id") || null,
    what,
    words,
    strength: (text("strength") || "medium") as SideEffect["strength"],
    since_on: /^\d{4}-\d\d-\d\d$/.test(text("since_on")) && text("since_on") <= today ? text("since_on") : null,
    wants_call: text("wants_call") !== "",
  };
  return { ...told, isCritical: isCritical(told) };
}

async function tell(page: Document, form: HTMLFormElement, phone: Phone, say: Say): Promise<void> {
  const zone = latest ? clockOf(page, latest).zone : "UTC";
  const told = readEffect(new FormData(form), dayOf(new Date(), zone));
  setHidden(page, "#effect-error", told !== undefined);
  if (!told) {
    setWords(page, "#effect-error", say("effect-missing"));
    return form.querySelector<HTMLElement>("input")?.focus();
  }
  if (form.dataset["saving"]) return;
  form.dataset["saving"] = "yes"; // two quick taps are one entry
  const id = uuid7();
  showHelp(page, told.what);
  try {
    await phone.send({ kind: "side-effect", id, made_at: new Date().toISOString(), ...told });
    toldId = id;
    phone.again();
    explain(page);
    form.reset();
    page.querySelector("#new-effect")?.removeAttribute("open");
    page.querySelector<HTMLElement>("#effect-told")?.focus();
  } catch (trouble) {
    explain(page, trouble);
  } finally {
    delete form.dataset["saving"];
  }
}
