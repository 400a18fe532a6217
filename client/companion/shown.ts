/** What every page of the companion shows: how sending goes, what was refused, what was asked for, whom to call. */
import type { Item } from "../offline/entries";
import { isUnsent } from "../offline/outbox";
import { wordsIn } from "../offline/plans";
import { NobodysPhone } from "../offline/store";
import type { Seen } from "./phone";
import { contactsOf, requestsOf, type OnItsWay, type RequestKind, type ShownRequest } from "./picture";
import { dateWords, dayOf, daysBefore, phoneZone, timeWords, type Clock } from "./times";
import { showKeeping } from "./shared_phone";
import type { Say } from "./words";

export interface Tone {
  words: string;
  tone: "good" | "waiting" | "next" | "trouble" | "plain";
}

export function clockOf(page: Document, { today }: Seen): Clock {
  return { language: page.documentElement.lang || "en", zone: today?.person.time_zone ?? phoneZone() };
}

export function dayWords(day: string, say: Say, clock: Clock): string {
  const today = dayOf(new Date(), clock.zone);
  if (day === today) return say("today");
  return day === daysBefore(today, 1) ? say("yesterday") : dateWords(day, clock.language);
}

/** The line at the top; nothing when there is nothing to say. */
export function sendingLine({ items, isSignedOut, isOld, hasSaved }: Seen, say: Say): Tone | undefined {
  const n = items.filter(isUnsent).length;
  if (n > 0 && isSignedOut) return { words: say("sign-in-to-send", { n }), tone: "next" };
  if (!isOld && items.some(({ standing }) => standing.is === "sending" || standing.is === "held")) return { words: say("sending", { n }), tone: "waiting" };
  if (n > 0) return { words: say("waiting", { n }), tone: "waiting" };
  if (items.some(({ standing }) => standing.is === "refused")) return { words: say("refused"), tone: "trouble" };
  if (hasSaved || items.some(({ standing }) => standing.is === "saved")) return { words: say("saved"), tone: "good" };
  return isOld && !isSignedOut ? { words: say("no-connection"), tone: "plain" } : undefined;
}

/** How far one entry on this phone has come. */
export function standingTone(standing: OnItsWay, isSignedOut: boolean, say: Say): Tone {
  if (standing === "saved") return { words: say("saved"), tone: "good" };
  if (isSignedOut) return { words: say("is-held"), tone: "next" };
  return { words: say(`is-${standing === "held" ? "about-to-go" : standing}`), tone: "waiting" };
}

/** How far an entry has come that this page knows to be kept or sent: one that has left the phone's outbox is saved. */
export function sentTone(id: string, seen: Seen, say: Say): Tone {
  const standing = seen.items.find(({ entry }) => entry.id === id)?.standing.is ?? "saved";
  return standing === "refused" ? { words: say("refused"), tone: "trouble" } : standingTone(standing, seen.isSignedOut, say);
}

/** The truth about a request: on this phone, not read, read by whom and when, answered. */
export function requestTone(shown: ShownRequest, isSignedOut: boolean, say: Say, clock: Clock): Tone {
  if (shown.at === "phone") return standingTone(shown.standing, isSignedOut, say);
  const { kind, state, read_by } = shown.request;
  switch (state) {
    case "not_read":
      return { words: say(kind === "check_in" ? "not-taken" : "not-read"), tone: "plain" };
    case "read":
      return { words: readLine(shown, say, clock), tone: "good" };
    case "contacted":
    case "closed":
      return { words: say(state, { name: read_by || say("someone") }), tone: "good" };
  }
}

/** Who read it and when; empty while nobody has. What they told is read where it stands, and here taken on (ADR 37). */
export function readLine(shown: ShownRequest, say: Say, clock: Clock): string {
  if (shown.at === "phone" || shown.request.state === "not_read") return "";
  const { kind, read_by, read_at } = shown.request;
  return readWords(kind === "check_in" ? "taken" : "read", read_by || say("someone"), read_at, say, clock);
}

function readWords(word: "read" | "taken", name: string, readAt: string | null, say: Say, clock: Clock): string {
  if (!readAt) return say(word, { name, time: "" });
  const time = timeWords(readAt, clock);
  const day = dayOf(new Date(readAt), clock.zone);
  const isToday = day === dayOf(new Date(), clock.zone);
  return isToday ? say(word, { name, time }) : say(`${word}-day`, { name, time, day: dayWords(day, say, clock) });
}

