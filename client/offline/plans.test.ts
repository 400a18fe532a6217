import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { cardWords, stepsOf } from "../companion/plan";
import { readPlanForm } from "../companion/plan_editor";
import type { Say } from "../companion/words";
import { letterOf, type Item, type PlanDraft, type PlanSignature } from "./entries";
import { followOpenCopy, keepOpenCopy, readOpenCopy, removeOpenCopy } from "./open_plan";
import { basisOf, mergedPlans, noSections, planOf, readPlan, wordsIn, type Plan, type PlanVersion, type Sections } from "./plans";

const say: Say = (word, values = {}) => [word, ...Object.values(values)].join(" ");
const clock = { language: "en", zone: "America/Chicago" };
const yes = (by = "") => ({ by, at: "2026-11-23T20:00:00Z" });

function sections(...steps: string[]): Sections {
  return { ...noSections(), steps: steps.map((text) => ({ text })) };
}

function aVersion(id: string, more: Partial<PlanVersion> = {}): PlanVersion {
  const nobody = { signed: null, agreed_in_person: null, countersigned: null };
  return { id, number: 1, saved_at: "2026-11-23T20:00:00Z", written_by: "Ben Okafor", sections: sections("Walk"), ...nobody, ...more };
}

const inForce = aVersion("old", { signed: yes(), countersigned: yes("Ben Okafor") });
const agreed: Plan = { in_force: inForce, draft: null, is_due: "" };

const waiting: Item["standing"] = { is: "waiting", tries: 0, notBefore: 0 };
const refused: Item["standing"] = { is: "refused", status: 409, reason: "Changed." };

function written(id: string, standing: Item["standing"] = waiting, ...steps: string[]): Item {
  const entry: PlanDraft = { kind: "plan", id, made_at: "2026-11-24T20:00:00Z", based_on: "old", sections: sections(...steps) };
  return { entry, standing };
}

function signed(plan_id: string, standing: Item["standing"] = waiting): Item {
  const entry: PlanSignature = { kind: "plan-signature", id: `signs-${plan_id}`, made_at: "2026-11-24T20:05:00Z", plan_id };
  return { entry, standing };
}

// --- What is shown ---------------------------------------------------------------------------------------------------

test("what was written without a signal is the draft, and the plan in force still holds", () => {
  const shown = planOf(agreed, [written("mine", waiting, "Paint")]);
  expect([shown.inForce?.id, shown.draft?.id, shown.draft?.way]).toEqual(["old", "mine", "waiting"]);
  expect(basisOf(shown)).toBe("mine"); // the next one goes on from it
});

test("once the server has it, the server's own copy is shown", () => {
  const shown = planOf({ ...agreed, draft: aVersion("mine", { written_by: "" }) }, [written("mine", { is: "saved", savedAt: "" }, "Paint")]);
  expect(shown.draft?.way).toBeUndefined();
});

test("a signature that waits says that it is not sent yet, and changes nothing else", () => {
  const shown = planOf({ ...agreed, draft: aVersion("new") }, [signed("new")]);
  expect([shown.draft?.isSigning, shown.inForce?.id]).toEqual([true, "old"]);
  expect(stepsOf(shown.draft!, say, clock)).toContain("plan-signing Tuesday, November 24");
});

test("a refused version is no draft, and its words are still there to be put in", () => {
  const shown = planOf({ ...agreed, draft: aVersion("theirs") }, [written("mine", refused, "Paint")]);
  expect([shown.draft?.id, shown.refused.map(({ id }) => id)]).toEqual(["theirs", ["mine"]]);
  expect(planOf({ ...agreed, draft: aVersion("new") }, [signed("new", refused)]).draft?.signed).toBeNull();
});

test("without any plan the next one is written from nothing", () => {
  expect(basisOf(planOf(undefined, []))).toBeNull();
});

test("a café's page is no plan", () => {
  expect(readPlan("<html>")).toBeUndefined();
  expect(readPlan({ hello: 1 })).toBeUndefined();
  expect(readPlan({ in_force: { sections: {} }, draft: null, is_due: "" })).toBeUndefined();
  expect(readPlan(agreed)).toEqual(agreed);
});

test("agreed in person names the witness and never says that the person signed", () => {
  const steps = stepsOf(aVersion("new", { agreed_in_person: yes("Ben Okafor") }), say, clock);
  expect(steps.some((words) => words.startsWith("plan-in-person Ben Okafor"))).toBe(true);
  expect(steps.some((words) => words.startsWith("plan-signed") || words.startsWith("plan-not-signed"))).toBe(false);
});

