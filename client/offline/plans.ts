/** A safety plan as the server tells it, and what lies on this phone on top of it. */
import type { Item, PlanDraft } from "./entries";

export const SECTIONS = ["signs", "steps", "places", "people", "professionals", "safer", "matters"] as const;
export type SectionCode = (typeof SECTIONS)[number];

export interface Line {
  text: string;
  relation?: string;
  phone?: string;
}

export type Sections = Record<SectionCode, Line[]>;

export interface Yes {
  by: string;
  at: string;
}

export interface PlanVersion {
  id: string;
  number: number;
  saved_at: string;
  /** Empty where the participant wrote it. */
  written_by: string;
  sections: Sections;
  signed: Yes | null;
  agreed_in_person: Yes | null;
  countersigned: Yes | null;
}

export interface Plan {
  in_force: PlanVersion | null;
  draft: PlanVersion | null;
  is_due: "crisis" | "interval" | "";
}

/** Undefined when this is not our answer, for example a café's sign-in page. */
export function readPlan(said: unknown): Plan | undefined {
  if (typeof said !== "object" || said === null) return undefined;
  const plan = said as Plan;
  const isWhole = (one: PlanVersion | null | undefined) => one === null || SECTIONS.every((code) => Array.isArray(one?.sections?.[code]));
  return isWhole(plan.in_force) && isWhole(plan.draft) ? plan : undefined;
}

export type OnItsWay = "held" | "waiting" | "sending" | "saved";

export interface ShownVersion extends PlanVersion {
  /** Written here and not on the server yet. */
  way?: OnItsWay;
  /** Signed here and not on the server yet. */
  isSigning?: boolean;
}

export interface ShownPlan {
  inForce: ShownVersion | undefined;
  draft: ShownVersion | undefined;
  /** Own versions that were refused because the plan had changed; the last one holds everything. */
  refused: PlanDraft[];
}

/** The plan as it will be once everything is sent. */
export function planOf(plan: Plan | undefined, items: Item[]): ShownPlan {
  const live = items.filter(({ standing }) => standing.is !== "refused");
  const signing = new Map(live.flatMap(({ entry }) => (entry.kind === "plan-signature" ? [[entry.plan_id, entry.made_at] as const] : [])));
  const signed = (version: ShownVersion | null | undefined): ShownVersion | undefined => {
    if (!version) return undefined;
    const at = signing.get(version.id);
    return at && !version.signed ? { ...version, signed: { by: "", at }, isSigning: true } : version;
  };
  const known = new Set([plan?.in_force?.id, plan?.draft?.id]);
  const own = live.flatMap(({ entry, standing }) => (entry.kind === "plan" && !known.has(entry.id) ? [onThisPhone(entry, standing.is as OnItsWay)] : []));
  const refused = items.flatMap(({ entry, standing }) => (entry.kind === "plan" && standing.is === "refused" ? [entry] : []));
  return { inForce: signed(plan?.in_force), draft: signed(own.at(-1) ?? plan?.draft), refused };
}

function onThisPhone({ id, made_at, sections }: PlanDraft, way: OnItsWay): ShownVersion {
  return { id, number: 0, saved_at: made_at, written_by: "", sections, signed: null, agreed_in_person: null, countersigned: null, way };
}

/** The version that the next one is written from. */
export function basisOf({ inForce, draft }: ShownPlan): string | null {
  return draft?.id ?? inForce?.id ?? null;
}

export function noSections(): Sections {
  return Object.fromEntries(SECTIONS.map((code): [SectionCode, Line[]] => [code, []])) as Sections;
}

export function isEmpty(sections: Sections): boolean {
  return SECTIONS.every((code) => sections[code].length === 0);
}

/** Every line of both: theirs first, then what only mine has. Nothing is lost; what is too much the person takes out. */
export function mergedPlans(theirs: Sections | undefined, mine: Sections): Sections {
  const merged = noSections();
  for (const code of SECTIONS) {
    const known = new Set((theirs?.[code] ?? []).map(asOne));
    merged[code] = [...(theirs?.[code] ?? []), ...mine[code].filter((line) => !known.has(asOne(line)))];
  }
  return merged;
}

/** All words of a plan, for where a refusal must not lose them. */
export function wordsIn(sections: Sections): string {
  return SECTIONS.flatMap((code) => sections[code].map((line) => [line.text, line.relation, line.phone].filter(Boolean).join(" "))).join(" · ");
}

function asOne({ text, relation = "", phone = "" }: Line): string {
  return JSON.stringify([text, relation, phone]);
}
