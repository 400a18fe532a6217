/** Which pieces fit what was just entered, each with the reason; decided on this phone. */
import { checkInsOf } from "../companion/picture";
import type { Seen } from "../companion/phone";
import { daysBefore } from "../companion/times";
import type { Mark } from "../offline/entries";
import { entriesOf } from "../worksheets/work";
import type { Piece, Visit, When } from "./shelf";

/** One thing that was entered: a check-in, a page of the diary, a worksheet. */
export interface Entered {
  id: string;
  on_day: string;
  mood?: number | null;
  anxiety?: number | null;
  urge?: number | null;
  sleep_hours?: number | null;
  medicines?: string | null;
  marks?: { kind: string; target: string; level: number }[];
  worksheet?: string;
}

export interface Suggestion {
  piece: Piece;
  because: string;
}

const LOOKED_BACK_DAYS = 7;
/** What was entered longer ago than this calls up nothing any more. */
const FRESH_DAYS = 2;
const NOT_AGAIN_WITHIN_MS = 3 * 86_400_000;

/** Everything entered in the last week, on the server or still on this phone. */
export function enteredIn({ today, work, items }: Pick<Seen, "today" | "items"> & { work?: Seen["work"] }): Entered[] {
  const kinds = new Map((work?.diary.targets ?? []).map(({ code, kind }) => [code, kind]));
  const levels = (marks: unknown): { kind: string; target: string; level: number }[] =>
    Object.entries((marks ?? {}) as Record<string, Mark>).flatMap(([target, { level }]) => (level === undefined ? [] : [{ kind: kinds.get(target) ?? "", target, level }]));
  const checkIns = checkInsOf(today, items).map((entry): Entered => ({ ...entry, marks: levels(entry.marks) }));
  const told = entriesOf(work, items).filter(({ is_shared }) => is_shared); // what is kept to oneself leaves no trace in what is suggested
  const sheets = told.map(({ id, on_day, worksheet, answers }): Entered => ({ id, on_day, worksheet, marks: levels(answers["marks"]) }));
  return [...checkIns, ...sheets];
}

/**
 * The pieces that fit, the most telling reason first. With `just` (an entry's id) only what that very entry calls up.
 * What did not help, or was opened in the last three days without helping, is left out.
 */
export function suggestionsFor(pieces: Piece[], entered: Entered[], { today, visits, now, just, most = 3 }: { today: string; visits: Visit[]; now: number; just?: string; most?: number }): Suggestion[] {
  const since = daysBefore(today, LOOKED_BACK_DAYS - 1);
  const fresh = daysBefore(today, FRESH_DAYS - 1);
  const lately = entered.filter(({ on_day }) => on_day >= since && on_day <= today);
  const found = pieces.flatMap((piece) => {
    if (isLeftOut(piece, visits, now)) return [];
    const reasons = piece.suggest.filter(({ when }) => {
      const matching = lately.filter((entry) => holds(when, entry));
      const calls = just === undefined ? matching.some(({ on_day }) => on_day >= fresh) : matching.some(({ id }) => id === just);
      return calls && new Set(matching.map(({ on_day }) => on_day)).size >= (when.on_days ?? 1);
    });
    const best = reasons.sort((one, other) => weight(other.when) - weight(one.when))[0];
    return best ? [{ piece, because: best.because, weight: weight(best.when) }] : [];
  });
  return found.sort((one, other) => other.weight - one.weight).slice(0, most);
}

function isLeftOut({ code }: Piece, visits: Visit[], now: number): boolean {
  const mine = visits.filter((visit) => visit.code === code).sort((one, other) => other.opened_at.localeCompare(one.opened_at));
  const said = mine.find(({ helped }) => helped !== "")?.helped ?? "";
  if (said === "no") return true;
  return said === "" && mine.some(({ opened_at }) => now - Date.parse(opened_at) < NOT_AGAIN_WITHIN_MS);
}

/** Whether all that is said of an entry holds of this one; what was not answered holds of nothing. */
export function holds(when: When, entry: Entered): boolean {
  const atMost = (limit: number | undefined, said: number | null | undefined): boolean => limit === undefined || (typeof said === "number" && said <= limit);
  const atLeast = (limit: number | undefined, said: number | null | undefined): boolean => limit === undefined || (typeof said === "number" && said >= limit);
  const { mark } = when;
  return (
    atMost(when.mood_at_most, entry.mood) &&
    atLeast(when.anxiety_at_least, entry.anxiety) &&
    atLeast(when.urge_at_least, entry.urge) &&
    atMost(when.sleep_hours_at_most, entry.sleep_hours) &&
    (!when.medicines || when.medicines.includes(entry.medicines ?? "")) &&
    (when.worksheet === undefined || when.worksheet === entry.worksheet) &&
    (!mark || (entry.marks ?? []).some(({ kind, target, level }) => kind === mark.kind && (!mark.target || target === mark.target) && level >= mark.at_least))
  );
}

/** The nearer to the end of its scale and the more it asks for, the more a reason tells. */
function weight(when: When): number {
  const parts = [
    when.mood_at_most && (5 - when.mood_at_most) / 4,
    when.anxiety_at_least && when.anxiety_at_least / 10,
    when.urge_at_least && when.urge_at_least / 10,
    when.sleep_hours_at_most && (10 - when.sleep_hours_at_most) / 10,
    when.medicines && 0.5,
    when.worksheet && 0.5,
    when.mark && when.mark.at_least / 5,
  ];
  return parts.reduce<number>((sum, part) => sum + (part || 0), 0) + ((when.on_days ?? 1) - 1) * 0.1;
}
