/** One's sessions as they will be once this phone has sent what lies on it. */
import type { Item, OfSession } from "../offline/entries";
import type { OnItsWay } from "../companion/picture";
import { daysBefore } from "../companion/times";

export interface Deed {
  id: string;
  kind: OfSession["kind"];
  standing: OnItsWay;
}

/** What was done last with one session and lies on this phone; a refused deed is told elsewhere and has changed nothing. */
export function deedOf(occurrence: string, items: Item[]): Deed | undefined {
  const own = items.flatMap(({ entry, standing }) =>
    "occurrence_id" in entry && entry.occurrence_id === occurrence && standing.is !== "refused" ? [{ id: entry.id, kind: entry.kind, standing: standing.is }] : [],
  );
  return own.at(-1);
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  return daysBefore(day, (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7);
}

/** 90 minutes are 1.5 hours, 50 are 0.8: as few digits as tell it. */
export function hoursWords(minutes: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(minutes / 60);
}
