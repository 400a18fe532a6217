/** One's own medicines as the server tells them, and what lies on this phone on top of it. Which doses are due is the server's to say. */
import type { Dose, DoseState, Item, SideEffect } from "../offline/entries";
import type { OnItsWay } from "../companion/picture";

export interface Medicine {
  id: string;
  name: string;
  amount: string;
  when: string;
  purpose: string;
  as_needed: boolean;
  dues: { words: string; is_near: boolean }[];
  counts: string;
}

export interface Told {
  id: string;
  medicine_id: string;
  due_on: string;
  slot: string | null;
  state: DoseState;
  at_time: string | null;
  reason: string;
  corrects: string | null;
  made_at: string;
}

export interface ToldEffect {
  id: string;
  medicine_id: string | null;
  what: string[];
  words: string;
  strength: string;
  made_at: string;
  read_by: string;
  read_at: string | null;
  answer: string;
}

export interface Medicines {
  is_open: boolean;
  medicines: Medicine[];
  /** Some days back and some ahead. */
  days: { day: string; doses: { medicine_id: string; slot: string; due_at: string }[] }[];
  told: Told[];
  side_effects: ToldEffect[];
  /** When one told last what one takes; an answer of before the question existed has nothing. */
  taking_told_at?: string | null;
}

/** Undefined when this is not our answer. */
export function readMedicines(said: unknown): Medicines | undefined {
  if (typeof said !== "object" || said === null) return undefined;
  const parts = said as Record<string, unknown>;
  const isWhole = typeof parts["is_open"] === "boolean" && ["medicines", "days", "told", "side_effects"].every((part) => Array.isArray(parts[part]));
  return isWhole ? (said as Medicines) : undefined;
}

/** What was said of a dose; `way` while it still lies on this phone. */
export type Said = Told & { way?: OnItsWay };

export interface ShownDose {
  medicine: Medicine;
  day: string;
  slot: string;
  dueAt: string;
  said: Said | undefined;
}

/** Everything told, the phone's own on top, oldest first. What was refused tells nothing; it is shown on its own. */
function toldOf(medicines: Medicines, items: Item[]): Said[] {
  const known = new Set(medicines.told.map(({ id }) => id));
  const own = items.flatMap(({ entry, standing }): Said[] =>
    entry.kind === "dose" && standing.is !== "refused" && !known.has(entry.id) ? [{ ...(entry as Dose), way: standing.is }] : [],
  );
  return [...medicines.told, ...own].sort((one, other) => moment(one) - moment(other) || one.id.localeCompare(other.id));
}

function moment({ made_at }: { made_at: string }): number {
  return Date.parse(made_at);
}

/** The doses of a day in order of time, each with the last thing said of it; undefined where the phone knows nothing of that day. */
export function dosesOn(medicines: Medicines, items: Item[], day: string): ShownDose[] | undefined {
  const known = medicines.days.find((one) => one.day === day);
  if (!known) return undefined;
  const told = toldOf(medicines, items).filter(({ due_on, slot }) => due_on === day && slot !== null);
  const last = new Map(told.map((one) => [`${one.medicine_id} ${one.slot}`, one]));
  return known.doses.flatMap(({ medicine_id, slot, due_at }): ShownDose[] => {
    const medicine = medicines.medicines.find(({ id }) => id === medicine_id);
    const said = last.get(`${medicine_id} ${slot}`);
    return medicine ? [{ medicine, day, slot, dueAt: due_at, said: said?.state === "cleared" ? undefined : said }] : [];
  });
}

/** Doses taken as needed on a day, oldest first, without those that were taken back. */
export function asNeededOn(medicines: Medicines, items: Item[], day: string): Said[] {
  const loose = toldOf(medicines, items).filter(({ slot }) => slot === null);
  const corrected = new Set(loose.map(({ corrects }) => corrects));
  return loose.filter(({ id, due_on, state }) => due_on === day && state !== "cleared" && !corrected.has(id));
}

const SOON_MS = 30 * 60_000;

/** How many of a day's doses are due by now or within half an hour, and nothing was said of them. */
export function dueNow(doses: ShownDose[], now: number): number {
  return doses.filter(({ said, dueAt }) => said === undefined && Date.parse(dueAt) <= now + SOON_MS).length;
}

export type ShownEffect = ToldEffect & { way?: OnItsWay };

/** Side effects newest first, the phone's own on top. */
export function effectsOf(medicines: Medicines | undefined, items: Item[]): ShownEffect[] {
  const saved = medicines?.side_effects ?? [];
  const known = new Set(saved.map(({ id }) => id));
  const own = items.flatMap(({ entry, standing }): ShownEffect[] => {
    if (entry.kind !== "side-effect" || standing.is === "refused" || known.has(entry.id)) return [];
    return [{ ...(entry as SideEffect), read_by: "", read_at: null, answer: "", way: standing.is }];
  });
  return [...own.reverse(), ...saved];
}

/** What needs help at once, whichever medicine it is from; thoughts of hurting oneself have their own help. */
const DANGERS = ["breathing", "collapse", "stiff_fever"];
export const SELF_HARM = "self_harm";

export function isDanger(what: string[]): boolean {
  return what.some((one) => DANGERS.includes(one));
}

/** Whether a human may have to hear of it today. */
export function isCritical({ what, strength, wants_call }: Pick<SideEffect, "what" | "strength" | "wants_call">): boolean {
  return isDanger(what) || what.includes(SELF_HARM) || strength === "strong" || wants_call;
}
