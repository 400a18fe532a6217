import type { PairShown } from "./pairs";
import type { TimerShown } from "./timer";

/** What the room says of itself, as it comes over the socket. */
export interface Person {
  id: string;
  called: string;
  /** Who it is, and beside whom, as it is told to who leads alone. */
  name?: string;
  of?: string;
  /** Of the staff, whether they lead or do so no longer. */
  staff?: boolean;
  leads: boolean;
  hand: boolean;
  muted: boolean;
  camera_off: boolean;
  may_share?: boolean;
  mic_on?: boolean;
  camera_on?: boolean;
  can_encrypt?: boolean;
  key: JsonWebKey | null;
}

export interface Waiting {
  id: string;
  called: string;
  name: string;
  /** Whose person they are, where it is not the participant who waits. */
  of: string;
}

/** A guest whose browser is not here, as who leads the session knows them on the telephone. */
export interface Caller {
  guest: string;
  called: string;
  name: string;
  code: string;
  on_phone: boolean;
}

export interface RoomShown {
  type: "room";
  you: Person & { is_in: boolean };
  locked: boolean;
  people?: Person[];
  keeper?: string;
  /** The screen that is shared: under which id it comes, and whose it is. */
  screen?: { id: string; of: string } | null;
  waiting?: Waiting[];
  /** 0 in the room itself, else the number of one's pair. */
  pair?: number;
  /** For facilitators: who sits where. */
  pairs?: PairShown[];
  timer?: TimerShown | null;
}

/** Facilitators first, then raised hands, then by name: the order in which somebody looks for people. */
export function inOrder(people: readonly Person[]): Person[] {
  const rank = (one: Person): number => (one.leads ? 0 : one.hand ? 1 : 2);
  return [...people].sort((a, b) => rank(a) - rank(b) || a.called.localeCompare(b.called) || a.id.localeCompare(b.id));
}

/** Rows that stay what they are keep their focus: only what changed is drawn anew. */
export function keepRows<T>(list: HTMLElement, items: readonly T[], key: (one: T) => string, draw: (one: T, row: HTMLElement) => void, tag = "li"): void {
  const known = new Map(Array.from(list.children).map((row) => [(row as HTMLElement).dataset["key"] ?? "", row as HTMLElement]));
  const wanted = new Set(items.map(key));
  for (const [name, row] of known) if (!wanted.has(name)) row.remove();
  items.forEach((item, place) => {
    let row = known.get(key(item));
    if (!row) {
      row = list.ownerDocument.createElement(tag);
      row.dataset["key"] = key(item);
    }
    draw(item, row);
    if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
  });
}
