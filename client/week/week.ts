/** A person's week as this phone holds it: hours that are taken, by weekday, in minutes since midnight. */
import type { Item, Reason } from "../offline/entries";
import type { OnItsWay } from "../companion/picture";

export const WHYS = ["work", "school", "care", "other"] as const;
export type Why = (typeof WHYS)[number];

export interface Span {
  weekday: number;
  start: number;
  end: number;
  why: Why;
}

export interface Week {
  taken: Span[];
  /** Of every second week, where shifts alternate. */
  other: Span[] | null;
  /** The Monday of a week in which `other` holds. */
  anchor: string | null;
  days_off: string[];
  way: "in_person" | "video" | "either";
  travel: Record<string, number>;
  note: string;
}

export interface TellWeek {
  id: string;
  made_at: string;
  week: Week;
}

export interface ToldWeek extends TellWeek {
  told_to: string;
  confirmed_by: string;
}

export interface ComingSession {
  id: string;
  group: string;
  begins_at: string;
  ends_at: string;
  lead: string;
  where: string;
  is_make_up: boolean;
  /** What one told, where one will not come to it. */
  absence_id?: string | null;
  reason?: Reason | "";
  /** It was taken back when somebody else had the seat already. */
  is_seat_gone?: boolean;
  /** It does not take place; nobody has to come. */
  is_cancelled?: boolean;
  /** One said that one will come. */
  is_promised?: boolean;
  /** In the room, by video, or either. */
  mode?: "room" | "video" | "hybrid";
}

/** Days on which one told that one is away. */
export interface DaysAway {
  id: string;
  first_on: string;
  last_on: string;
  reason: Reason;
}

/** Other times that one asked for; without an answer it waits. */
export interface AskedChange {
  id: string;
  about: string;
  better: string;
  note: string;
  made_at: string;
  answer: { by: string; outcome: string; words: string; at: string } | null;
}

/** What the server says of one's own week. */
export interface OwnWeek {
  told: ToldWeek | null;
  sessions: ComingSession[];
  hours?: OwnHours | null;
  missing?: MissingHours[];
  offers?: ComingSession[];
  away?: DaysAway[];
  seats?: { id: string; words: string }[];
  changes?: AskedChange[];
}

/** Minutes of this week: done, ahead on the calendar, and planned; `fitting`: how many sessions of this week could be added. */
export interface OwnHours {
  monday: string;
  done: number;
  ahead: number;
  planned: number;
  last_on: string | null;
  fitting: number;
}

/** Minutes that the week of a Monday falls short of what the program asks for. */
export interface MissingHours {
  monday: string;
  minutes: number;
  asked: number;
}

/** Undefined when this is not our answer. */
export function readWeek(said: unknown): OwnWeek | undefined {
  return typeof said === "object" && said !== null && "told" in said && Array.isArray((said as Record<string, unknown>)["sessions"]) ? (said as OwnWeek) : undefined;
}

export const NOTHING_TAKEN: Week = { taken: [], other: null, anchor: null, days_off: [], way: "either", travel: {}, note: "" };

/** The week that was told last, on the server or still on this phone; `way` while it lies here. */
export function toldWeek(own: OwnWeek | undefined, items: Item[]): (TellWeek & { isOnItsWay?: OnItsWay; confirmed_by?: string }) | undefined {
  const here = items.flatMap(({ entry, standing }) => (entry.kind === "week" && standing.is !== "refused" && entry.id !== own?.told?.id ? [{ ...entry, isOnItsWay: standing.is }] : []));
  return [...(own?.told ? [own.told] : []), ...here].reduce<TellWeek | undefined>((last, one) => (last && Date.parse(last.made_at) > Date.parse(one.made_at) ? last : one), undefined);
}

/** The same with these minutes of a day painted; without `why` they are free again. What touches and reads the same is one. */
export function painted(spans: Span[], weekday: number, start: number, end: number, why?: Why): Span[] {
  const cut = spans.flatMap((one) => {
    if (one.weekday !== weekday || one.end <= start || end <= one.start) return [one];
    const left = one.start < start ? [{ ...one, end: start }] : [];
    const right = end < one.end ? [{ ...one, start: end }] : [];
    return [...left, ...right];
  });
  if (why) cut.push({ weekday, start, end, why });
  return joined(cut);
}

function joined(spans: Span[]): Span[] {
  const sorted = [...spans].sort((one, other) => one.weekday - other.weekday || one.start - other.start);
  return sorted.reduce<Span[]>((whole, one) => {
    const last = whole.at(-1);
    if (last && last.weekday === one.weekday && last.end === one.start && last.why === one.why) whole[whole.length - 1] = { ...last, end: one.end };
    else whole.push(one);
    return whole;
  }, []);
}

/** What takes most of an hour of a day; undefined where it is free. */
export function takenAt(spans: Span[], weekday: number, start: number, end: number): Span | undefined {
  const within = spans.filter((one) => one.weekday === weekday && one.start < end && start < one.end);
  const minutes = (one: Span): number => Math.min(one.end, end) - Math.max(one.start, start);
  return within.sort((one, other) => minutes(other) - minutes(one))[0];
}

export function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