function within<T extends Element>(root: ParentNode, selector: string): T | null {
  return root.querySelector<T>(selector);
}

export function setHidden(page: ParentNode, selector: string, hidden: boolean): void {
  within<HTMLElement>(page, selector)?.toggleAttribute("hidden", hidden);
}

export function setWords(page: ParentNode, selector: string, words: string): void {
  const place = within<HTMLElement>(page, selector);
  // A live region that is written again is read out again, so only a change is written.
  if (place && place.textContent !== words) place.textContent = words;
}

export function setPill(place: HTMLElement | null, said: Tone | undefined): void {
  if (!place) return;
  place.hidden = said === undefined;
  if (!said) return;
  if (place.textContent !== said.words) place.textContent = said.words;
  place.dataset["tone"] = said.tone;
}

/** A pill of its own, for a row that is drawn. */
export function pill(page: Document, tone: Tone): HTMLElement {
  const place = paragraph(page, "", "pill");
  setPill(place, tone);
  return place;
}

const drawn = new WeakMap<Element, string>();

/** A row whose buttons do something with one thing: rows that read the same are told apart by what they are of. */
export function rowOf(page: Document, of: string): HTMLLIElement {
  const row = page.createElement("li");
  row.dataset["of"] = of;
  return row;
}

/**
 * Rows are drawn anew only when they say something else or are of something else, so that neither the focus nor the reader's
 * place is lost. One with buttons is made by `rowOf`.
 */
export function showRows(list: HTMLElement | null, rows: HTMLElement[]): void {
  if (!list) return;
  const next = rows.map((row) => row.outerHTML).join("");
  if (drawn.get(list) === next) return;
  drawn.set(list, next);
  const hadFocus = list.contains(document.activeElement);
  list.replaceChildren(...rows);
  if (hadFocus) list.focus(); // what was focused is gone; reading goes on from its list
}

/** Says beside the page's top why something could not be kept; nothing that was typed is lost. */
export function explain(page: Document, trouble?: unknown): void {
  const notice = trouble instanceof NobodysPhone ? "#nobody" : "#no-room";
  for (const one of ["#nobody", "#no-room"]) setHidden(page, one, trouble === undefined || one !== notice);
  if (trouble !== undefined) within<HTMLElement>(page, notice)?.focus();
}

export function button(page: Document, words: string, className: string, press: () => void): HTMLButtonElement {
  const made = page.createElement("button");
  made.type = "button";
  made.className = className;
  made.textContent = words;
  made.addEventListener("click", press);
  return made;
}

export function showFrame(page: Document, seen: Seen, say: Say, drop: (id: string) => void, seenLoss: () => void): void {
  const hasUnsent = seen.items.some(isUnsent);
  // What stands below parts that the phone fills is shown once they are filled: nothing moves away under a thumb.
  if (seen.today || seen.isOld || seen.isSignedOut || seen.isLeaving) within(page, ".companion")?.setAttribute("data-known", "");
  showKeeping(page, seen);
  showLoss(page, seen, say, seenLoss);
  setPill(within(page, "#sending"), sendingLine(seen, say));
  setHidden(page, "#leaving", !seen.isLeaving);
  setHidden(page, "#leaving-plan", !seen.openCopy);
  setHidden(page, "#signed-out", !seen.isSignedOut || seen.isLeaving);
  setHidden(page, "#signed-out-unsent", !hasUnsent || seen.keepsNothing === true);
  setHidden(page, "#old-picture", !seen.isOld || seen.isSignedOut || seen.isLeaving);
  showRefused(page, seen, say, drop);
  showUnread(page, seen, say);
  setHidden(page, "#reply-hours", !seen.today?.program.reply_hours);
  setWords(page, "#reply-hours .hours", seen.today?.program.reply_hours ?? "");
}

/** How many messages wait, beside the way to them and on Today. */
function showUnread(page: Document, { today, isSignedOut }: Seen, say: Say): void {
  const n = isSignedOut ? 0 : (today?.unread ?? 0);
  setHidden(page, "#unread", n === 0);
  setWords(page, "#unread-n", n ? String(n) : "");
  setWords(page, "#unread-words", n ? say("unread", { n }) : "");
  setHidden(page, "#messages-card", n === 0);
  setWords(page, "#messages-card-words", n === 1 ? say("unread-one") : say("unread-many", { n }));
}

