/** One's own thread as the server tells it, and what lies on this phone on top of it. */
import type { OnItsWay } from "../companion/picture";
import type { Item, MessageWritten } from "../offline/entries";

export interface SavedMessage {
  id: string;
  number: number;
  /** Who of the team; empty for one's own. */
  by: string;
  words: string;
  made_at: string;
  saved_at: string;
  is_urgent: boolean;
  earlier: { words: string; at: string }[];
  readers: { name: string; at: string }[];
  file?: { id: string; kind: "picture" | "voice" | "document"; name: string } | null;
}

export interface Announced {
  id: string;
  to: string;
  by: string;
  words: string;
  sent_at: string;
  is_read: boolean;
}

export interface OwnThread {
  is_open: boolean;
  is_at_work: boolean;
  changes_at: string | null;
  people: { name: string; does: string; answers: boolean }[];
  messages: SavedMessage[];
  has_older: boolean;
  read_up_to: number;
  unread: number;
  /** A thread kept from before says nothing of them. */
  announcements?: Announced[];
}

/** Undefined when this is not our answer. */
export function readThread(said: unknown): OwnThread | undefined {
  if (typeof said !== "object" || said === null) return undefined;
  const parts = said as Record<string, unknown>;
  const isWhole = typeof parts["is_open"] === "boolean" && typeof parts["read_up_to"] === "number" && ["people", "messages"].every((one) => Array.isArray(parts[one]));
  return isWhole ? (said as OwnThread) : undefined;
}

export type Said = Pick<MessageWritten, "about" | "words" | "is_urgent" | "made_at"> & { file: NonNullable<MessageWritten["file"]> | null };

/** What is sent of it: urgent words go ahead of what came with them, which a scanner may hold back or refuse. */
export function entriesOf({ file, ...said }: Said, newId: () => string): MessageWritten[] {
  const one: MessageWritten = { kind: "message", id: newId(), ...said, file, isCritical: said.is_urgent };
  if (!said.is_urgent || !said.words || !file) return [one];
  return [{ ...one, file: null }, { ...one, id: newId(), words: "", is_urgent: false, isCritical: false }];
}

/** `way`: how far what the server does not show yet has come. */
export type ShownMessage = SavedMessage & { way?: OnItsWay };

/** Everything in the order in which it was written: the server's, put in other words by what waits here, then what waits here. */
export function messagesOf(thread: OwnThread | undefined, items: Item[]): ShownMessage[] {
  const shown = new Map((thread?.messages ?? []).map((one): [string, ShownMessage] => [one.id, one]));
  const known = new Set(shown.keys());
  for (const { entry, standing } of items) {
    if (entry.kind !== "message" || standing.is === "refused" || known.has(entry.id)) continue;
    const before = entry.about === null ? undefined : shown.get(entry.about);
    if (before?.words === entry.words) continue; // saved, and fetched again
    if (before) shown.set(before.id, { ...before, words: entry.words, way: standing.is, earlier: [...before.earlier, { words: before.words, at: before.made_at }] });
    else shown.set(entry.id, { ...own(entry), way: standing.is });
  }
  return [...shown.values()];
}

/** A file that is still on this phone has no address yet. */
function own({ id, words, made_at, is_urgent, file }: MessageWritten): SavedMessage {
  const card = file ? { id: "", kind: file.kind, name: file.name } : null;
  return { id, number: 0, by: "", words, made_at, saved_at: made_at, is_urgent, earlier: [], readers: [], file: card };
}

/** The messages that say these words now or said them before; all of them where nothing is looked for. */
export function withWords(messages: ShownMessage[], sought: string): ShownMessage[] {
  const wanted = sought.trim().toLowerCase();
  if (!wanted) return messages;
  return messages.filter((one) => [one.words, ...one.earlier.map(({ words }) => words)].some((said) => said.toLowerCase().includes(wanted)));
}

/** The last number that the team wrote and one has not read; 0 when there is none. */
export function newest(thread: OwnThread): number {
  const theirs = thread.messages.filter(({ by, number }) => by !== "" && number > thread.read_up_to);
  return Math.max(0, ...theirs.map(({ number }) => number));
}

/** What is known of whether the team is at work: a phone that was long without a signal knows nothing. */
export function atWork({ is_at_work, changes_at }: OwnThread, now: Date): boolean | undefined {
  if (changes_at !== null && now.getTime() >= new Date(changes_at).getTime()) return undefined;
  return is_at_work;
}
