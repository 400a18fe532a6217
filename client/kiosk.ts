/** The clinic's tablet in a participant's hands: their questionnaires, sent as they are answered; nothing is kept on it. */
import { button, rowOf, setHidden, showRows } from "./companion/shown";
import { wordsOf } from "./companion/words";
import { letterOf, type AnswersPart } from "./offline/entries";
import type { Draft, Questionnaire } from "./measures/asking";
import { draftOf, partOf, readMeasures, type Due, type Measures } from "./measures/due";
import { Sheet } from "./measures/sheet";

const say = wordsOf(document);
const IDLE_MS = 3 * 60_000;
const ASKS_FOR_MS = 30_000;
const AGAIN_MS = 3_000;
const LONGEST_PAUSE_MS = 60_000;

let measures: Measures | undefined;
let open: Sheet | undefined;
const unsent: AnswersPart[] = [];
/** The server does not take these answers, or the turn on this tablet is over: trying again would change nothing. */
let isRefused = false;
let sending: Promise<void> | undefined;

async function look(): Promise<void> {
  const answer = await fetch("/api/kiosk/measures", { cache: "no-store" }).catch(() => undefined);
  if (answer?.status === 401) return void end();
  measures = answer?.ok ? readMeasures(await answer.json()) : measures;
  setHidden(document, "#kiosk-away", answer?.ok === true);
  showList();
  if (!answer?.ok) setTimeout(() => void look(), AGAIN_MS);
}

function showList(): void {
  const due = measures?.due ?? [];
  setHidden(document, "#measures-list", open !== undefined);
  setHidden(document, "#kiosk-done", measures === undefined || due.length > 0 || open !== undefined);
  const rows = due.flatMap((one) => {
    const questionnaire = measures?.instruments[one.instrument];
    return questionnaire ? [row(questionnaire, one)] : [];
  });
  showRows(document.querySelector<HTMLElement>("#measures-due"), rows);
}

function row(questionnaire: Questionnaire, due: Due): HTMLElement {
  const made = rowOf(document, `${due.assignment_id} ${due.sheet?.id ?? ""} ${Object.keys(due.sheet?.answers ?? {}).length}`);
  const title = document.createElement("p");
  title.textContent = `${questionnaire.name} · ${say("minutes", { n: questionnaire.minutes })}`;
  const start = button(document, say(due.sheet ? "go-on" : "begin"), "button next", () => begin(questionnaire, due));
  start.setAttribute("aria-label", `${start.textContent ?? ""}: ${questionnaire.name}`);
  made.append(title, start);
  return made;
}

function begin(questionnaire: Questionnaire, due: Due): void {
  open = new Sheet(document, questionnaire, draftOf(due, undefined, new Date()), say, {
    answered: (draft) => send(questionnaire, draft, false), // every answer at once: nothing is kept on this tablet
    left: () => void close(),
    finished: (draft) => {
      send(questionnaire, draft, true);
      void close();
    },
  });
  showList();
  open.open();
}

async function close(): Promise<void> {
  open?.close();
  open = undefined;
  await flush();
  await look();
  document.querySelector<HTMLElement>("#measures-title, #kiosk-done h2")?.focus();
}

/** A newer part of the same sheet says everything that an older one said, so only the newest waits; what a human must hear of always goes. */
function send(questionnaire: Questionnaire, draft: Draft, isLast: boolean): void {
  const part = partOf(questionnaire, draft, isLast, new Date());
  const first = sending ? 1 : 0; // the first is on its way
  const older = unsent.findIndex(({ sheet_id, isCritical }, index) => index >= first && sheet_id === part.sheet_id && !isCritical);
  if (older >= 0) unsent.splice(older, 1, part);
  else unsent.push(part);
  void flush();
}

function flush(): Promise<void> {
  return (sending ??= sendAll().finally(() => (sending = undefined)));
}

async function sendAll(): Promise<void> {
  let pause = AGAIN_MS;
  for (let part = unsent[0]; part && !isRefused; part = unsent[0]) {
    const status = await post(part);
    const isTaken = status !== undefined && status < 400;
    isRefused = status !== undefined && status >= 400 && status < 500 && status !== 429;
    setHidden(document, "#kiosk-away", isTaken || isRefused);
    if (isTaken) unsent.shift();
    if (isRefused) return callStaff();
    pause = isTaken ? AGAIN_MS : Math.min(LONGEST_PAUSE_MS, pause * 2);
    if (!isTaken) await new Promise((done) => setTimeout(done, pause));
  }
}

/** Nothing that was answered goes without a word: whoever holds the tablet is asked to bring it to staff. */
function callStaff(): void {
  setHidden(document, "#kiosk-stuck", false);
  setHidden(document, "#kiosk-stuck-crisis", !unsent.some(({ isCritical }) => isCritical));
  document.querySelector<HTMLElement>("#kiosk-stuck")?.focus();
}

async function post(part: AnswersPart): Promise<number | undefined> {
  const token = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const body = JSON.stringify(letterOf(part).body);
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return fetch("/api/kiosk/answers", { method: "POST", headers, body }).then(({ status }) => status, () => undefined);
}

/** Ends when nothing is left on the tablet. Until then staff are asked for, and it tries on unless the server has refused. */
async function end(): Promise<void> {
  if (unsent.length > 0) callStaff();
  await flush();
  if (unsent.length === 0) ending?.submit();
}

const ending = document.querySelector<HTMLFormElement>("#kiosk-end");
ending?.addEventListener("submit", (event) => {
  if (unsent.length === 0 || event.submitter?.id === "kiosk-anyway") return;
  event.preventDefault();
  void end();
});

/** A tablet that was put down asks, and then ends by itself. */
let idle: ReturnType<typeof setTimeout> | undefined;
function touched(): void {
  clearTimeout(idle);
  setHidden(document, "#kiosk-idle", true);
  idle = setTimeout(() => {
    setHidden(document, "#kiosk-idle", false);
    idle = setTimeout(() => void end(), ASKS_FOR_MS);
  }, IDLE_MS);
}

for (const event of ["pointerdown", "keydown"]) addEventListener(event, touched);
addEventListener("beforeunload", (event) => unsent.length > 0 && event.preventDefault());
addEventListener("pageshow", (event) => (event as PageTransitionEvent).persisted && location.reload()); // Back shows nothing that was here
touched();
void look();
