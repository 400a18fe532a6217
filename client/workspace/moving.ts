/** Where a session of the week is while it is moved: by what keys, in which row, at what time. */

export const STEP = 15;
export const DAY = 24 * 60;

/** Where a held session is: which day of the week shown (0 first) and minutes since midnight. */
export interface Spot {
  readonly day: number;
  readonly start: number;
}

export interface Met {
  readonly kind: string;
  readonly words: string;
  readonly refused: boolean;
}

export interface Checked {
  readonly when: string;
  readonly now: readonly Met[];
  readonly later: readonly Met[];
}

/** Where a key takes a session; null when the key means nothing here. Shift makes a step of time twice as long. */
export function after(key: string, at: Spot, minutes: number, shift = false): Spot | null {
  const by = shift ? STEP * 2 : STEP;
  if (key === "ArrowUp") return { ...at, start: Math.max(0, at.start - by) };
  if (key === "ArrowDown") return { ...at, start: Math.min(DAY - minutes, at.start + by) };
  if (key === "ArrowLeft") return { ...at, day: Math.max(0, at.day - 1) };
  if (key === "ArrowRight") return { ...at, day: Math.min(6, at.day + 1) };
  return null;
}

/** The row a time stands in, and how many it takes, as the server's classes say. */
export function rowsOf(start: number, minutes: number, firstHour: number, rows: number): { from: number; for: number } {
  const from = Math.min(rows - 1, Math.max(0, Math.floor((start - firstHour * 60) / STEP)));
  const end = Math.ceil((start + minutes - firstHour * 60) / STEP);
  return { from, for: Math.max(1, Math.min(rows, end) - from) };
}

/** The quarter of an hour at a height, told by the tops of the full hours (and the bottom of the last one). */
export function timeAt(y: number, edges: readonly number[], firstHour: number): number {
  const last = edges.length - 2;
  let hour = 0;
  while (hour < last && y >= (edges[hour + 1] ?? Infinity)) hour += 1;
  const top = edges[hour] ?? 0;
  const part = (y - top) / Math.max(1, (edges[hour + 1] ?? top + 1) - top);
  const minutes = (firstHour + hour) * 60 + Math.round(Math.min(1, Math.max(0, part)) * 4) * STEP;
  return Math.min(DAY - STEP, minutes);
}

export function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

export function isChecked(told: unknown): told is Checked {
  return typeof told === "object" && told !== null && "when" in told && "now" in told && "later" in told;
}
