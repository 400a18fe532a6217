/** The server's picture of today, read once at the edge, and what this phone adds to it. */
import type { CheckIn, Item } from "../offline/entries";

export interface SavedCheckIn {
  id: string;
  on_day: string;
  made_at: string;
  mood: number;
}

export type RequestState = "not_read" | "read" | "contacted" | "closed";

export interface SavedRequest {
  id: string;
  kind: "contact" | "not_safe";
  made_at: string;
  state: RequestState;
  read_by: string;
  read_at: string | null;
  answer: string;
}

export interface Contact {
  id: string;
  name: string;
  relation: string;
  phone: string;
}

export interface Today {
  person: { name: string; language: string; time_zone: string };
  today: string;
  asks: { check_in: boolean; urge: boolean; medicines: boolean };
  check_ins: SavedCheckIn[];
  requests: SavedRequest[];
  contacts: Contact[];
  team: { name: string; role: string }[];
  program: { name: string; reply_hours: string; phone: string };
}

const PARTS = ["person", "today", "asks", "check_ins", "requests", "contacts", "team", "program"];
const LISTS = ["check_ins", "requests", "contacts", "team"];

/** Undefined when this is not our answer, for example a café's sign-in page. */
export function readToday(said: unknown): Today | undefined {
  if (typeof said !== "object" || said === null) return undefined;
  const whole = PARTS.every((part) => part in said) && LISTS.every((list) => Array.isArray((said as Record<string, unknown>)[list]));
  return whole ? (said as Today) : undefined;
}

/** What stays on a phone whose session has ended: people to call, and nothing about how anyone has been. */
export function onlySupport(today: Today): Today {
  return { ...today, person: { ...today.person, name: "" }, check_ins: [], requests: [], team: [] };
}

export type ShownRequest =
  | { at: "server"; request: SavedRequest }
  | { at: "phone"; id: string; kind: "contact" | "not_safe"; made_at: string; standing: "waiting" | "sending" | "saved" };

/** Requests newest first; one that both know is told as the server tells it. */
export function requestsOf(today: Today | undefined, items: Item[]): ShownRequest[] {
  const saved = today?.requests ?? [];
  const known = new Set(saved.map(({ id }) => id));
  const own = items.flatMap(({ entry, standing }): ShownRequest[] => {
    if (entry.kind !== "support" || standing.is === "refused" || known.has(entry.id)) return [];
    return [{ at: "phone", id: entry.id, kind: entry.asks, made_at: entry.made_at, standing: standing.is }];
  });
  return [...own.reverse(), ...saved.map((request): ShownRequest => ({ at: "server", request }))];
}

export function checkInsOf(today: Today | undefined, items: Item[]): SavedCheckIn[] {
  const saved = today?.check_ins ?? [];
  const known = new Set(saved.map(({ id }) => id));
  const own = items.filter(({ entry, standing }) => entry.kind === "check-in" && standing.is !== "refused" && !known.has(entry.id));
  return [...saved, ...own.map(({ entry }) => entry as CheckIn)];
}

export interface ShownContact extends Contact {
  isWaiting: boolean;
}

export function contactsOf(today: Today | undefined, items: Item[]): ShownContact[] {
  const live = items.filter(({ standing }) => standing.is !== "refused").map(({ entry }) => entry);
  const gone = new Set(live.flatMap((entry) => (entry.kind === "contact-removal" ? [entry.contact_id] : [])));
  const saved = (today?.contacts ?? []).map((contact) => ({ ...contact, isWaiting: false }));
  const known = new Set(saved.map(({ id }) => id));
  const own = live.flatMap((entry) => (entry.kind === "contact" && !known.has(entry.id) ? [{ ...entry, isWaiting: true }] : []));
  return [...saved, ...own].filter(({ id }) => !gone.has(id));
}

export interface Day {
  day: string;
  /** The last mood of the day; null where nobody checked in: a gap stays a gap. */
  mood: number | null;
}

/** One place per day, oldest first. */
export function moodByDay(checkIns: SavedCheckIn[], days: string[]): Day[] {
  const last = new Map<string, SavedCheckIn>();
  for (const one of checkIns) if (one.made_at >= (last.get(one.on_day)?.made_at ?? "")) last.set(one.on_day, one);
  return days.map((day) => ({ day, mood: last.get(day)?.mood ?? null }));
}
