/** One's next sessions, not coming to one, and those that could make up for missing hours: each is one tap, or two. */
import { REASONS, type AbsenceReturn, type AbsenceTold, type OfSession, type Reason } from "../offline/entries";
import type { Phone, Seen } from "../companion/phone";
import type { OnItsWay } from "../companion/picture";
import { button, clockOf, paragraph, pill, rowOf, setHidden, setWords, showRows, standingTone, type Tone } from "../companion/shown";
import { dateWords, dayOf } from "../companion/times";
import type { Say } from "../companion/words";
import { inWordsOf, made, oneTap, promiseControl, send, sessionRow } from "../companion/session_row";
import { daysOnTheirWay, hoursWords, mondayOf, onItsWay } from "./sessions";
import type { ComingSession, MissingHours } from "./week";

/** So many sessions stand at once; the others are folded away. */
const FIRST_SHOWN = 4;

/** What the dialog is about: one session, or days. */
let about: ComingSession | undefined;
let latest: Seen | undefined;

export function startSessions(page: Document, phone: Phone, say: Say): void {
  const dialog = page.querySelector<HTMLDialogElement>("#absence");
  page.querySelector("#away-open")?.addEventListener("click", () => latest && open(page, undefined, latest, say));
  page.querySelector("#absence-cancel")?.addEventListener("click", () => dialog?.close());
  for (const control of page.querySelectorAll<HTMLButtonElement>("#absence [data-reason]")) {
    control.addEventListener("click", () => {
      const reason = REASONS.find((one) => one === control.dataset["reason"]);
      if (reason) void tell(page, reason, phone, say);
    });
  }
}

export function showSessions(page: Document, seen: Seen, say: Say, phone: Phone): void {
  latest = seen;
  const sessions = seen.week?.sessions ?? [];
  setHidden(page, "#sessions", seen.week === undefined);
  setHidden(page, "#sessions-none", sessions.length > 0);
  const rows = sessions.map((one) => rowOfSession(page, one, seen, say, phone));
  showRows(page.querySelector<HTMLElement>("#sessions-list"), rows.slice(0, FIRST_SHOWN));
  showRows(page.querySelector<HTMLElement>("#sessions-more-list"), rows.slice(FIRST_SHOWN));
  setHidden(page, "#sessions-more", rows.length <= FIRST_SHOWN);
  showAway(page, seen, say, phone);
  showOffers(page, seen, say, phone);
}

// --- What is coming --------------------------------------------------------------------------------------------------

function rowOfSession(page: Document, one: ComingSession, seen: Seen, say: Say, phone: Phone): HTMLElement {
  const row = sessionRow(page, one, seen, say);
  if (one.is_cancelled) {
    row.append(pill(page, { words: say("is-cancelled"), tone: "next" }));
    return row;
  }
  const way = onItsWay({ occurrence: one.id, absence: one.absence_id }, seen.items);
  if (one.absence_id) row.append(pill(page, { words: one.is_seat_gone ? say("seat-gone") : say("will-not-come", { why: say(`reason-${one.reason ?? ""}`) }), tone: "plain" }));
  const hasBegun = Date.parse(one.begins_at) <= Date.now();
  if (way) row.append(pill(page, wayTone(way, seen, say)));
  else if (one.absence_id && !one.is_seat_gone && !hasBegun && !isOfDays(one, seen)) row.append(returnButton(page, one.absence_id, inWordsOf(page, one, seen, say), say, phone));
  else if (one.is_make_up && !one.absence_id && !hasBegun) {
    const promise = promiseControl(page, one, seen, say, phone);
    if (promise) row.append(promise);
    row.append(deedButton(page, "make-up-return", one, seen, say, phone));
  }
  else if (!one.absence_id) {
    const promise = promiseControl(page, one, seen, say, phone);
    if (promise) row.append(promise);
    const control = button(page, say("do-absence"), "button small", () => open(page, one, seen, say));
    control.setAttribute("aria-label", `${say("do-absence")}: ${inWordsOf(page, one, seen, say)}`);
    row.append(control);
  }
  return row;
}

/** What was told for days is taken back where the days stand. */
function isOfDays(one: ComingSession, seen: Seen): boolean {
  return (seen.week?.away ?? []).some(({ id }) => id === one.absence_id);
}

// --- Not coming ------------------------------------------------------------------------------------------------------

function showAway(page: Document, seen: Seen, say: Say, phone: Phone): void {
  const away = seen.week?.away ?? [];
  const waiting = daysOnTheirWay(seen.items, away.map(({ id }) => id));
  const language = page.documentElement.lang || "en";
  const rows = [
    ...away.map(({ id, first_on, last_on, reason }) => {
      const words = daysWords(first_on, last_on, reason, say, language);
      const way = onItsWay({ absence: id }, seen.items);
      const row = rowOf(page, id);
      row.append(paragraph(page, words), way ? pill(page, wayTone(way, seen, say)) : returnButton(page, id, words, say, phone));
      return row;
    }),
    ...waiting.map(({ entry, standing }) => {
      const row = rowOf(page, entry.id);
      row.append(paragraph(page, daysWords(entry.first_on ?? "", entry.last_on ?? "", entry.reason, say, language)), pill(page, wayTone(standing, seen, say)));
      return row;
    }),
  ];
  showRows(page.querySelector<HTMLElement>("#away-list"), rows);
}

