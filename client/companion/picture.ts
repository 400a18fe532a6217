/** The server's picture of today, read once at the edge, and what this phone adds to it. */
import type { CheckIn, Entry, Item, Mark } from "../offline/entries";

export interface SavedCheckIn {
  id: string;
  on_day: string;
  made_at: string;
  mood: number;
  anxiety?: number | null;
  urge?: number | null;
  sleep_hours?: number | null;
  medicines?: string | null;
  note?: string;
  marks?: Record<string, Mark>;
}

export type RequestState = "not_read" | "read" | "contacted" | "closed";

/** What was asked for, a check-in that went to the team, or a line that the team wrote unasked. */
export type RequestKind = "contact" | "not_safe" | "check_in" | "wrote";

export interface SavedRequest {
  id: string;
  kind: RequestKind;
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
  asks: { check_in: boolean; anxiety: boolean; urge: boolean; sleep: boolean; medicines: boolean; note: boolean };
  check_ins: SavedCheckIn[];
  requests: SavedRequest[];
  contacts: Contact[];
  team: { name: string; role: string }[];
  program: { name: string; reply_hours: string; phone: string };
  /** Whether a section about them waits; a picture kept from before does not say. */
  about_me?: boolean;
  /** How many messages of the team are not read; a picture kept from before does not say. */
  unread?: number;
  /** Whether a peer wrote something new in a space of theirs. */
  peers?: boolean;
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
  return { ...today, person: { ...today.person, name: "" }, check_ins: [], requests: [], team: [], about_me: false, unread: 0, peers: false };
}

/** How far an entry that still lies on the phone has come; a refused one is shown on its own. */
export type OnItsWay = "held" | "waiting" | "sending" | "saved";

export type ShownRequest =
  | { at: "server"; request: SavedRequest }
  | { at: "phone"; id: string; kind: "contact" | "not_safe"; made_at: string; standing: OnItsWay };

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

/** The newest "not safe" of the last day that nobody has answered for good. */
export function lastNotSafe(shown: ShownRequest[], now: Date): ShownRequest | undefined {
  const since = new Date(now.getTime() - 24 * 3_600_000).toISOString();
  return shown.find((one) => {
    const { kind, made_at } = one.at === "server" ? one.request : one;
    const isOver = one.at === "server" && one.request.state === "closed";
    return kind === "not_safe" && !isOver && new Date(made_at).toISOString() >= since;
  });
}

export type ShownContact = Contact & ({ is: "kept" } | { is: "waiting" } | { is: "leaving"; removalId: string });

/** People to call as they will be once everything is sent; one whose removal can be taken back is still there. */
export function contactsOf(today: Today | undefined, items: Item[]): ShownContact[] {
  const live = items.filter(({ standing }) => standing.is !== "refused");
  const saved = (today?.contacts ?? []).map((contact): ShownContact => ({ ...contact, is: "kept" }));
  const known = new Set(saved.map(({ id }) => id));
  const own = live.flatMap(({ entry }): ShownContact[] => (isNew(entry) && !known.has(entry.id) ? [{ ...entry, is: "waiting" }] : []));
  return [...saved, ...own].flatMap((contact): ShownContact[] => {
    const removal = live.find(({ entry }) => entry.kind === "contact-removal" && entry.contact_id === contact.id);
    if (!removal) return [contact];
    return removal.standing.is === "held" ? [{ ...contact, is: "leaving", removalId: removal.entry.id }] : [];
  });
}

function isNew(entry: Entry): entry is Entry & { kind: "contact" } {
  return entry.kind === "contact";
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
