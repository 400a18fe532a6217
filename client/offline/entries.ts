/** What a participant can send, how far it has come, and what the server's answer means for it. */

import type { Week } from "../week/week";
import type { Sections } from "./plans";

export type Medicines = "all" | "some" | "none";

interface Made {
  id: string;
  made_at: string;
}

export interface CheckIn extends Made {
  kind: "check-in";
  on_day: string;
  mood: number;
  anxiety: number | null;
  urge: number | null;
  sleep_hours: number | null;
  medicines: Medicines | null;
  note: string;
  /** What one's own diary asks in the check-in. */
  marks?: Record<string, Mark>;
  /** A human may have to hear of it: it waits behind nothing else. */
  isCritical?: boolean;
}

/** What is said of one target of a diary: 0 to 5, whether it was acted on. */
export interface Mark {
  level?: number;
  acted?: boolean;
}

/** A worksheet or a page of the diary; `about` names the entry that it goes on with or corrects. */
export interface WorkEntry extends Made {
  kind: "entry";
  about: string | null;
  worksheet: string;
  version: number;
  on_day: string;
  is_shared: boolean;
  answers: Record<string, unknown>;
  /** A human may have to hear of it: it waits behind nothing else. */
  isCritical: boolean;
}

export interface SupportRequest extends Made {
  kind: "support";
  asks: "contact" | "not_safe";
}

export interface NewContact extends Made {
  kind: "contact";
  name: string;
  relation: string;
  phone: string;
}

export interface ContactRemoval extends Made {
  kind: "contact-removal";
  contact_id: string;
}

/** All answers given so far to one questionnaire; `isCritical` when one of them is for a human to hear of at once. */
export interface AnswersPart extends Made {
  kind: "answers";
  sheet_id: string;
  assignment_id: string | null;
  instrument: string;
  version: number;
  begun_at: string;
  answers: Record<string, number | "declined" | "na">;
  is_last: boolean;
  isCritical: boolean;
}

export type DoseState = "taken" | "late" | "skipped" | "cleared";

/** What is said of one dose: the slot of a day, or none for one taken as needed. A later one takes the place of an earlier. */
export interface Dose extends Made {
  kind: "dose";
  medicine_id: string;
  due_on: string;
  slot: string | null;
  state: DoseState;
  at_time: string | null;
  reason: string;
  note: string;
  corrects: string | null;
}

export interface SideEffect extends Made {
  kind: "side-effect";
  medicine_id: string | null;
  what: string[];
  words: string;
  strength: "mild" | "medium" | "strong";
  since_on: string | null;
  wants_call: boolean;
  /** A human may have to hear of it today: it waits behind nothing else. */
  isCritical: boolean;
}

/** What one takes: each medicine of one's list, and what else, one a line. */
export interface Taking extends Made {
  kind: "taking";
  lines: { medicine_id: string; says: "yes" | "no" | "differently"; words: string }[];
  more: string;
}

/** A whole version of one's own safety plan. */
export interface PlanDraft extends Made {
  kind: "plan";
  /** The version that was on the screen; null where there was none. */
  based_on: string | null;
  sections: Sections;
}

export interface PlanSignature extends Made {
  kind: "plan-signature";
  plan_id: string;
}

/** A line of a visit to a piece of the library: it was opened, its steps were done, or whether it helped. */
export interface Opening extends Made {
  kind: "opening";
  /** The first line's id. */
  visit_id: string;
  code: string;
  version: number;
  way: "assigned" | "suggested" | "chosen" | "coping";
  is_done: boolean;
  helped: "yes" | "a_little" | "no" | null;
}

/** When one can come: a whole week, which takes the place of the one before. */
export interface WeekTold extends Made {
  kind: "week";
  week: Week;
}

/** What one does with one date of a group: a seat is taken to make up for hours, or given back, or one says that one will come. */
export interface OfSession extends Made {
  kind: "make-up" | "make-up-return" | "promise";
  occurrence_id: string;
  /** The session in words, for this phone alone. */
  inWords: string;
}

export const REASONS = ["sick", "work", "school", "care", "transport", "appointment", "other"] as const;
export type Reason = (typeof REASONS)[number];

/** Not coming: to one session, or on days from first to last. */
export interface AbsenceTold extends Made {
  kind: "absence";
  occurrence_id: string | null;
  first_on: string | null;
  last_on: string | null;
  reason: Reason;
  note: string;
  inWords: string;
}

/** One comes after all. */
export interface AbsenceReturn extends Made {
  kind: "absence-return";
  absence_id: string;
  inWords: string;
}

/** Other times are asked for: than those of one seat, or in all. */
export interface ChangeAsked extends Made {
  kind: "change-request";
  seat_id: string | null;
  better: string;
  note: string;
  inWords: string;
}

/** 0 to 10; none where it was left out. */
export type Rating = number | null;

/** How a session was. Nothing at all takes back what was said before. */
export interface SessionRated extends Made {
  kind: "session-rating";
  occurrence_id: string;
  room: Rating;
  mattered: Rating;
  belonged: Rating;
  together: Rating;
  inWords: string;
}

export const PRACTICES = ["did", "partly", "not"] as const;
export type Practice = (typeof PRACTICES)[number];

/** What became of a session's practice. */
export interface PracticeTold extends Made {
  kind: "practice";
  occurrence_id: string;
  said: Practice;
  inWords: string;
}

/** What is told of one day's use. What is said last of a day holds; `cleared` takes it back. */
export interface UseDay extends Made {
  kind: "use-day";
  on_day: string;
  state: "none" | "used" | "not_sure" | "cleared";
  substances: string[];
  amount: string;
}

