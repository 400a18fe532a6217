/** What is asked of somebody now, and their own lines: the server's answer, read once at the edge. */
import { shortDate } from "../companion/times";
import { shape } from "../companion/trend";
import type { AnswersPart, Item } from "../offline/entries";
import { uuid7 } from "../offline/uuid7";
import { hasCritical, toSend, type Answers, type Draft, type Questionnaire } from "./asking";

export interface Due {
  assignment_id: string;
  instrument: string;
  due_on: string;
  until: string;
  sheet: { id: string; begun_at: string; answers: Answers } | null;
}

export interface Trend {
  instrument: string;
  name: string;
  low: number;
  high: number;
  better: "lower" | "higher";
  points: { on_day: string; value: number }[];
  /** The sheet that the last point is of. */
  last_sheet: string;
  words: string;
}

export interface Measures {
  due: Due[];
  instruments: Record<string, Questionnaire>;
  trends: Trend[];
}

/** Undefined when this is not our answer. */
export function readMeasures(said: unknown): Measures | undefined {
  if (typeof said !== "object" || said === null) return undefined;
  const { due, instruments, trends } = said as Record<string, unknown>;
  const isWhole = Array.isArray(due) && Array.isArray(trends) && typeof instruments === "object" && instruments !== null;
  return isWhole ? (said as Measures) : undefined;
}

/** What waits to be answered: what was finished on this phone waits no more, sent or not. */
export function waiting(measures: Measures | undefined, items: Item[]): Due[] {
  const done = new Set(items.flatMap(({ entry, standing }) => (entry.kind === "answers" && entry.is_last && standing.is !== "refused" ? [entry.instrument] : [])));
  return (measures?.due ?? []).filter(({ instrument }) => !done.has(instrument) && measures?.instruments[instrument] !== undefined);
}

export function minutesOf(measures: Measures | undefined, due: Due[]): number {
  return due.reduce((sum, { instrument }) => sum + (measures?.instruments[instrument]?.minutes ?? 0), 0);
}

/** Where to begin: on this phone where one left off, else with what the server has, else anew. */
export function draftOf(due: Due, kept: Draft | undefined, now: Date): Draft {
  if (kept) return { ...kept, answers: { ...due.sheet?.answers, ...kept.answers } };
  const { sheet, assignment_id } = due;
  return { sheet_id: sheet?.id ?? uuid7(), assignment_id, begun_at: sheet?.begun_at ?? now.toISOString(), answers: { ...sheet?.answers } };
}

/** A part of a sheet as it is sent: everything that was answered so far. */
export function partOf(questionnaire: Questionnaire, draft: Draft, isLast: boolean, now: Date): AnswersPart {
  const answers = toSend(questionnaire, draft.answers);
  return {
    kind: "answers",
    id: uuid7(),
    made_at: now.toISOString(),
    sheet_id: draft.sheet_id,
    assignment_id: draft.assignment_id,
    instrument: questionnaire.code,
    version: questionnaire.version,
    begun_at: draft.begun_at,
    answers,
    is_last: isLast,
    isCritical: hasCritical(questionnaire, answers),
  };
}

const [WIDTH, HEIGHT, EDGE] = [320, 110, 14];

/** A person's own line on the scale's whole range, oldest at the left. */
export function drawTrend(page: Document, picture: SVGElement | null, { low, high, points }: Trend, language: string): void {
  const placed = points.map(({ value }, index) => ({
    x: EDGE + (index * (WIDTH - 2 * EDGE)) / Math.max(1, points.length - 1),
    y: HEIGHT - EDGE - ((value - low) * (HEIGHT - 2 * EDGE)) / (high - low || 1),
  }));
  const line = shape(page, "polyline", { points: placed.map(({ x, y }) => `${x},${y}`).join(" ") });
  const [first, last] = [points[0], points.at(-1)];
  const edge = (x: number, y: number, words: string, anchor: string): SVGElement => shape(page, "text", { x: String(x), y: String(y), "text-anchor": anchor }, words);
  const words = [edge(0, EDGE, String(high), "start"), edge(0, HEIGHT - EDGE + 4, String(low), "start")];
  if (first && last) words.push(edge(EDGE, HEIGHT, shortDate(first.on_day, language), "start"), edge(WIDTH, HEIGHT, shortDate(last.on_day, language), "end"));
  picture?.replaceChildren(line, ...words, ...placed.map(({ x, y }) => shape(page, "circle", { cx: String(x), cy: String(y), r: "4" })));
}