/** The truth about a store that the browser threw away: what may be missing, until somebody has seen it. */
function showLoss(page: Document, seen: Seen, say: Say, seenLoss: () => void): void {
  const notice = within<HTMLElement>(page, "#lost");
  if (!notice) return;
  notice.hidden = !seen.lost;
  if (!seen.lost) return;
  const { waits: n, at } = seen.lost;
  const clock = clockOf(page, seen);
  const day = dayWords(dayOf(new Date(at), clock.zone), say, clock);
  notice.dataset["tone"] = n > 0 ? "trouble" : "plain";
  setWords(page, "#lost-words", n > 0 ? say("lost-waiting", { n, day }) : say("lost-nothing"));
  const button = within<HTMLButtonElement>(notice, "button");
  if (button) button.onclick = seenLoss;
}

function showRefused(page: Document, seen: Seen, say: Say, drop: (id: string) => void): void {
  const refused = seen.items.filter(({ standing }) => standing.is === "refused");
  setHidden(page, "#refused", refused.length === 0);
  const rows = refused.map((item) => {
    const row = rowOf(page, item.entry.id);
    const lines = [whatItIs(item, say, clockOf(page, seen)), writtenIn(item), reasonOf(item, say)].filter(Boolean);
    row.append(...lines.map((words) => paragraph(page, words)));
    row.append(button(page, say("let-go"), "button", () => drop(item.entry.id)));
    return row;
  });
  showRows(within(page, "#refused ul"), rows);
}

function whatItIs({ entry }: Item, say: Say, clock: Clock): string {
  switch (entry.kind) {
    case "check-in":
      return `${say("a-check-in", { day: dayWords(entry.on_day, say, clock) })}: ${say(`mood-${entry.mood}`)}`;
    case "opening":
      return say("an-opening");
    case "entry":
      return say("a-worksheet", { day: dayWords(entry.on_day, say, clock) });
    case "support":
      return say(entry.asks === "contact" ? "asked-contact" : "asked-not-safe");
    case "contact":
      return say("a-contact", { name: entry.name });
    case "contact-removal":
      return say("a-removal");
    case "dose":
      return say("a-dose", { day: dayWords(entry.due_on, say, clock) });
    case "side-effect":
      return say("a-side-effect");
    case "taking":
      return say("a-taking");
    case "message":
      return say("a-message");
    case "use-day":
    case "remembered-day":
      return say(`a-${entry.kind}`, { day: dayWords(entry.on_day, say, clock) });
    case "use-goal":
      return say("a-use-goal");
    case "answers":
      return say("a-questionnaire", { name: entry.instrument.toUpperCase() });
    case "plan":
      return say("a-plan");
    case "plan-signature":
      return say("a-plan-signature");
    case "week":
      return say("a-week");
    case "make-up":
    case "make-up-return":
    case "promise":
    case "session-rating":
    case "practice":
    case "absence":
    case "absence-return":
    case "change-request":
      return say(`a-${entry.kind}`, { what: entry.inWords });
  }
}

/** The person's own words are never lost with a refusal. */
function writtenIn({ entry }: Item): string {
  if (entry.kind === "check-in") return entry.note;
  if (entry.kind === "entry") return textsIn(entry.answers).join(" · ");
  if (entry.kind === "dose") return entry.note;
  if (entry.kind === "side-effect") return entry.words;
  if (entry.kind === "taking") return [...entry.lines.map(({ words }) => words), entry.more].filter(Boolean).join(" · ");
  if (entry.kind === "message") return entry.words || (entry.file?.name ?? "");
  if (entry.kind === "use-day") return entry.amount;
  if (entry.kind === "use-goal" || entry.kind === "remembered-day") return entry.said;
  if (entry.kind === "week") return entry.week.note;
  if (entry.kind === "absence") return entry.note;
  if (entry.kind === "change-request") return [entry.better, entry.note].filter(Boolean).join(" · ");
  if (entry.kind === "plan") return wordsIn(entry.sections);
  return entry.kind === "contact" ? entry.phone : "";
}

function textsIn(said: unknown): string[] {
  if (typeof said === "string") return said.includes(" ") ? [said] : [];
  return typeof said === "object" && said !== null ? Object.values(said).flatMap(textsIn) : [];
}

