/** My days and goals: a month that is filled in by one tap a day, what one wants with each thing, and days to remember by. */
import type { Phone, Seen } from "../companion/phone";
import { button, clockOf, dayWords, explain, paragraph, rowOf, setHidden, setWords, showRows, standingTone, setPill } from "../companion/shown";
import { dateWords, dayOf, daysBefore } from "../companion/times";
import type { Say } from "../companion/words";
import type { RememberedDay, UseDay, UseGoal } from "../offline/entries";
import { uuid7 } from "../offline/uuid7";
import { daysOf, goalsOf, keyOf, monthAfter, rememberedOf, sumsOf, weeksOf, type OwnUse, type State, type Sums, type ToldDay } from "./days";
import { rove, settle } from "./rove";

let month = "";
let drawn = "";
let latest: Seen | undefined;
let goalOf = "";

export function startUse(page: Document, phone: Phone, say: Say): void {
  const grid = page.querySelector<HTMLElement>("#use-grid");
  if (!grid) return;
  rove(grid);
  grid.addEventListener("click", (tap) => {
    const day = (tap.target as HTMLElement).closest<HTMLElement>("button[data-day]")?.dataset["day"];
    if (day) void tell(page, phone, day);
  });
  const turn = (by: number) => (): void => {
    month = monthAfter(month, by);
    phone.again();
  };
  page.querySelector("#use-before")?.addEventListener("click", turn(-1));
  page.querySelector("#use-after")?.addEventListener("click", turn(1));
  page.querySelector("#use-brush")?.addEventListener("change", () => setHidden(page, "#use-details", brush(page) !== "used"));
  onSubmit(page, "#remember-form", (form) => remember(page, phone, form, say));
  onSubmit(page, "#goal-form", (form) => choose(page, phone, form, say));
  page.querySelector("#goal-code")?.addEventListener("change", () => setHidden(page, "#goal-own", value(page, "#goal-code") !== "other"));
  page.querySelector("#goal-leave")?.addEventListener("click", () => close(page));
}

function onSubmit(page: Document, selector: string, deed: (form: HTMLFormElement) => Promise<void>): void {
  const form = page.querySelector<HTMLFormElement>(selector);
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.dataset["saving"]) return;
    form.dataset["saving"] = "yes"; // two quick taps are one entry
    void deed(form).finally(() => delete form.dataset["saving"]);
  });
}

function value(page: Document, selector: string): string {
  return page.querySelector<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(selector)?.value ?? "";
}

function brush(page: Document): State {
  return (page.querySelector<HTMLInputElement>("#use-brush input[name=state]:checked")?.value ?? "none") as State;
}

export function showUse(page: Document, seen: Seen, say: Say, phone: Phone): void {
  latest = seen;
  const { use, items } = seen;
  setHidden(page, "#use-open", !use?.is_open);
  setHidden(page, "#no-program", use === undefined || use.is_open);
  setHidden(page, "#use-unknown", use !== undefined || !seen.isOld);
  if (!use?.is_open) return;
  const last = lastDay(page, seen, use);
  month ||= last.slice(0, 7);
  const days = daysOf(use, items);
  drawMonth(page, seen, use, last);
  fillMonth(page, seen, use, days, say);
  offerSubstances(page, use);
  showTable(page, seen, use, days, say);
  showSums(page, days, use, last, say);
  showGoals(page, seen, use, say, phone);
}

/** The server's last day, or a later one of this phone's own clock: it may have been without a signal over midnight. */
function lastDay(page: Document, seen: Seen, use: OwnUse): string {
  const today = dayOf(new Date(), clockOf(page, seen).zone);
  return today > use.last && today <= daysBefore(use.last, -3) ? today : use.last;
}

// --- The month -------------------------------------------------------------------------------------------------------

function drawMonth(page: Document, seen: Seen, use: OwnUse, last: string): void {
  const language = clockOf(page, seen).language;
  const name = new Intl.DateTimeFormat(language, { timeZone: "UTC", month: "long", year: "numeric" }).format(new Date(`${month}-15T12:00:00Z`));
  setWords(page, "#use-month", name);
  setHidden(page, "#use-before", `${month}-01` <= use.first);
  setHidden(page, "#use-after", month >= last.slice(0, 7));
  const what = `${month} ${use.first} ${last}`;
  if (drawn === what) return;
  drawn = what;
  const body = page.querySelector("#use-grid tbody");
  body?.replaceChildren(...weeksOf(month).map((week) => weekOf(page, week, use.first, last)));
  const grid = page.querySelector<HTMLElement>("#use-grid");
  if (grid) settle(grid, last);
}

