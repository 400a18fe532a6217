/** Work between sessions as the server tells it, and what lies on this phone on top of it. */
import type { Item } from "../offline/entries";
import type { OnItsWay } from "../companion/picture";

export interface Option {
  code: string;
  words: string;
}

export interface Column {
  code: string;
  kind: "words" | "level" | "choice" | "choices" | "time";
  label: string;
  hint: string;
  low: string;
  high: string;
  is_long: boolean;
  least: number;
  most: number;
  step: number;
  unit: string;
  options: Option[];
  options_from: "" | "targets" | "skills";
}

export interface Field extends Omit<Column, "kind"> {
  kind: Column["kind"] | "rows" | "again";
  is_required: boolean;
  columns: Column[];
  most_rows: number;
  rows: string;
  column: string;
}

export interface Worksheet {
  code: string;
  version: number;
  place: string;
  icon: string;
  minutes: number;
  name: string;
  lede: string;
  is_kept_or_shared: boolean;
  title_field: string;
  open_until: string;
  days_ahead: number;
  leads_to: string;
  steps: { title: string; hint: string; fields: Field[] }[];
}

export interface Target {
  code: string;
  kind: "urge" | "feeling" | "action";
  words: string;
  /** What acting on it is called, where that needs words of its own. */
  acted: string;
  /** A human may have to hear of it. */
  goes_first: boolean;
  on_check_in: boolean;
}

export interface Diary {
  asks: Record<string, boolean>;
  targets: Target[];
  skills: { code: string; words: string; module: string }[];
}

export interface SavedEntry {
  id: string;
  about: string;
  worksheet: string;
  version: number;
  on_day: string;
  made_at: string;
  is_shared: boolean;
  answers: Record<string, unknown>;
  reading: Record<string, number>;
  /** When somebody of the team looked at it together with its author. */
  together_at?: string | null;
}

export interface Insight {
  code: string;
  good_with: number;
  days_with: number;
  good_without: number;
  days_without: number;
  tells: boolean;
}

export interface Work {
  worksheets: Worksheet[];
  diary: Diary;
  entries: SavedEntry[];
  progress: { days: { without: number; of: number }; insights: Insight[]; milestones: { code: string; reached: number }[] };
}

/** Undefined when this is not our answer. */
export function readWork(said: unknown): Work | undefined {
  if (typeof said !== "object" || said === null) return undefined;
  const { worksheets, diary, entries, progress } = said as Record<string, unknown>;
  const isWhole = Array.isArray(worksheets) && Array.isArray(entries) && typeof diary === "object" && diary !== null && typeof progress === "object" && progress !== null;
  return isWhole ? (said as Work) : undefined;
}

export interface ShownEntry extends SavedEntry {
  /** Written here and not on the server yet. */
  way?: OnItsWay;
}

/** The last word on each thing, newest day first; what was just written here stands before what the server has. */
export function entriesOf(work: Work | undefined, items: Item[], worksheet?: string): ShownEntry[] {
  const byAbout = new Map<string, ShownEntry>((work?.entries ?? []).map((entry) => [entry.about, entry]));
  for (const { entry, standing } of items) {
    if (entry.kind !== "entry" || standing.is === "refused") continue;
    const about = entry.about ?? entry.id;
    const known = byAbout.get(about);
    if (!known || (known.id !== entry.id && known.made_at <= entry.made_at)) byAbout.set(about, { ...entry, about, reading: {}, way: standing.is });
  }
  const found = [...byAbout.values()].filter((entry) => worksheet === undefined || entry.worksheet === worksheet);
  return found.sort((one, other) => other.on_day.localeCompare(one.on_day) || other.made_at.localeCompare(one.made_at));
}

/** Planned and not done, begun and not finished. */
export function isOpen(worksheet: Worksheet, entry: SavedEntry): boolean {
  return worksheet.open_until !== "" && !isSaid(entry.answers[worksheet.open_until]);
}

export function isSaid(answer: unknown): boolean {
  if (Array.isArray(answer)) return answer.some(isSaid);
  if (typeof answer === "object" && answer !== null) return Object.values(answer).some(isSaid);
  return answer !== undefined && answer !== null && answer !== "";
}

/** What a list shows an entry by: the words of its title field, or the option that was chosen. */
export function titleOf(worksheet: Worksheet, entry: SavedEntry): string {
  const said = entry.answers[worksheet.title_field];
  const field = worksheet.steps.flatMap(({ fields }) => fields).find(({ code }) => code === worksheet.title_field);
  const option = field?.options.find(({ code }) => code === said);
  return option?.words ?? (typeof said === "string" && said !== "" ? said : worksheet.name);
}

/** Only what was said is sent: answers that were taken back and empty rows at the end are left out; a row between others keeps its place. */
export function saidOf(answers: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(answers).map(([code, answer]): [string, unknown] => [code, Array.isArray(answer) ? withoutEmptyEnd(answer) : answer]);
  return Object.fromEntries(kept.filter(([, answer]) => isSaid(answer)));
}

function withoutEmptyEnd(rows: unknown[]): unknown[] {
  let end = rows.length;
  while (end > 0 && !isSaid(rows[end - 1])) end -= 1;
  return rows.slice(0, end);
}
