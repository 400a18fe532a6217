/** My safety plan: read it, call from it, sign it, keep it readable here, print it. Writing it is the editor's. */
import { uuid7 } from "../offline/uuid7";
import { basisOf, planOf, SECTIONS, type Line, type Sections, type ShownPlan, type ShownVersion } from "../offline/plans";
import type { Phone, Seen } from "./phone";
import { closeEditor, isWriting, startEditor } from "./plan_editor";
import { callLink, clockOf, explain, paragraph, personWords, setHidden, setPill, setWords, showRows, standingTone } from "./shown";
import { dateWords, dayOf, type Clock } from "./times";
import type { Say } from "./words";

let shown: ShownPlan = { inForce: undefined, draft: undefined, refused: [] };
/** What the person has just chosen, until the phone has kept it: a page that is drawn again meanwhile must not undo the tap. */
let chosen: boolean | undefined;

export function startPlan(page: Document, phone: Phone, say: Say): void {
  if (!page.querySelector("#plan-editor")) return;
  startEditor(page, phone, say, () => ({ shown, basis: basisOf(shown) }));
  tap(page, "#sign-plan", () => sign(page, phone, shown.draft));
  tap(page, "#sign-in-force", () => sign(page, phone, shown.inForce));
  tap(page, "#print-plan", async () => print());
  tap(page, "#close-plan", () => phone.keepPlanOpen(false));
  const choice = page.querySelector<HTMLInputElement>("#keep-plan-open");
  choice?.addEventListener("change", () => void keepOpen(page, phone, choice));
}

function tap(page: Document, selector: string, work: () => Promise<void>): void {
  const control = page.querySelector<HTMLButtonElement>(selector);
  control?.addEventListener("click", () => {
    if (control.disabled) return;
    control.disabled = true; // two quick taps are one
    void work().finally(() => (control.disabled = false));
  });
}

async function sign(page: Document, phone: Phone, version: ShownVersion | undefined): Promise<void> {
  if (!version) return;
  try {
    await phone.send({ kind: "plan-signature", id: uuid7(), made_at: new Date().toISOString(), plan_id: version.id });
    explain(page);
  } catch (trouble) {
    explain(page, trouble);
  }
}

async function keepOpen(page: Document, phone: Phone, choice: HTMLInputElement): Promise<void> {
  chosen = choice.checked;
  try {
    await phone.keepPlanOpen(chosen);
    explain(page);
  } catch (trouble) {
    choice.checked = !chosen;
    explain(page, trouble);
  } finally {
    chosen = undefined;
  }
}

/** What the page shows: the sealed plan of whoever is signed in, else the copy that was kept readable, else the way to sign in. */
export function showPlan(page: Document, seen: Seen, say: Say): void {
  const isMine = seen.plan !== undefined && !seen.isSignedOut && !seen.isLeaving;
  shown = isMine ? planOf(seen.plan, seen.items) : openPlan(seen);
  const hasNone = !shown.inForce && !shown.draft;
  const isSignedOut = isOutOf(seen);
  if (isSignedOut && isWriting(page)) closeEditor(page);
  const isReading = !isWriting(page);
  setHidden(page, "#plan-nobody", !isSignedOut || !hasNone);
  setHidden(page, "#plan-is-open", !isSignedOut || hasNone);
  setHidden(page, "#plan-none", !isMine || !hasNone || !isReading);
  setHidden(page, "#plan-refused", !isMine || shown.refused.length === 0 || !isReading);
  setHidden(page, "#plan-deeds", hasNone && !isMine ? true : !isReading);
  setHidden(page, "#change-plan", !isMine);
  setHidden(page, "#print-plan", hasNone);
  setHidden(page, "#plan-keeping", !isMine || hasNone || !isReading);
  setHidden(page, "#keep-plan-refused", !seen.keepsNothing);
  page.querySelector("#keep-plan-open")?.toggleAttribute("disabled", seen.keepsNothing === true);
  setWords(page, "#change-plan-words", say(hasNone ? "plan-begin" : shown.draft ? "plan-change-draft" : "plan-change"));
  const due = isMine && !hasNone ? cardWords(shown, seen.plan?.is_due ?? "", say) : "";
  setHidden(page, "#plan-due", !due);
  setWords(page, "#plan-due-words", due);
  showVersion(page, "#plan-in-force", isReading ? shown.inForce : undefined, seen, say);
  showVersion(page, "#plan-draft", isReading ? shown.draft : undefined, seen, say);
  showSigning(page, seen, say, isMine);
  showChoice(page, seen, say);
}

