/** My hours: what is done and what is ahead, as a path that fills; a week that holds less is never a failure. */
import type { Seen } from "../companion/phone";
import { setHidden, setWords } from "../companion/shown";
import { dateWords } from "../companion/times";
import type { Say } from "../companion/words";
import { hoursWords } from "./sessions";
import type { OwnHours } from "./week";

/** How far the path is filled, in percent: with what is done, and with what is ahead as well. */
export function filled({ done, ahead, planned }: OwnHours): { done: number; ahead: number } {
  const of = (minutes: number): number => (planned > 0 ? Math.min(100, Math.floor((100 * minutes) / planned)) : 100);
  return { done: of(done), ahead: of(done + ahead) };
}

export function sentence(hours: OwnHours, say: Say, language: string): string {
  const held = hours.done + hours.ahead;
  const told = { held: hoursWords(held, language), planned: hoursWords(hours.planned, language), day: hours.last_on ? dateWords(hours.last_on, language) : "" };
  if (!hours.last_on) return say("hours-open", told);
  if (hours.done >= hours.planned) return say("hours-reached", told);
  return say(held >= hours.planned ? "hours-whole" : "hours-held", told);
}

export function showHours(page: Document, seen: Seen, say: Say): void {
  const hours = seen.week?.hours;
  setHidden(page, "#my-hours", !hours);
  if (!hours) return;
  const language = page.documentElement.lang || "en";
  const { done, ahead } = filled(hours);
  page.querySelector("#my-hours-done")?.setAttribute("width", String(done));
  page.querySelector("#my-hours-ahead")?.setAttribute("width", String(ahead));
  setWords(page, "#my-hours-words", sentence(hours, say, language));
  setWords(page, "#my-hours-parts", say("hours-parts", { done: hoursWords(hours.done, language), ahead: hoursWords(hours.ahead, language) }));
  setHidden(page, "#my-hours-offers", hours.fitting === 0);
  setHidden(page, "#my-hours-door", hours.fitting === 0);
  setWords(page, "#my-hours-offers", say(hours.fitting === 1 ? "hours-offer" : "hours-offers", { n: hours.fitting }));
}