function weekOf(page: Document, week: (string | null)[], first: string, last: string): HTMLElement {
  const row = page.createElement("tr");
  for (const day of week) {
    const cell = row.appendChild(page.createElement("td"));
    if (!day) continue;
    const isOpen = day >= first && day <= last;
    const place = cell.appendChild(isOpen ? button(page, String(Number(day.slice(8))), "use-day", () => undefined) : page.createElement("span"));
    if (isOpen) place.dataset["day"] = day;
    else {
      place.className = "use-day";
      place.dataset["closed"] = "";
      place.textContent = String(Number(day.slice(8)));
    }
  }
  return row;
}

/** Only what a day says is changed, so that the finger's and the reader's place is kept. */
function fillMonth(page: Document, seen: Seen, use: OwnUse, days: ReadonlyMap<string, ToldDay>, say: Say): void {
  const remembered = rememberedOf(use, seen.items);
  const setbacks = new Set(use.setbacks);
  for (const place of page.querySelectorAll<HTMLElement>("#use-grid button[data-day]")) {
    const day = place.dataset["day"] ?? "";
    const told = days.get(day);
    mark(place, "state", told?.state);
    mark(place, "remembered", remembered.has(day) ? "" : undefined);
    mark(place, "setback", setbacks.has(day) ? "" : undefined);
    const said = [told ? wordsOf(told, use, say) : say("use-gap"), ...(remembered.get(day) ?? []), setbacks.has(day) ? say("use-setback") : ""];
    const label = `${dateWords(day, clockOf(page, seen).language)}: ${said.filter(Boolean).join(", ")}`;
    if (place.getAttribute("aria-label") !== label) place.setAttribute("aria-label", label);
  }
}

function mark(place: HTMLElement, name: string, said: string | undefined): void {
  if (said === undefined) delete place.dataset[name];
  else place.dataset[name] = said;
}

function wordsOf(told: ToldDay, use: OwnUse, say: Say): string {
  const what = told.substances.map((key) => substanceIn(use, key));
  return [say(`use-${told.state}`), ...what, told.amount].filter(Boolean).join(", ");
}

function substanceIn(use: OwnUse, key: string): string {
  const known = use.uses.find(({ substance }) => substance === key)?.words ?? use.listed.find(({ code }) => code === key)?.words;
  return known ?? key.replace(/^other:/, "");
}

function showTable(page: Document, seen: Seen, use: OwnUse, days: ReadonlyMap<string, ToldDay & { way?: unknown }>, say: Say): void {
  const clock = clockOf(page, seen);
  const told = [...days.values()].filter(({ on_day }) => on_day.startsWith(month)).sort((one, other) => other.on_day.localeCompare(one.on_day));
  setHidden(page, "#use-none", told.length > 0);
  const rows = told.map((one) => {
    const row = rowOf(page, one.id);
    const by = one.with_staff ? say("use-with", { name: one.with_staff }) : say("use-by-you");
    row.append(paragraph(page, `${dayWords(one.on_day, say, clock)}: ${wordsOf(one, use, say)}`), paragraph(page, by, "soft"));
    return row;
  });
  showRows(page.querySelector("#use-told"), rows);
}

function showSums(page: Document, days: ReadonlyMap<string, ToldDay>, use: OwnUse, last: string, say: Say): void {
  for (const back of [30, 90]) {
    const since = daysBefore(last, back - 1);
    setWords(page, `#use-sums-${back}`, sumsInWords(sumsOf(days, since < use.first ? use.first : since, last), say));
  }
}

/** Days, never a share of days that nobody told of. */
function sumsInWords({ told, of, used, none, notSure, longest }: Sums, say: Say): string {
  const parts = [say("sum-told", { n: told, of }), say("sum-used", { n: used }), say("sum-none", { n: none })];
  if (notSure) parts.push(say("sum-not-sure", { n: notSure }));
  if (longest) parts.push(say("sum-longest", { n: longest }));
  return parts.join(" · ");
}

function offerSubstances(page: Document, use: OwnUse): void {
  const place = page.querySelector<HTMLElement>("#use-substances");
  const keys = use.uses.map(({ substance }) => substance).join(" ");
  setHidden(page, "#use-of-what", use.uses.length === 0);
  if (!place || place.dataset["of"] === keys) return;
  place.dataset["of"] = keys;
  place.replaceChildren(
    ...use.uses.map(({ substance, words }) => {
      const label = page.createElement("label");
      const box = label.appendChild(page.createElement("input"));
      [box.type, box.name, box.value] = ["checkbox", "substances", substance];
      label.append(` ${words}`);
      return label;
    }),
  );
}

async function tell(page: Document, phone: Phone, day: string): Promise<void> {
  const state = brush(page);
  const form = page.querySelector<HTMLFormElement>("#use-brush");
  const isUsed = state === "used" && form !== null;
  const entry: UseDay = {
    kind: "use-day",
    id: uuid7(),
    made_at: new Date().toISOString(),
    on_day: day,
    state,
    substances: isUsed ? new FormData(form).getAll("substances").map(String) : [],
    amount: isUsed ? value(page, "#use-amount").trim() : "",
  };
  await sent(page, phone, entry);
}

