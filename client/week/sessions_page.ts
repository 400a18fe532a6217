/** One's next sessions, and those that could make up for hours that are missing: what is done with one is one tap. */
import type { OfSession } from "../offline/entries";
import { uuid7 } from "../offline/uuid7";
import type { Phone, Seen } from "../companion/phone";
import { button, clockOf, dayWords, explain, paragraph, rowOf, setHidden, setPill, showRows, standingTone, type Tone } from "../companion/shown";
import { dateWords, dayOf, timeWords, type Clock } from "../companion/times";
import type { Say } from "../companion/words";
import { deedOf, hoursWords, mondayOf } from "./sessions";
import type { ComingSession, MissingHours } from "./week";

/** So many sessions stand at once; the others are folded away. */
const FIRST_SHOWN = 4;

export function showSessions(page: Document, seen: Seen, say: Say, phone: Phone): void {
  const sessions = seen.week?.sessions ?? [];
  setHidden(page, "#sessions", seen.week === undefined);
  setHidden(page, "#sessions-none", sessions.length > 0);
  const rows = sessions.map((one) => rowOfSession(page, one, seen, say, phone));
  showRows(page.querySelector<HTMLElement>("#sessions-list"), rows.slice(0, FIRST_SHOWN));
  showRows(page.querySelector<HTMLElement>("#sessions-more-list"), rows.slice(FIRST_SHOWN));
  setHidden(page, "#sessions-more", rows.length <= FIRST_SHOWN);
  showOffers(page, seen, say, phone);
}

// --- What is coming --------------------------------------------------------------------------------------------------

function rowOfSession(page: Document, one: ComingSession, seen: Seen, say: Say, phone: Phone): HTMLElement {
  const row = sessionRow(page, one, seen, say);
  const deed = deedOf(one.id, seen.items);
  if (deed) row.append(pill(page, standingTone(deed.standing, seen.isSignedOut, say)));
  else if (one.is_make_up) row.append(deedButton(page, "make-up-return", one, seen, say, phone));
  return row;
}

/** When it is, with whom and where. */
function sessionRow(page: Document, one: ComingSession, seen: Seen, say: Say): HTMLElement {
  const row = rowOf(page, one.id);
  row.append(paragraph(page, whenWords(one, say, clockOf(page, seen)), "request-what"));
  row.append(paragraph(page, [one.group, one.lead, one.where || say("session-video"), one.is_make_up ? say("session-make-up") : ""].filter(Boolean).join(" · "), "soft"));
  return row;
}

function whenWords(one: ComingSession, say: Say, here: Clock): string {
  const day = dayWords(dayOf(new Date(one.begins_at), here.zone), say, here);
  return say("session-when", { day, start: timeWords(one.begins_at, here), end: timeWords(one.ends_at, here) });
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
    const deed = deedOf(one.id, seen.items);
    row.append(deed ? pill(page, standingTone(deed.standing, seen.isSignedOut, say)) : deedButton(page, "make-up", one, seen, say, phone));
    return row;
  });
  showRows(page.querySelector<HTMLElement>("#offers-list"), rows);
}

function missingWords({ monday, minutes, asked }: MissingHours, say: Say, language: string): string {
  return say("hours-missing", { day: dateWords(monday, language), has: hoursWords(Math.max(0, asked - minutes), language), asked: hoursWords(asked, language) });
}

// --- What is done with one -------------------------------------------------------------------------------------------

function deedButton(page: Document, kind: OfSession["kind"], one: ComingSession, seen: Seen, say: Say, phone: Phone): HTMLElement {
  const inWords = `${one.group}, ${whenWords(one, say, clockOf(page, seen))}`;
  const control = button(page, say(`do-${kind}`), kind === "make-up" ? "button next" : "button small", () => {
    control.disabled = true; // two quick taps are one
    const entry: OfSession = { kind, id: uuid7(), made_at: new Date().toISOString(), occurrence_id: one.id, inWords };
    void phone.send(entry).then(
      () => explain(page),
      (trouble: unknown) => {
        control.disabled = false;
        explain(page, trouble);
      },
    );
  });
  control.setAttribute("aria-label", `${say(`do-${kind}`)}: ${inWords}`);
  return control;
}

function pill(page: Document, tone: Tone): HTMLElement {
  const place = paragraph(page, "", "pill");
  setPill(place, tone);
  return place;
}