function reasonOf({ standing }: Item, say: Say): string {
  return standing.is === "refused" ? standing.reason || say("no-reason") : "";
}

export function paragraph(page: Document, words: string, className = ""): HTMLParagraphElement {
  const line = page.createElement("p");
  line.textContent = words;
  if (className) line.className = className;
  return line;
}

export function showRequests(page: Document, seen: Seen, say: Say, takeBack: (id: string) => void): void {
  const list = within<HTMLElement>(page, "#requests");
  const template = within<HTMLTemplateElement>(page, "#request");
  if (!list || !template) return;
  const rows = requestsOf(seen.today, seen.items).map((shown) => {
    const row = (template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    row.dataset["of"] = shown.at === "phone" ? shown.id : shown.request.id;
    fillRequest(row, shown, seen, say, clockOf(page, seen));
    const undo = within<HTMLButtonElement>(row, ".request-undo");
    if (shown.at === "phone" && shown.standing === "held") undo?.addEventListener("click", () => takeBack(shown.id));
    else undo?.remove();
    return row;
  });
  list.hidden = rows.length === 0;
  showRows(list, rows);
}

const WHAT: Readonly<Record<RequestKind, string>> = {
  contact: "asked-contact",
  not_safe: "asked-not-safe",
  check_in: "told-team",
  wrote: "team-wrote",
};

function fillRequest(row: HTMLElement, shown: ShownRequest, seen: Seen, say: Say, clock: Clock): void {
  const { kind, made_at } = shown.at === "server" ? shown.request : shown;
  const day = dayWords(dayOf(new Date(made_at), clock.zone), say, clock);
  setWords(row, ".request-what", say(WHAT[kind], { name: (shown.at === "server" && shown.request.read_by) || say("someone") }));
  setWords(row, "time", say("at", { day, time: timeWords(made_at, clock) }));
  within(row, "time")?.setAttribute("datetime", made_at);
  const tone = kind === "wrote" ? undefined : requestTone(shown, seen.isSignedOut, say, clock);
  setPill(within(row, ".pill"), tone);
  // Once more happened than reading, the reading still stands beside it.
  const read = readLine(shown, say, clock);
  setWords(row, ".request-read", read);
  setHidden(row, ".request-read", !read || tone === undefined || tone.words === read);
  // An answer belongs to who has read the request; before that it can only be an earlier one's.
  const answer = shown.at === "server" && shown.request.state !== "not_read" ? shown.request.answer : "";
  const isUnknown = kind === "not_safe" && !isWithTeam(shown);
  setWords(row, ".request-answer", isUnknown ? say("not-known") : answer);
  setHidden(row, ".request-answer", !answer && !isUnknown);
  within(row, ".request-answer")?.classList.toggle("unknown", isUnknown);
}

/** Whether the server has it; nothing less counts as the team's knowing. */
export function isWithTeam(shown: ShownRequest): boolean {
  return shown.at === "server" || shown.standing === "saved";
}

/** People to call: one's own, then the program. */
export function showPeople(page: Document, seen: Seen, say: Say): void {
  const own = contactsOf(seen.today, seen.items).map(({ name, relation, phone }) => ({ name, relation, phone }));
  const { name = "", phone = "" } = seen.today?.program ?? {};
  const people = phone ? [...own, { name, relation: say("your-program"), phone }] : own;
  setHidden(page, "#people", people.length === 0);
  const rows = people.map((person) => {
    const row = page.createElement("li");
    row.append(personWords(page, person.name, person.relation), callLink(page, person.name, person.phone, say));
    return row;
  });
  showRows(within(page, "#people ul"), rows);
}

export function personWords(page: Document, name: string, beside: string): HTMLElement {
  const words = page.createElement("p");
  const strong = page.createElement("strong");
  strong.textContent = name;
  const soft = page.createElement("span");
  soft.className = "soft";
  soft.textContent = beside;
  words.append(strong, " ", soft);
  return words;
}

export function callLink(page: Document, name: string, phone: string, say: Say): HTMLAnchorElement {
  const link = page.createElement("a");
  link.className = "button";
  link.href = `tel:${phone.replace(/[^+\d]/g, "")}`;
  link.textContent = phone;
  link.setAttribute("aria-label", `${say("call", { name })}, ${phone}`);
  return link;
}
