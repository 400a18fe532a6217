/** One's own calendar of use as the server tells it, and what lies on this phone on top of it. A day that nobody told of is a gap. */
import type { OnItsWay } from "../companion/picture";
import { daysBefore } from "../companion/times";
import type { Item, RememberedDay, UseDay, UseGoal } from "../offline/entries";

export type State = UseDay["state"];

export interface ToldDay {
  id: string;
  on_day: string;
  state: State;
  substances: string[];
  amount: string;
  made_at: string;
  with_staff: string;
}

export interface OwnUse {
  is_open: boolean;
  first: string;
  last: string;
  listed: { code: string; words: string }[];
  uses: { substance: string; words: string; known: string; last_used_on: string | null }[];
  goals: { id: string; substance: string; goal: string; said: string; made_at: string }[];
  days: ToldDay[];
  remembered: { id: string; on_day: string; said: string; made_at: string }[];
  anchors: { on_day: string; words: string }[];
  setbacks: string[];
}

/** Undefined when this is not our answer. */
export function readUse(said: unknown): OwnUse | undefined {
  if (typeof said !== "object" || said === null) return undefined;
  const parts = said as Record<string, unknown>;
  const lists = ["listed", "uses", "goals", "days", "remembered", "anchors", "setbacks"];
  return typeof parts["is_open"] === "boolean" && typeof parts["last"] === "string" && lists.every((one) => Array.isArray(parts[one])) ? (said as OwnUse) : undefined;
}

type Made = { id: string; made_at: string };
type OnPhone<T> = T & { way?: OnItsWay };

/** What was said last of each thing, the phone's own on top of the server's; what was refused says nothing. */
function lastOf<T extends Made>(saved: T[], own: OnPhone<T>[], about: (one: T) => string): Map<string, OnPhone<T>> {
  const known = new Set(saved.map(({ id }) => id));
  const all = [...saved, ...own.filter(({ id }) => !known.has(id))];
  const sorted = all.sort((one, other) => Date.parse(one.made_at) - Date.parse(other.made_at));
  return new Map(sorted.map((one) => [about(one), one]));
}

/** Day -> what was said of it last; gaps and days that were taken back are not in it. */
export function daysOf(use: OwnUse, items: Item[]): Map<string, OnPhone<ToldDay>> {
  const own = items.flatMap(({ entry, standing }): OnPhone<ToldDay>[] =>
    entry.kind === "use-day" && standing.is !== "refused" ? [{ ...(entry as UseDay), with_staff: "", way: standing.is }] : [],
  );
  const told = lastOf(use.days, own, ({ on_day }) => on_day);
  for (const [day, { state }] of told) if (state === "cleared") told.delete(day);
  return told;
}

/** Substance -> what one wants with it. */
export function goalsOf(use: OwnUse, items: Item[]): Map<string, OnPhone<OwnUse["goals"][number]>> {
  const own = items.flatMap(({ entry, standing }) => (entry.kind === "use-goal" && standing.is !== "refused" ? [{ ...(entry as UseGoal), way: standing.is }] : []));
  return lastOf<OwnUse["goals"][number]>(use.goals, own, ({ substance }) => substance);
}

/** Day -> all that it is remembered by: days of the year, one's own. */
export function rememberedOf(use: OwnUse, items: Item[]): Map<string, string[]> {
  const words = new Map<string, string[]>();
  const add = (day: string, said: string): void => void (said && words.set(day, [...(words.get(day) ?? []), said]));
  for (const { on_day, words: said } of use.anchors) add(on_day, said);
  const own = items.flatMap(({ entry, standing }) => (entry.kind === "remembered-day" && standing.is !== "refused" ? [{ ...(entry as RememberedDay), way: standing.is }] : []));
  for (const { on_day, said } of lastOf<OwnUse["remembered"][number]>(use.remembered, own, ({ on_day: day }) => day).values()) add(on_day, said);
  return words;
}

export interface Sums {
  told: number;
  of: number;
  used: number;
  none: number;
  notSure: number;
  longest: number;
}

/** What the days from first to last come to: as `daybridge.substances.rules.sums` reckons it, for a phone without a signal. */
export function sumsOf(days: ReadonlyMap<string, { state: State }>, first: string, last: string): Sums {
  const sums: Sums = { told: 0, of: 0, used: 0, none: 0, notSure: 0, longest: 0 };
  let run = 0;
  for (let day = first; day <= last; day = daysBefore(day, -1)) {
    const state = days.get(day)?.state;
    sums.of += 1;
    if (state) sums.told += 1;
    if (state === "used") sums.used += 1;
    if (state === "none") sums.none += 1;
    if (state === "not_sure") sums.notSure += 1;
    run = state === "none" ? run + 1 : 0;
    sums.longest = Math.max(sums.longest, run);
  }
  return sums;
}

/** The days of a month ("2026-11") in weeks that begin on Sunday; null where a week reaches into another month. */
export function weeksOf(month: string): (string | null)[][] {
  const first = new Date(`${month}-01T12:00:00Z`);
  const places: (string | null)[] = Array.from({ length: first.getUTCDay() }, () => null);
  for (let day = `${month}-01`; day.startsWith(month); day = daysBefore(day, -1)) places.push(day);
  while (places.length % 7) places.push(null);
  return Array.from({ length: places.length / 7 }, (_, week) => places.slice(week * 7, week * 7 + 7));
}

/** The month so many months on. */
export function monthAfter(month: string, by: number): string {
  const noon = new Date(`${month}-15T12:00:00Z`);
  noon.setUTCMonth(noon.getUTCMonth() + by);
  return noon.toISOString().slice(0, 7);
}

/** What somebody adds that the list has no code for, or a code of the list; empty for nothing. */
export function keyOf(code: string, own: string): string {
  const words = own.split(/\s+/).filter(Boolean).join(" ");
  if (code !== "other") return code;
  return words ? `other:${words}` : "";
}
