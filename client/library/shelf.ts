/** The shelf of articles and exercises as the server tells it, and what of it is one's own. Read once at the edge. */

export type Block = { is: "heading" | "paragraph"; words: string } | { is: "list"; lines: string[] };

/** What was entered when a piece is suggested: all that is said holds of one entry, on at least `on_days` of the last seven days. */
export interface When {
  mood_at_most?: number;
  anxiety_at_least?: number;
  urge_at_least?: number;
  sleep_hours_at_most?: number;
  medicines?: string[];
  mark?: { kind: "urge" | "feeling"; target?: string; at_least: number };
  worksheet?: string;
  on_days?: number;
}

export type Step =
  | { do: "read" | "write"; words: string }
  | { do: "breathe"; words: string; breathe_in: number; hold: number; breathe_out: number; seconds: number }
  | { do: "wait"; words: string; seconds: number }
  | { do: "ride"; words: string; seconds: number; prompts: { at: number; words: string }[] }
  | { do: "tick"; words: string; count: number };

export type Help = "urge" | "anxiety" | "panic" | "anger" | "sadness" | "shame" | "flashback" | "tension" | "sleep" | "numbness";

export interface Piece {
  code: string;
  version: number;
  kind: "article" | "exercise";
  title: string;
  minutes: number;
  topics: string[];
  is_in_language: boolean;
  is_heavy: boolean;
  body: Block[];
  sources: string[];
  suggest: { when: When; because: string }[];
  helps_with: Help[];
  /** For how much distress (0 to 10, both ends included) an exercise fits. */
  distress: { least: number; most: number } | null;
  steps: Step[];
}

export interface Exercise extends Piece {
  kind: "exercise";
  distress: { least: number; most: number };
}

export interface Shelf {
  /** Changes with any word of the shelf. */
  mark: string;
  language: string;
  topics: { code: string; name: string }[];
  pieces: Piece[];
}

export type Helped = "" | "yes" | "a_little" | "no";
export type Way = "assigned" | "suggested" | "chosen" | "coping";

export interface Visit {
  id: string;
  code: string;
  way: string;
  opened_at: string;
  is_done: boolean;
  helped: Helped;
}

export interface Given {
  id: string;
  code: string;
  note: string;
  by: string;
  assigned_at: string;
}

/** What of the library is this person's own: it lies sealed on the phone, as everything of theirs does. */
export interface OwnLibrary {
  language: string;
  mark: string;
  given: Given[];
  visits: Visit[];
}

/** Undefined when this is not our answer, for example a café's sign-in page. */
export function readOwn(said: unknown): OwnLibrary | undefined {
  if (typeof said !== "object" || said === null) return undefined;
  const { mark, given, visits } = said as Record<string, unknown>;
  return typeof mark === "string" && Array.isArray(given) && Array.isArray(visits) ? (said as OwnLibrary) : undefined;
}

export function readShelf(said: unknown): Shelf | undefined {
  if (typeof said !== "object" || said === null) return undefined;
  const { mark, topics, pieces } = said as Record<string, unknown>;
  return typeof mark === "string" && Array.isArray(topics) && Array.isArray(pieces) ? (said as Shelf) : undefined;
}
