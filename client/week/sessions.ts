/** One's sessions as they will be once this phone has sent what lies on it. */
import type { AbsenceTold, Entry, Item } from "../offline/entries";
import type { OnItsWay } from "../companion/picture";
import { daysBefore } from "../companion/times";

/** What was done last with one session, or with days that were told, and lies on this phone; a refused deed has changed nothing. */
export function onItsWay(of: { occurrence?: string; absence?: string | null | undefined }, items: Item[]): OnItsWay | undefined {
  return items.reduce<OnItsWay | undefined>((last, { entry, standing }) => (standing.is !== "refused" && isAbout(entry, of) ? standing.is : last), undefined);
}

function isAbout(entry: Entry, { occurrence, absence }: { occurrence?: string; absence?: string | null | undefined }): boolean {
  if (entry.kind === "session-rating" || entry.kind === "practice") return false; // of a session that is over
  if ("occurrence_id" in entry) return entry.occurrence_id !== null && entry.occurrence_id === occurrence;
  return "absence_id" in entry && entry.absence_id === absence;
}

/** Absences for days that lie on this phone still. */
export function daysOnTheirWay(items: Item[], known: readonly string[]): { entry: AbsenceTold; standing: OnItsWay }[] {
  return items.flatMap(({ entry, standing }) =>
    entry.kind === "absence" && entry.occurrence_id === null && standing.is !== "refused" && !known.includes(entry.id) ? [{ entry, standing: standing.is }] : [],
  );
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  return daysBefore(day, (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7);
}

/** 90 minutes are 1.5 hours, 50 are 0.8: as few digits as tell it. */
export function hoursWords(minutes: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(minutes / 60);
}
