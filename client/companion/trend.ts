/** A person's own picture: fourteen days of mood, drawn small, with a sentence and a table that say the same. */
import type { Seen } from "./phone";
import { checkInsOf, moodByDay, type Day } from "./picture";
import { clockOf, dayWords, setHidden, setWords, showRows } from "./shown";
import { dayOf, daysBefore } from "./times";
import type { Say } from "./words";

const DAYS = 14;
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 320;
const HEIGHT = 124;
const EDGE = 10;
/** Room for words above and below the lines. */
const TOP = 24;
const BOTTOM = 24;

export interface Point {
  x: number;
  y: number;
}

/** Mood 1 to 5 from bottom to top; one run of points per stretch without a gap. */
export function runsOf(days: Day[]): Point[][] {
  const runs: Point[][] = [[]];
  days.forEach(({ mood }, index) => {
    if (mood === null) return void runs.push([]);
    const x = EDGE + (index * (WIDTH - 2 * EDGE)) / Math.max(1, days.length - 1);
    runs.at(-1)?.push({ x: Math.round(x * 10) / 10, y: heightOf(mood) });
  });
  return runs.filter((run) => run.length > 0);
}

function heightOf(mood: number): number {
  return HEIGHT - BOTTOM - ((mood - 1) * (HEIGHT - TOP - BOTTOM)) / 4;
}

export function showPicture(page: Document, seen: Seen, say: Say): void {
  const clock = clockOf(page, seen);
  const today = dayOf(new Date(), clock.zone);
  const days = moodByDay(checkInsOf(seen.today, seen.items), Array.from({ length: DAYS }, (_, back) => daysBefore(today, DAYS - 1 - back)));
  const known = days.filter((one): one is { day: string; mood: number } => one.mood !== null);
  const last = known.at(-1);
  setHidden(page, "#picture", seen.isSignedOut || (seen.today !== undefined && !seen.today.asks.check_in && !last));
  setWords(page, "#picture-words", last ? say("picture", { n: known.length, mood: say(`mood-${last.mood}`) }) : say("picture-none"));
  for (const part of ["#trend", "#picture-table"]) setHidden(page, part, !last);
  draw(page, runsOf(days), [say("mood-5"), say("mood-1"), say("today")]);
  const rows = [...known].reverse().map(({ day, mood }) => {
    const row = page.createElement("tr");
    const head = page.createElement("th");
    head.scope = "row";
    head.textContent = dayWords(day, say, clock);
    const cell = page.createElement("td");
    cell.textContent = say(`mood-${mood}`);
    row.append(head, cell);
    return row;
  });
  showRows(page.querySelector("#picture-table tbody"), rows);
}

function draw(page: Document, runs: Point[][], [best, worst, today]: [string, string, string]): void {
  const lines = [1, 2, 3, 4, 5].map((mood) => {
    const y = String(heightOf(mood));
    return shape(page, "line", { class: "grid", x1: String(EDGE), x2: String(WIDTH - EDGE), y1: y, y2: y });
  });
  const marks = runs.flatMap((run) => [
    shape(page, "polyline", { points: run.map(({ x, y }) => `${x},${y}`).join(" ") }),
    ...run.map(({ x, y }) => shape(page, "circle", { cx: String(x), cy: String(y), r: "4" })),
  ]);
  const words = [
    shape(page, "text", { x: String(EDGE), y: String(TOP - 10) }, best),
    shape(page, "text", { x: String(EDGE), y: String(HEIGHT - 5) }, worst),
    shape(page, "text", { x: String(WIDTH - EDGE), y: String(HEIGHT - 5), "text-anchor": "end" }, today),
  ];
  page.querySelector("#trend")?.replaceChildren(...lines, ...marks, ...words);
}

export function shape(page: Document, name: string, attributes: Record<string, string>, words = ""): SVGElement {
  const made = page.createElementNS(SVG, name) as SVGElement;
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  if (words) made.textContent = words;
  return made;
}
