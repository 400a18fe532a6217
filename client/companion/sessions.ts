/** One's sessions as the server tells them, and as they will be once this phone has sent what lies on it. */
import type { Item, Practice, Rating } from "../offline/entries";
import type { ComingSession } from "../week/week";
import type { OnItsWay } from "./picture";

const HOUR_MS = 3_600_000;
/** So long before a session it is asked who will come, and who comes from elsewhere may join. */
const PROMISED_BEFORE_MS = 36 * HOUR_MS;
const JOIN_BEFORE_MS = 10 * 60_000;

export const QUESTIONS = ["room", "mattered", "belonged", "together"] as const;
export type Ratings = Record<(typeof QUESTIONS)[number], Rating>;

/** A session that one was at, for two days after its end. */
export interface SessionOver {
  id: string;
  group: string;
  begins_at: string;
  ends_at: string;
  until: string;
  topic: string;
  goals: string[];
  practice: string;
  practice_told: Practice | "";
  ratings: Ratings | null;
  next: { group: string; begins_at: string; ends_at: string } | null;
}

/** A session that one is in; `stream`: the connection by which one joined it from elsewhere. */
export interface IsIn {
  id: string;
  stream: string;
}

export interface OwnSessions {
  sessions: ComingSession[];
  /** Those of these that one is in. */
  here: IsIn[];
  afterwards: SessionOver[];
}

/** Undefined when this is not our answer. */
export function readSessions(said: unknown): OwnSessions | undefined {
  if (typeof said !== "object" || said === null) return undefined;
  return ["sessions", "here", "afterwards"].every((part) => Array.isArray((said as Record<string, unknown>)[part])) ? (said as OwnSessions) : undefined;
}

export function mayPromise(one: ComingSession, now: number): boolean {
  const begins = Date.parse(one.begins_at);
  return !one.is_promised && !one.is_cancelled && !one.absence_id && now < begins && begins - now <= PROMISED_BEFORE_MS;
}

export function mayJoin(one: ComingSession, now: number): boolean {
  const isFromElsewhere = one.mode === "video" || one.mode === "hybrid";
  return isFromElsewhere && !one.is_cancelled && !one.absence_id && Date.parse(one.begins_at) - JOIN_BEFORE_MS <= now && now < Date.parse(one.ends_at);
}

/** What holds of a session that is over: what lies on this phone before what the server has; a refused entry changed nothing. */
export function toldOf(over: SessionOver, items: Item[]): { ratings: Ratings | null; ratingWay?: OnItsWay; practice: Practice | ""; practiceWay?: OnItsWay } {
  return items.reduce<ReturnType<typeof toldOf>>(
    (told, { entry, standing }) => {
      if (standing.is === "refused" || !("occurrence_id" in entry) || entry.occurrence_id !== over.id) return told;
      if (entry.kind === "practice") return { ...told, practice: entry.said, practiceWay: standing.is };
      if (entry.kind !== "session-rating") return told;
      const { room, mattered, belonged, together } = entry;
      return { ...told, ratings: isEmpty(entry) ? null : { room, mattered, belonged, together }, ratingWay: standing.is };
    },
    { ratings: over.ratings, practice: over.practice_told },
  );
}

export function isEmpty(ratings: Ratings): boolean {
  return QUESTIONS.every((question) => ratings[question] === null);
}