/** Without a signal the phone's own word counts: nobody's phone is nobody's until the server says otherwise. */
function isOutOf({ isSignedOut, isLeaving, isNobodys, isOld }: Seen): boolean {
  return isSignedOut || isLeaving || (isNobodys === true && isOld);
}

function openPlan({ openCopy }: Seen): ShownPlan {
  const version = openCopy?.version;
  return { inForce: openCopy?.isDraft ? undefined : version, draft: openCopy?.isDraft ? version : undefined, refused: [] };
}

function showSigning(page: Document, seen: Seen, say: Say, isMine: boolean): void {
  const { draft, inForce } = shown;
  setHidden(page, "#sign-plan", !isMine || !draft || draft.signed !== null);
  setHidden(page, "#sign-in-force", !isMine || !inForce || inForce.signed !== null || draft !== undefined);
  setPill(page.querySelector("#plan-draft-state"), draft?.way ? standingTone(draft.way, seen.isSignedOut, say) : undefined);
}

function showChoice(page: Document, seen: Seen, say: Say): void {
  const choice = page.querySelector<HTMLInputElement>("#keep-plan-open");
  if (choice) choice.checked = chosen ?? seen.openCopy !== undefined;
  const said = seen.openCopy ? ({ words: say("plan-kept-open"), tone: "good" } as const) : ({ words: say("plan-not-open"), tone: "plain" } as const);
  setPill(page.querySelector("#keep-plan-state"), said);
}

function showVersion(page: Document, place: string, version: ShownVersion | undefined, seen: Seen, say: Say): void {
  setHidden(page, place, !version);
  if (!version) return;
  showRows(page.querySelector(`${place} .plan-parts`), partsOf(page, version.sections, say));
  const steps = stepsOf(version, say, clockOf(page, seen)).map((words) => {
    const row = page.createElement("li");
    row.textContent = words;
    return row;
  });
  showRows(page.querySelector(`${place}-steps`), steps);
}

/** The sections that have lines, as the page's own template names them. */
function partsOf(page: Document, sections: Sections, say: Say): HTMLElement[] {
  const template = page.querySelector<HTMLTemplateElement>("template#plan-parts");
  const parts = template ? (template.content.cloneNode(true) as DocumentFragment) : undefined;
  return SECTIONS.flatMap((code) => {
    const part = parts?.querySelector<HTMLElement>(`[data-section=${code}]`);
    if (!part || sections[code].length === 0) return [];
    part.querySelector("ul")?.replaceChildren(...sections[code].map((line) => lineRow(page, line, say)));
    return [part];
  });
}

function lineRow(page: Document, { text, relation = "", phone = "" }: Line, say: Say): HTMLElement {
  const row = page.createElement("li");
  if (!relation && !phone) row.append(paragraph(page, text));
  else row.append(personWords(page, text, relation), ...(phone ? [callLink(page, text, phone, say)] : []));
  return row;
}

/** Who wrote it and who said yes to it, in sentences. */
export function stepsOf(version: ShownVersion, say: Say, clock: Clock): string[] {
  const on = (at: string): string => dateWords(dayOf(new Date(at), clock.zone), clock.language);
  const { written_by: name, saved_at, signed, agreed_in_person: inPerson, countersigned, isSigning } = version;
  const mine = signed ? say(isSigning ? "plan-signing" : "plan-signed", { day: on(signed.at) }) : inPerson ? "" : say("plan-not-signed");
  return [
    name ? say("plan-written-by", { name, day: on(saved_at) }) : say("plan-written-by-me", { day: on(saved_at) }),
    inPerson ? say("plan-in-person", { name: inPerson.by, day: on(inPerson.at) }) : "",
    mine,
    countersigned ? say("plan-countersigned", { name: countersigned.by, day: on(countersigned.at) }) : say("plan-not-countersigned"),
  ].filter(Boolean);
}

/** On Today, only what the person can do about it, gently. */
export function showPlanCard(page: Document, seen: Seen, say: Say): void {
  const words = seen.plan && !seen.isSignedOut ? cardWords(planOf(seen.plan, seen.items), seen.plan.is_due, say) : "";
  setHidden(page, "#plan-card", !words);
  setWords(page, "#plan-card-words", words);
}

export function cardWords({ inForce, draft }: ShownPlan, due: string, say: Say): string {
  if (draft?.written_by && !draft.signed && !draft.agreed_in_person) return say("plan-to-sign", { name: draft.written_by });
  if (due) return say(`plan-due-${due}`);
  return inForce || draft ? "" : say("plan-missing");
}
