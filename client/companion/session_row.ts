/** One session as a row, and what is done with it in one tap: on Today and in one's week. */
import type { Entry } from "../offline/entries";
import { uuid7 } from "../offline/uuid7";
import type { ComingSession } from "../week/week";
import type { Phone, Seen } from "./phone";
import { mayPromise } from "./sessions";
import { button, clockOf, dayWords, explain, paragraph, pill, rowOf } from "./shown";
import { dayOf, timeWords, type Clock } from "./times";
import type { Say } from "./words";

/** When it is, with whom and where. */
export function sessionRow(page: Document, one: ComingSession, seen: Seen, say: Say): HTMLElement {
  const row = rowOf(page, one.id);
  row.append(paragraph(page, whenWords(one, say, clockOf(page, seen)), "request-what"));
  row.append(paragraph(page, [one.group, one.lead, one.where || say("session-video"), one.is_make_up ? say("session-make-up") : ""].filter(Boolean).join(" · "), "soft"));
  return row;
}

export function whenWords(one: { begins_at: string; ends_at: string }, say: Say, here: Clock): string {
  const day = dayWords(dayOf(new Date(one.begins_at), here.zone), say, here);
  return say("session-when", { day, start: timeWords(one.begins_at, here), end: timeWords(one.ends_at, here) });
}

export function inWordsOf(page: Document, one: { group: string; begins_at: string; ends_at: string }, seen: Seen, say: Say): string {
  return `${one.group}, ${whenWords(one, say, clockOf(page, seen))}`;
}

/** "I'll be there" where it is near enough to be asked, what was said where it was said, else nothing. */
export function promiseControl(page: Document, one: ComingSession, seen: Seen, say: Say, phone: Phone): HTMLElement | undefined {
  if (one.is_promised) return pill(page, { words: say("is-promised"), tone: "good" });
  if (!mayPromise(one, Date.now())) return undefined;
  const inWords = inWordsOf(page, one, seen, say);
  return oneTap(page, say("do-promise"), "button small", inWords, phone, () => ({ kind: "promise", ...made(), occurrence_id: one.id, inWords }));
}

export function made(): { id: string; made_at: string } {
  return { id: uuid7(), made_at: new Date().toISOString() };
}

export async function send(page: Document, entry: Entry, phone: Phone): Promise<boolean> {
  try {
    await phone.send(entry);
    explain(page);
    return true;
  } catch (trouble) {
    explain(page, trouble);
    return false;
  }
}

export function oneTap(page: Document, words: string, className: string, inWords: string, phone: Phone, entry: () => Entry): HTMLElement {
  const control = button(page, words, className, () => {
    control.disabled = true; // two quick taps are one
    void send(page, entry(), phone).then((isKept) => (control.disabled = isKept));
  });
  control.setAttribute("aria-label", `${words}: ${inWords}`);
  return control;
}