async function sent(page: Document, phone: Phone, entry: UseDay | UseGoal | RememberedDay): Promise<boolean> {
  try {
    await phone.send(entry);
    explain(page);
    return true;
  } catch (trouble) {
    explain(page, trouble);
    return false;
  }
}

async function remember(page: Document, phone: Phone, form: HTMLFormElement, say: Say): Promise<void> {
  const day = value(page, "#remember-day");
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && latest?.use !== undefined && day <= lastDay(page, latest, latest.use);
  setHidden(page, "#remember-error", isDay);
  if (!isDay) return setWords(page, "#remember-error", say("remember-missing"));
  const entry: RememberedDay = { kind: "remembered-day", id: uuid7(), made_at: new Date().toISOString(), on_day: day, said: value(page, "#remember-said").trim() };
  if (!(await sent(page, phone, entry))) return;
  month = day.slice(0, 7);
  form.reset();
  phone.again();
}

// --- What one wants --------------------------------------------------------------------------------------------------

function showGoals(page: Document, seen: Seen, use: OwnUse, say: Say, phone: Phone): void {
  const goals = goalsOf(use, seen.items);
  const keys = [...new Set([...use.uses.map(({ substance }) => substance), ...goals.keys()])];
  const rows = keys.map((key) => {
    const goal = goals.get(key);
    const own = use.uses.find(({ substance }) => substance === key);
    const row = rowOf(page, `${key} ${goal?.id ?? ""}`);
    const head = page.createElement("h3");
    head.textContent = substanceIn(use, key);
    row.append(head, paragraph(page, goal ? say(`goal-${goal.goal}`) : say("goal-none")));
    if (goal?.said) row.append(paragraph(page, goal.said, "in-words"));
    if (own?.known) row.append(paragraph(page, say("use-known", { what: own.known }), "soft"));
    if (goal?.way) {
      const pill = paragraph(page, "", "pill");
      setPill(pill, standingTone(goal.way, seen.isSignedOut, say));
      row.append(pill);
    }
    const change = button(page, say("goal-change"), "button small", () => open(page, phone, key, goal?.goal ?? "", goal?.said ?? ""));
    change.setAttribute("aria-label", `${say("goal-change")}: ${head.textContent}`);
    row.append(change);
    return row;
  });
  setHidden(page, "#goals-none", keys.length > 0);
  showRows(page.querySelector("#goals"), rows);
  offerMore(page, use, keys);
}

function offerMore(page: Document, use: OwnUse, known: string[]): void {
  const select = page.querySelector<HTMLSelectElement>("#goal-code");
  if (!select || select.options.length) return;
  const listed = use.listed.filter(({ code }) => code === "other" || !known.includes(code));
  select.replaceChildren(...listed.map(({ code, words }) => new Option(words, code)));
}

/** The form for one substance of the list; without one it asks which. */
function open(page: Document, phone: Phone, key: string, goal: string, said: string): void {
  goalOf = key;
  const use = latest?.use;
  page.querySelector("#goal-more")?.setAttribute("open", "");
  setHidden(page, "#goal-which", key !== "");
  setWords(page, "#goal-about", key && use ? substanceIn(use, key) : "");
  setHidden(page, "#goal-about", !key);
  for (const choice of page.querySelectorAll<HTMLInputElement>("#goal-form input[name=goal]")) choice.checked = choice.value === goal;
  const words = page.querySelector<HTMLTextAreaElement>("#goal-said");
  if (words) words.value = said;
  page.querySelector<HTMLElement>("#goal-form input[name=goal]:checked, #goal-form input[name=goal]")?.focus();
  phone.again();
}

function close(page: Document): void {
  goalOf = "";
  page.querySelector<HTMLFormElement>("#goal-form")?.reset();
  setHidden(page, "#goal-which", false);
  setHidden(page, "#goal-about", true);
  setHidden(page, "#goal-own", true);
  setHidden(page, "#goal-error", true);
  page.querySelector("#goal-more")?.removeAttribute("open");
}

async function choose(page: Document, phone: Phone, form: HTMLFormElement, say: Say): Promise<void> {
  const told = new FormData(form);
  const substance = goalOf || keyOf(String(told.get("code") ?? ""), String(told.get("own") ?? ""));
  const goal = told.get("goal");
  const isWhole = substance !== "" && typeof goal === "string";
  setHidden(page, "#goal-error", isWhole);
  if (!isWhole) {
    setWords(page, "#goal-error", say("goal-missing"));
    return page.querySelector<HTMLElement>("#goal-error")?.focus();
  }
  const entry: UseGoal = { kind: "use-goal", id: uuid7(), made_at: new Date().toISOString(), substance, goal: goal as UseGoal["goal"], said: String(told.get("said") ?? "").trim() };
  if (!(await sent(page, phone, entry))) return;
  close(page);
  phone.again();
  page.querySelector<HTMLElement>("#goals")?.focus();
}