function daysWords(first: string, last: string, reason: Reason, say: Say, language: string): string {
  const [from, to] = [dateWords(first, language), dateWords(last, language)];
  const days = first === last ? from : say("away-days", { first: from, last: to });
  return `${days}: ${say(`reason-${reason}`)}`;
}

function open(page: Document, one: ComingSession | undefined, seen: Seen, say: Say): void {
  const dialog = page.querySelector<HTMLDialogElement>("#absence");
  if (!dialog || dialog.open) return;
  about = one;
  const today = dayOf(new Date(), clockOf(page, seen).zone);
  setWords(page, "#absence-of", one ? inWordsOf(page, one, seen, say) : say("absence-days"));
  setHidden(page, "#absence-dates", one !== undefined);
  setHidden(page, "#absence-error", true);
  for (const field of dialog.querySelectorAll<HTMLInputElement>("input[type=date]")) field.value = field.min = today;
  const note = dialog.querySelector<HTMLTextAreaElement>("#absence-note");
  if (note) note.value = "";
  dialog.showModal();
}

async function tell(page: Document, reason: Reason, phone: Phone, say: Say): Promise<void> {
  const dialog = page.querySelector<HTMLDialogElement>("#absence");
  if (!dialog?.open || !latest) return;
  const value = (selector: string): string => dialog.querySelector<HTMLInputElement | HTMLTextAreaElement>(selector)?.value.trim() ?? "";
  const [first, last] = about ? [null, null] : [value("#absence-first"), value("#absence-last")];
  const isRight = first === null || (/^\d{4}-\d\d-\d\d$/.test(first) && last !== null && last >= first);
  setHidden(page, "#absence-error", isRight);
  if (!isRight) return;
  const inWords = about ? inWordsOf(page, about, latest, say) : daysWords(first ?? "", last ?? "", reason, say, page.documentElement.lang || "en");
  const entry: AbsenceTold = { kind: "absence", ...made(), occurrence_id: about?.id ?? null, first_on: first, last_on: last, reason, note: value("#absence-note"), inWords };
  dialog.close(); // two quick taps are one
  await send(page, entry, phone);
}

// --- What could make up for hours ------------------------------------------------------------------------------------

/** Weeks that something can be added to; a week that nothing fits is nobody's fault and not spoken of. */
function showOffers(page: Document, seen: Seen, say: Say, phone: Phone): void {
  const offers = (seen.week?.offers ?? []).map((one) => ({ ...one, is_make_up: false }));
  const { zone } = clockOf(page, seen);
  const weeks = new Set(offers.map((one) => mondayOf(dayOf(new Date(one.begins_at), zone))));
  setHidden(page, "#offers", offers.length === 0);
  const said = (seen.week?.missing ?? []).filter(({ monday }) => weeks.has(monday)).map((one) => paragraph(page, missingWords(one, say, page.documentElement.lang || "en")));
  showRows(page.querySelector<HTMLElement>("#offers-missing"), said);
  const rows = offers.map((one) => {
    const row = sessionRow(page, one, seen, say);
    const way = onItsWay({ occurrence: one.id }, seen.items);
    row.append(way ? pill(page, wayTone(way, seen, say)) : deedButton(page, "make-up", one, seen, say, phone));
    return row;
  });
  showRows(page.querySelector<HTMLElement>("#offers-list"), rows);
}

function missingWords({ monday, minutes, asked }: MissingHours, say: Say, language: string): string {
  return say("hours-missing", { day: dateWords(monday, language), has: hoursWords(Math.max(0, asked - minutes), language), asked: hoursWords(asked, language) });
}

// --- What is done with one -------------------------------------------------------------------------------------------

function deedButton(page: Document, kind: OfSession["kind"], one: ComingSession, seen: Seen, say: Say, phone: Phone): HTMLElement {
  const inWords = inWordsOf(page, one, seen, say);
  return oneTap(page, say(`do-${kind}`), kind === "make-up" ? "button next" : "button small", inWords, phone, () => ({ kind, ...made(), occurrence_id: one.id, inWords }));
}

function returnButton(page: Document, absence: string, inWords: string, say: Say, phone: Phone): HTMLElement {
  return oneTap(page, say("do-absence-return"), "button small", inWords, phone, (): AbsenceReturn => ({ kind: "absence-return", ...made(), absence_id: absence, inWords }));
}

function wayTone(way: OnItsWay, seen: Seen, say: Say): Tone {
  return standingTone(way, seen.isSignedOut, say);
}