test.each([
  [agreed, "", ""],
  [{ ...agreed, draft: aVersion("new") }, "crisis", "plan-to-sign Ben Okafor"],
  [{ ...agreed, draft: aVersion("new", { written_by: "" }) }, "", ""],
  [agreed, "crisis", "plan-due-crisis"],
  [{ in_force: null, draft: null, is_due: "" }, "", "plan-missing"],
] as [Plan, string, string][])("Today says what there is to do", (plan, due, words) => {
  expect(cardWords(planOf(plan, []), due, say)).toBe(words);
});

// --- Writing ---------------------------------------------------------------------------------------------------------

test("merging two plans loses no line of either and doubles none", () => {
  const theirs = { ...sections("Walk", "Paint"), people: [{ text: "Luz", relation: "sister", phone: "555-0150" }] };
  const mine = { ...sections("Paint", "Sing"), people: [{ text: "Luz", relation: "sister", phone: "555-0199" }] };
  const both = mergedPlans(theirs, mine);
  expect(both.steps.map(({ text }) => text)).toEqual(["Walk", "Paint", "Sing"]);
  expect(both.people.map(({ phone }) => phone)).toEqual(["555-0150", "555-0199"]);
  expect(mergedPlans(undefined, mine)).toEqual(mine);
});

test("blank rows are left out, and a plan without a line is not saved", () => {
  expect(readPlanForm(sections("", "Walk", ""))).toEqual({ is: "whole", sections: sections("Walk") });
  expect(readPlanForm(noSections())).toEqual({ is: "faulty", word: "plan-empty" });
});

test.each([
  [{ text: "", relation: "", phone: "555-0150" }, "plan-no-name", "text"],
  [{ text: "Luz", relation: "", phone: "ask her" }, "phone-wrong", "phone"],
])("a row that can't be says what is wrong with it", (row, word, field) => {
  const told = readPlanForm({ ...noSections(), people: [{ text: "Sam" }, row] });
  expect(told).toEqual({ is: "faulty", word, at: { code: "people", row: 1, field } });
});

test("a refusal shows every word that was written", () => {
  expect(wordsIn({ ...sections("Walk"), people: [{ text: "Luz", relation: "sister", phone: "555-0150" }] })).toBe("Walk · Luz sister 555-0150");
});

test("a plan and a signature go to addresses of their own, with the id that the phone made", () => {
  const { entry } = written("mine", waiting, "Walk");
  expect(letterOf(entry)).toMatchObject({ method: "POST", path: "/api/companion/plans", body: { id: "mine", based_on: "old" } });
  expect(letterOf(signed("mine").entry)).toMatchObject({ path: "/api/companion/plan-signatures", body: { id: "signs-mine", plan_id: "mine" } });
});

// --- The copy that stays readable ------------------------------------------------------------------------------------

beforeEach(() => removeOpenCopy());

test("nothing is kept readable unless it was chosen", async () => {
  await followOpenCopy("ana", agreed);
  expect(await readOpenCopy()).toBeUndefined();
});

test("the copy follows the plan, until it is taken away", async () => {
  await keepOpenCopy("ana", agreed);
  await followOpenCopy("ana", { ...agreed, in_force: { ...inForce, id: "newer" } });
  expect(await readOpenCopy()).toMatchObject({ mark: "ana", isDraft: false, version: { id: "newer" } });
  await removeOpenCopy();
  await followOpenCopy("ana", agreed);
  expect(await readOpenCopy()).toBeUndefined();
});

test("a draft beside the plan in force is not what is kept", async () => {
  await keepOpenCopy("ana", { ...agreed, draft: aVersion("new") });
  expect((await readOpenCopy())?.version.id).toBe("old");
});

test("a draft is kept only where nothing is in force, and says that it is one", async () => {
  await keepOpenCopy("ana", { in_force: null, draft: aVersion("new"), is_due: "" });
  expect(await readOpenCopy()).toMatchObject({ isDraft: true, version: { id: "new" } });
  expect(await keepOpenCopy("ana", { in_force: null, draft: null, is_due: "" })).toBe(false);
});

test("an update that is under way never brings back what was just taken away", async () => {
  await keepOpenCopy("ana", agreed);
  await Promise.all([followOpenCopy("ana", agreed), removeOpenCopy()]);
  expect(await readOpenCopy()).toBeUndefined();
});

test("another person who signs in removes it", async () => {
  await keepOpenCopy("ana", agreed);
  await followOpenCopy("zoe", { in_force: null, draft: null, is_due: "" });
  expect(await readOpenCopy()).toBeUndefined();
});
