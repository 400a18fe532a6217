/** The questionnaires on a phone: what waits, one question at a time, and one's own line afterwards. */
import { hasCritical, type Draft, type Questionnaire } from "../measures/asking";
import { draftOf, drawTrend, minutesOf, partOf, waiting, type Due } from "../measures/due";
import { Sheet } from "../measures/sheet";
import { soon, type Phone, type Seen } from "./phone";
import { button, explain, rowOf, sentTone, setHidden, setPill, setWords, showRows } from "./shown";
import type { Say } from "./words";

let open: Sheet | undefined;
/** What was sent last: a page that is hidden again and again sends nothing twice. */
let lastSent = "";
let finished: { instrument: string; partId: string; sheetId: string; isCritical: boolean } | undefined;

export function startMeasures(page: Document, phone: Phone): void {
  page.querySelector("#measured-more")?.addEventListener("click", () => {
    finished = undefined;
    phone.again();
    page.querySelector<HTMLElement>("#measures-title")?.focus();
  });
  page.addEventListener("visibilitychange", () => {
    if (page.visibilityState === "hidden" && open && !finished) void send(page, phone, open.questionnaire, open.draft, false);
  });
}

/** The card on Today. */
export function showQuestionsCard(page: Document, seen: Seen, say: Say): void {
  const due = waiting(seen.measures, seen.items);
  setHidden(page, "#questions-card", due.length === 0);
  setWords(page, "#questions-words", say(due.length === 1 ? "questions-one" : "questions", { n: due.length, minutes: minutesOf(seen.measures, due) }));
}

export function showMeasures(page: Document, seen: Seen, say: Say, phone: Phone): void {
  const due = waiting(seen.measures, seen.items);
  setHidden(page, "#measures-list", open !== undefined || finished !== undefined);
  setHidden(page, "#measures-none", due.length > 0 || seen.measures === undefined);
  setHidden(page, "#measured", finished === undefined);
  showRows(page.querySelector<HTMLElement>("#measures-due"), due.map((one) => row(page, seen, one, say, phone)));
  if (finished) showFinished(page, seen, say, due.length);
}

function row(page: Document, seen: Seen, due: Due, say: Say, phone: Phone): HTMLElement {
  const made = rowOf(page, `${due.assignment_id} ${due.sheet?.id ?? ""} ${Object.keys(due.sheet?.answers ?? {}).length}`);
  const questionnaire = seen.measures?.instruments[due.instrument];
  if (!questionnaire) return made;
  const title = page.createElement("p");
  title.append(questionnaire.name, " ");
  const minutes = page.createElement("span");
  minutes.className = "soft";
  minutes.textContent = say("minutes", { n: questionnaire.minutes });
  title.append(minutes);
  const isBegun = due.sheet !== null;
  const start = button(page, say(isBegun ? "go-on" : "begin"), "button next", () => void begin(page, phone, questionnaire, due, say));
  start.setAttribute("aria-label", `${start.textContent ?? ""}: ${questionnaire.name}`);
  made.append(title, start);
  return made;
}

function place(due: Due): string {
  return `sheet ${due.assignment_id}`;
}

async function begin(page: Document, phone: Phone, questionnaire: Questionnaire, due: Due, say: Say): Promise<void> {
  const draft = draftOf(due, await phone.recall<Draft>(place(due)), new Date());
  finished = undefined;
  open = new Sheet(page, questionnaire, draft, say, {
    answered: (now, atOnce) => {
      if (atOnce) void send(page, phone, questionnaire, now, false);
      return soon(phone.keep(place(due), now).catch((trouble: unknown) => explain(page, trouble)));
    },
    left: (now) => void leave(page, phone, questionnaire, now),
    finished: (now) => void finish(page, phone, questionnaire, due, now),
  });
  setHidden(page, "#measures-list", true);
  open.open();
}

async function send(page: Document, phone: Phone, questionnaire: Questionnaire, draft: Draft, isLast: boolean): Promise<string | undefined> {
  const part = partOf(questionnaire, draft, isLast, new Date());
  const said = JSON.stringify([part.sheet_id, part.answers]);
  if (!isLast && (Object.keys(part.answers).length === 0 || said === lastSent)) return undefined;
  try {
    lastSent = said;
    await phone.send(part);
    explain(page);
    return part.id;
  } catch (trouble) {
    lastSent = "";
    explain(page, trouble);
    return undefined;
  }
}

async function leave(page: Document, phone: Phone, questionnaire: Questionnaire, draft: Draft): Promise<void> {
  await send(page, phone, questionnaire, draft, false);
  close(phone);
  page.querySelector<HTMLElement>("#measures-title")?.focus();
}

async function finish(page: Document, phone: Phone, questionnaire: Questionnaire, due: Due, draft: Draft): Promise<void> {
  if (finished) return; // two quick taps are one end
  const isCritical = hasCritical(questionnaire, draft.answers);
  finished = { instrument: questionnaire.code, partId: "", sheetId: draft.sheet_id, isCritical };
  const partId = await send(page, phone, questionnaire, draft, true);
  if (partId === undefined) return void (finished = undefined);
  finished = { ...finished, partId };
  await phone.forget(place(due));
  close(phone);
  page.querySelector<HTMLElement>("#measured")?.focus();
}

function close(phone: Phone): void {
  open?.close();
  open = undefined;
  phone.again();
}

function showFinished(page: Document, seen: Seen, say: Say, left: number): void {
  const item = seen.items.find(({ entry }) => entry.id === finished?.partId);
  const standing = item?.standing.is ?? "saved";
  setPill(page.querySelector("#measured-state"), finished && sentTone(finished.partId, seen, say));
  const isCritical = finished?.isCritical ?? false;
  const isKnown = standing === "saved" && !isCritical; // a picture is no answer to somebody in danger
  const trend = isKnown ? seen.measures?.trends.find(({ last_sheet }) => last_sheet === finished?.sheetId) : undefined;
  setHidden(page, "#measured-crisis", !isCritical);
  setHidden(page, "#measured-trend", !trend || trend.points.length < 2);
  setWords(page, "#measured-words", trend?.words ?? (isKnown ? say("measured-no-score") : ""));
  if (trend) drawTrend(page, page.querySelector<SVGElement>("#measured-line"), trend, page.documentElement.lang || "en");
  setHidden(page, "#measured-more", left === 0 || isCritical);
}
