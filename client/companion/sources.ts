/** What pages show besides today's picture: where each is asked for, on which pages, and which entries it shows once they are saved. */
import { readMeasures, type Measures } from "../measures/due";
import { readMedicines, type Medicines } from "../medications/doses";
import type { Entry } from "../offline/entries";
import { readPlan, type Plan } from "../offline/plans";
import { readOwn, type OwnLibrary } from "../library/shelf";
import { readThread, type OwnThread } from "../messaging/thread";
import { readSessions, type OwnSessions } from "./sessions";
import { readUse, type OwnUse } from "../substances/days";
import { readWeek, type OwnWeek } from "../week/week";
import { readWork, type Work } from "../worksheets/work";

/** Pictures of the server's, kept in the sealed store under these names; gone with the session. */
export interface Pictures {
  /** What is asked and one's own lines. */
  measures: Measures | undefined;
  /** One's own safety plan. */
  plan: Plan | undefined;
  /** One's own medicines, the doses around today, and what one told of them. */
  medicines: Medicines | undefined;
  /** Worksheets, the diary, one's own entries and progress. */
  work: Work | undefined;
  /** What of the library was given to one, and what one opened. */
  library: OwnLibrary | undefined;
  /** When one can come, as it was told last. */
  week: OwnWeek | undefined;
  /** One's own calendar of use, and what one wants. */
  use: OwnUse | undefined;
  /** One's own messages. */
  messages: OwnThread | undefined;
  /** What is next, and what is over since two days. */
  sessions: OwnSessions | undefined;
}

export type SourceName = keyof Pictures;

interface Source<T> {
  path: string;
  /** The pages (`data-page`) that ask for it. */
  places: "all" | readonly string[];
  /** Kinds of entries that it tells of: one that is saved leaves the outbox once this was fetched anew. */
  kinds: readonly Entry["kind"][];
  /** Undefined when this is not our answer, for example a café's sign-in page. */
  read: (said: unknown) => T | undefined;
}

export const SOURCES: { [Name in SourceName]: Source<NonNullable<Pictures[Name]>> } = {
  measures: { path: "/api/companion/measures", places: ["today", "measures"], kinds: ["answers"], read: readMeasures },
  plan: { path: "/api/companion/plan", places: "all", kinds: ["plan", "plan-signature"], read: readPlan },
  medicines: { path: "/api/companion/medicines", places: ["today", "medicines"], kinds: ["dose", "side-effect", "taking"], read: readMedicines },
  work: { path: "/api/companion/work", places: ["today", "check-in", "skills", "worksheets", "diary", "now", "progress"], kinds: ["entry"], read: readWork },
  library: { path: "/api/companion/library", places: ["today", "check-in", "skills", "library", "now"], kinds: ["opening"], read: readOwn },
  week: { path: "/api/companion/week", places: ["today", "week"], kinds: ["week", "make-up", "make-up-return", "promise", "absence", "absence-return", "change-request"], read: readWeek },
  use: { path: "/api/companion/use", places: ["use"], kinds: ["use-day", "use-goal", "remembered-day"], read: readUse },
  messages: { path: "/api/companion/messages", places: ["today", "messages"], kinds: ["message"], read: readThread },
  sessions: { path: "/api/companion/sessions", places: ["today"], kinds: ["promise", "session-rating", "practice"], read: readSessions },
};

/** Whether a saved entry of this kind is seen in what was fetched: today's picture shows all that no source claims. */
export function isShownBy(fresh: ReadonlySet<SourceName>, kind: Entry["kind"]): boolean {
  const claimed = (Object.keys(SOURCES) as SourceName[]).filter((name) => SOURCES[name].kinds.includes(kind));
  return claimed.length === 0 || claimed.some((name) => fresh.has(name));
}