/** What one wants with something that one uses. */
export interface UseGoal extends Made {
  kind: "use-goal";
  substance: string;
  goal: "stop" | "less" | "safer" | "not_sure" | "keep";
  said: string;
}

/** By what a day is remembered; without words that is taken back. */
export interface RememberedDay extends Made {
  kind: "remembered-day";
  on_day: string;
  said: string;
}

/** A message to one's care team; `about` names an own one that it puts in other words. */
export interface MessageWritten extends Made {
  kind: "message";
  about: string | null;
  words: string;
  is_urgent: boolean;
  /** What goes along; its kind is for this phone alone. */
  file?: { kind: "picture" | "voice" | "document"; name: string; content: string } | null;
  /** Somebody is asked at once: it waits behind nothing else. */
  isCritical: boolean;
}

export type Entry = CheckIn | MessageWritten | UseDay | UseGoal | RememberedDay | WeekTold | OfSession | SessionRated | PracticeTold | AbsenceTold | AbsenceReturn | ChangeAsked | WorkEntry | Opening | Dose | SideEffect | Taking | AnswersPart | SupportRequest | NewContact | ContactRemoval | PlanDraft | PlanSignature;

/** How long what can be undone waits for second thoughts. "Not safe" never waits. */
export const SECOND_THOUGHTS_MS = 8_000;

/** An entry is "held" for the moments in which its author may still take it back. */
export type Standing =
  | { is: "held"; until: number }
  | { is: "waiting"; tries: number; notBefore: number }
  | { is: "sending"; tries: number }
  | { is: "saved"; savedAt: string }
  | { is: "refused"; status: number; reason: string };

export interface Item {
  entry: Entry;
  standing: Standing;
}

export type Answer =
  | { is: "saved"; savedAt: string }
  /** `othersMayGo`: the server is there and failed at this very entry. */
  | { is: "later"; afterMs?: number; othersMayGo?: true }
  | { is: "signed-out" }
  | { is: "refused"; status: number; reason: string };

export interface Letter {
  method: "POST" | "DELETE";
  path: string;
  body?: Record<string, unknown>;
}

/** Where entries go that are sent as they are, but for their kind. */
const PATHS = {
  "check-in": "check-ins",
  entry: "entries",
  opening: "library/openings",
  answers: "answers",
  dose: "doses",
  "side-effect": "side-effects",
  taking: "taking",
  plan: "plans",
  "plan-signature": "plan-signatures",
  week: "weeks",
  "make-up": "make-ups",
  "make-up-return": "make-up-returns",
  absence: "absences",
  "absence-return": "absence-returns",
  "change-request": "change-requests",
  promise: "promises",
  "session-rating": "session-ratings",
  practice: "practice",
  "use-day": "use-days",
  "use-goal": "use-goals",
  "remembered-day": "remembered-days",
} as const;

export function letterOf(entry: Entry): Letter {
  switch (entry.kind) {
    case "support": {
      const { id, made_at, asks } = entry;
      return { method: "POST", path: "/api/companion/support-requests", body: { id, kind: asks, made_at } };
    }
    case "contact": {
      const { id, name, relation, phone } = entry;
      return { method: "POST", path: "/api/companion/contacts", body: { id, name, relation, phone } };
    }
    case "contact-removal":
      return { method: "DELETE", path: `/api/companion/contacts/${entry.contact_id}` };
    case "message": {
      const { id, made_at, about, words, is_urgent, file } = entry;
      const told = file ? { file: { name: file.name, content: file.content } } : {};
      return { method: "POST", path: "/api/companion/messages", body: { id, made_at, about, words, is_urgent, ...told } };
    }
    default: {
      const { kind, ...body } = entry;
      return { method: "POST", path: `/api/companion/${PATHS[kind]}`, body: sent(body) };
    }
  }
}

/** What only the phone needs to know stays on it. */
function sent(body: Record<string, unknown>): Record<string, unknown> {
  const { isCritical: _, inWords: __, ...rest } = body;
  return rest;
}

/** What a response means. Only an answer that is surely ours counts as saved: a café's sign-in page also says 200. */
export async function judge(entry: Entry, response: Response, now: Date): Promise<Answer> {
  const { status } = response;
  if (status === 204 || (status === 404 && entry.kind === "contact-removal")) return { is: "saved", savedAt: now.toISOString() };
  const said = await readJson(response);
  if (response.ok) {
    const savedAt = said["saved_at"];
    return said["id"] === entry.id && typeof savedAt === "string" ? { is: "saved", savedAt } : { is: "later" };
  }
  if (status === 401) return { is: "signed-out" };
  if (status >= 500) return { ...later(response), othersMayGo: true };
  if (status === 429 || status === 408 || status < 400) return later(response);
  if (said["type"] === "urn:daybridge:csrf") return { is: "later" }; // the next try asks for a fresh token
  return { is: "refused", status, reason: reasonIn(said) };
}

function later(response: Response): Answer & { is: "later" } {
  const seconds = Number(response.headers.get("Retry-After") ?? "");
  return seconds > 0 ? { is: "later", afterMs: seconds * 1000 } : { is: "later" };
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  try {
    const said: unknown = await response.json();
    return typeof said === "object" && said !== null ? (said as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The server's own sentence (RFC 9457 title), then what it says about single answers. */
function reasonIn(said: Record<string, unknown>): string {
  const errors = Array.isArray(said["errors"]) ? (said["errors"] as { message?: unknown }[]) : [];
  const sentences = [said["title"], ...errors.map((error) => error.message)];
  return sentences.filter((one): one is string => typeof one === "string" && one !== "").join(" ");
}
