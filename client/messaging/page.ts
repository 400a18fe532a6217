/** Messages: who reads them, when they answer, what was written, and a draft that survives closing the page. */
import type { Phone, Seen } from "../companion/phone";
import { button, clockOf, dayWords, explain, paragraph, pill, rowOf, setHidden, setWords, showRows, standingTone } from "../companion/shown";
import { dayOf, timeWords, type Clock } from "../companion/times";
import type { Say } from "../companion/words";
import { uuid7 } from "../offline/uuid7";
import { attach, NotAttached, record, type Attached, type Recording } from "./attaching";
import { atWork, entriesOf, messagesOf, newest, withWords, type OwnThread, type ShownMessage } from "./thread";

const DRAFT = "draft message";
const AT_ONCE = 20;
/** So long the way to say it in other words stands beside what one wrote. */
const MEND_MS = 2 * 24 * 3_600_000;

interface Draft {
  about: string | null;
  words: string;
  is_urgent: boolean;
  file?: Attached | null;
}

let about: string | null = null;
let attached: Attached | null = null;
let recording: Recording | undefined;
let shownAtOnce = AT_ONCE;
let told = 0;
const heard = new Set<string>();
/** Where the page goes when it is drawn next: to what is new when it opens, to one's own words when they were sent. */
let goTo: "new" | "last" | "" = "new";
/** What lies on the screen now counts as read; asked again whenever somebody moves the page. */
let look: () => void = () => undefined;
let typing: Promise<unknown> = Promise.resolve();

export function startMessages(page: Document, phone: Phone, say: Say): void {
  const form = page.querySelector<HTMLFormElement>("#message-form");
  if (!form) return;
  void recall(page, phone, say);
  form.addEventListener("input", () => {
    setHidden(page, "#message-urgent-words", !urgent(page).checked);
    keep(page, phone);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.dataset["saving"]) return;
    form.dataset["saving"] = "yes"; // two quick taps are one message
    void send(page, phone).finally(() => delete form.dataset["saving"]);
  });
  page.querySelector("#message-leave")?.addEventListener("click", () => void empty(page, phone));
  page.querySelector("#message-file")?.addEventListener("change", (event) => {
    const [file] = (event.target as HTMLInputElement).files ?? [];
    if (file) void take(page, phone, say, attach(file));
    (event.target as HTMLInputElement).value = "";
  });
  page.querySelector("#message-record")?.addEventListener("click", () => void speak(page, phone, say));
  page.querySelector("#message-detach")?.addEventListener("click", () => {
    attached = null;
    showAttached(page, say);
    keep(page, phone);
    words(page).focus();
  });
  page.querySelector("#thread-sought")?.addEventListener("input", () => phone.again());
  page.querySelector("#thread-earlier")?.addEventListener("click", () => {
    shownAtOnce += AT_ONCE;
    phone.again();
  });
  page.addEventListener("visibilitychange", () => phone.again());
  page.addEventListener("scroll", () => look(), { passive: true });
}

function words(page: Document): HTMLTextAreaElement {
  return page.querySelector<HTMLTextAreaElement>("#message-words") ?? page.createElement("textarea");
}

function urgent(page: Document): HTMLInputElement {
  return page.querySelector<HTMLInputElement>("#message-urgent") ?? page.createElement("input");
}

// --- The draft -------------------------------------------------------------------------------------------------------

/** One writing follows another, so that what was typed last is what is kept. */
function keep(page: Document, phone: Phone): void {
  const draft: Draft = { about, words: words(page).value, is_urgent: urgent(page).checked, file: attached };
  typing = typing.then(() => (draft.words.trim() || draft.about || draft.file ? phone.keep(DRAFT, draft) : phone.forget(DRAFT))).catch(() => undefined);
}

async function recall(page: Document, phone: Phone, say: Say): Promise<void> {
  const draft = await phone.recall<Draft>(DRAFT);
  if (!draft || words(page).value) return;
  write(page, draft);
  showAttached(page, say);
  setHidden(page, "#message-draft", false);
}

function write(page: Document, draft: Draft): void {
  about = draft.about;
  attached = draft.file ?? null;
  setHidden(page, "#message-attached", attached === null);
  setHidden(page, "#message-file-field", about !== null);
  words(page).value = draft.words;
  urgent(page).checked = draft.is_urgent;
  setHidden(page, "#message-urgent-words", !draft.is_urgent);
  setHidden(page, "#message-urgent-field", about !== null);
  setHidden(page, "#message-changing", about === null);
  setHidden(page, "#message-leave", about === null);
  setHidden(page, "#message-error", true);
}

async function empty(page: Document, phone: Phone): Promise<void> {
  write(page, { about: null, words: "", is_urgent: false });
  setHidden(page, "#message-draft", true);
  await typing;
  await phone.forget(DRAFT);
}

/** What was chosen or spoken is put beside the words; nothing is sent yet. */
async function take(page: Document, phone: Phone, say: Say, coming: Promise<Attached>): Promise<void> {
  setHidden(page, "#message-file-error", true);
  try {
    attached = await coming;
    showAttached(page, say);
    keep(page, phone);
  } catch (trouble) {
    setWords(page, "#message-file-error", say(`file-${trouble instanceof NotAttached ? trouble.why : "unknown"}`));
    setHidden(page, "#message-file-error", false);
  }
}

async function speak(page: Document, phone: Phone, say: Say): Promise<void> {
  if (recording) return recording.stop();
  const begun = record();
  recording = await begun.catch(() => undefined);
  if (!recording) return take(page, phone, say, begun.then(({ spoken }) => spoken));
  setWords(page, "#message-record-words", say("voice-stop"));
  await take(page, phone, say, recording.spoken);
  recording = undefined;
  setWords(page, "#message-record-words", say("voice-begin"));
}

function showAttached(page: Document, say: Say): void {
  setHidden(page, "#message-attached", attached === null);
  if (attached) setWords(page, "#message-attached-words", attached.name || say(`file-${attached.kind}`));
}

async function send(page: Document, phone: Phone): Promise<void> {
  const said = words(page).value.trim();
  const file = about === null ? attached : null;
  setHidden(page, "#message-error", said !== "" || file !== null);
  if (!said && !file) return words(page).focus();
  const isUrgent = urgent(page).checked && about === null;
  try {
    goTo = "last"; // an empty field alone does not say that the words are on their way
    for (const entry of entriesOf({ about, words: said, is_urgent: isUrgent, made_at: new Date().toISOString(), file }, uuid7)) await phone.send(entry);
    explain(page);
    await empty(page, phone);
    phone.again();
  } catch (trouble) {
    goTo = "";
    explain(page, trouble); // what was typed stays where it is
  }
}

// --- What is shown ---------------------------------------------------------------------------------------------------

export function showMessages(page: Document, seen: Seen, say: Say, phone: Phone): void {
  const { messages: thread } = seen;
  setHidden(page, "#messages-known", thread === undefined);
  setHidden(page, "#messages-unknown", thread !== undefined || !seen.isOld);
  if (!thread) return;
  setHidden(page, "#messages-open", !thread.is_open);
  setHidden(page, "#messages-closed", thread.is_open);
  showPeople(page, thread, say);
  showAway(page, thread, say, clockOf(page, seen));
  showAnnouncements(page, seen, thread, say);
  showThread(page, seen, thread, say, phone);
  look = () => {
    noteRead(page, seen, thread, phone);
    noteHeard(page, seen, thread, phone);
  };
  look();
}

/** What was said to everybody: the newest and all that is new open, those before behind a fold. */
function showAnnouncements(page: Document, seen: Seen, { announcements = [] }: OwnThread, say: Say): void {
  const rows = announcements.map((one) => {
    const row = rowOf(page, one.id);
    row.className = "said";
    if (!one.is_read) row.dataset["unread"] = "";
    const head = paragraph(page, "", "said-head");
    const to = page.createElement("strong");
    to.textContent = one.to;
    head.append(to, `${one.by}, ${whenWords(one.sent_at, say, clockOf(page, seen))}`);
    if (!one.is_read) head.append(pillIn(page, say("thread-new"), "next"));
    row.append(head, paragraph(page, one.words, "said-words"));
    return row;
  });
  setHidden(page, "#announcements", rows.length === 0);
  const stands = announcements.map(({ is_read, id }, place) => place < 2 || !is_read || heard.has(id)); // what was just read stays where it is
  const [open, folded] = [rows.filter((_, place) => stands[place]), rows.filter((_, place) => !stands[place])];
  setHidden(page, "#announcements-before", folded.length === 0);
  showRows(page.querySelector("#announcements-new"), open);
  showRows(page.querySelector("#announcements-old"), folded);
}

function noteHeard(page: Document, seen: Seen, { announcements = [] }: OwnThread, phone: Phone): void {
  const ids = announcements.filter(({ is_read, id }) => !is_read && !heard.has(id) && isOnScreen(page, page.querySelector(`#announcements-new [data-of="${id}"]`))).map(({ id }) => id);
  if (page.visibilityState !== "visible" || seen.isOld || !ids.length) return;
  for (const id of ids) heard.add(id);
  void phone.tell("/api/companion/announcement-readings", { ids }).then((isTold) => {
    if (!isTold) for (const id of ids) heard.delete(id); // the next look tells it again
  });
}

function showPeople(page: Document, thread: OwnThread, say: Say): void {
  const rows = thread.people.map(({ name, does, answers }) => {
    const row = rowOf(page, name);
    row.append(paragraph(page, name), paragraph(page, answers ? `${does}, ${say("thread-answers")}` : does, "soft"));
    return row;
  });
  showRows(page.querySelector("#in-thread"), rows);
}

function showAway(page: Document, thread: OwnThread, say: Say, clock: Clock): void {
  const isAway = atWork(thread, new Date()) === false;
  setHidden(page, "#team-away", !isAway);
  if (!isAway) return;
  const back = thread.changes_at;
  const at = back ? { day: dayWords(dayOf(new Date(back), clock.zone), say, clock), time: timeWords(back, clock) } : {};
  setWords(page, "#team-away-words", say(back ? "team-away" : "team-away-long", at));
}

function showThread(page: Document, seen: Seen, thread: OwnThread, say: Say, phone: Phone): void {
  const all = messagesOf(thread, seen.items);
  const sought = page.querySelector<HTMLInputElement>("#thread-sought")?.value ?? "";
  const found = withWords(all, sought);
  const shown = found.slice(-shownAtOnce);
  setHidden(page, "#thread-search", all.length < 6);
  setWords(page, "#thread-found", sought.trim() ? say("thread-found", { n: found.length }) : "");
  setHidden(page, "#thread-none", all.length > 0);
  setHidden(page, "#thread-earlier", shown.length === found.length);
  setHidden(page, "#thread-older", !thread.has_older || shown.length < found.length);
  const list = page.querySelector<HTMLElement>("#thread");
  showRows(list, shown.map((one) => row(page, seen, thread, one, say, phone)));
  const last = list?.lastElementChild;
  const first = goTo === "last" ? last : (page.querySelector("#announcements-new [data-unread]") ?? list?.querySelector("[data-unread]") ?? last);
  if (!goTo || !first) return;
  goTo = "";
  first.scrollIntoView({ block: "center" });
}

function row(page: Document, seen: Seen, thread: OwnThread, one: ShownMessage, say: Say, phone: Phone): HTMLElement {
  const made = rowOf(page, one.id);
  const clock = clockOf(page, seen);
  made.className = "said";
  made.dataset["side"] = one.by ? "team" : "me";
  const isNew = one.by !== "" && one.number > thread.read_up_to;
  if (isNew) made.dataset["unread"] = "";
  const head = paragraph(page, "", "said-head");
  const who = page.createElement("strong");
  who.textContent = one.by || say("thread-you");
  const when = page.createElement("time");
  when.dateTime = one.made_at;
  when.textContent = whenWords(one.made_at, say, clock);
  head.append(who, when);
  if (isNew) head.append(pillIn(page, say("thread-new"), "next"));
  if (one.is_urgent) head.append(pillIn(page, say("thread-urgent"), "trouble"));
  made.append(head);
  if (one.words) made.append(paragraph(page, one.words, "said-words"));
  if (one.file) made.append(shownFile(page, one.file, say));
  if (one.earlier.length) made.append(before(page, one, say, clock));
  if (one.way) made.append(pill(page, standingTone(one.way, seen.isSignedOut, say)));
  else if (!one.by) made.append(foot(page, thread, one, say, clock, phone));
  return made;
}

function pillIn(page: Document, said: string, tone: "next" | "trouble"): HTMLElement {
  const made = page.createElement("span");
  made.className = "pill";
  made.dataset["tone"] = tone;
  made.textContent = said;
  return made;
}

/** What came with it; one that is still on this phone, or can't be fetched, is named. */
function shownFile(page: Document, { id, kind, name }: NonNullable<ShownMessage["file"]>, say: Say): HTMLElement {
  const address = `/companion/messages/files/${id}/`;
  const called = name || say(`file-${kind}`);
  if (!id) return paragraph(page, called, "soft");
  if (kind === "document") {
    const link = page.createElement("a");
    [link.href, link.textContent] = [address, called];
    return link;
  }
  const made = kind === "picture" ? page.createElement("img") : page.createElement("audio");
  if (made instanceof HTMLImageElement) [made.alt, made.loading, made.className] = [called, "lazy", "said-picture"];
  else [made.controls, made.preload] = [true, "none"];
  made.setAttribute("aria-label", called);
  made.src = address;
  made.addEventListener("error", () => made.replaceWith(paragraph(page, say("file-needs-signal", { what: called }), "soft")));
  return made;
}

function before(page: Document, { earlier }: ShownMessage, say: Say, clock: Clock): HTMLElement {
  const fold = page.createElement("details");
  const summary = fold.appendChild(page.createElement("summary"));
  summary.textContent = say("thread-before");
  for (const { words: said, at } of earlier) fold.append(paragraph(page, said, "said-words"), paragraph(page, whenWords(at, say, clock), "soft"));
  return fold;
}

/** Who has read it, and the way to say it in other words. */
function foot(page: Document, thread: OwnThread, one: ShownMessage, say: Say, clock: Clock, phone: Phone): HTMLElement {
  const made = page.createElement("div");
  made.className = "said-foot";
  const read = one.readers.map(({ name, at }) => say("thread-read", { name: name || say("someone"), when: whenWords(at, say, clock) }));
  made.append(paragraph(page, read.join(" · ") || say("thread-unread"), "soft"));
  const isFresh = Date.now() - new Date(one.saved_at).getTime() < MEND_MS;
  if (!thread.is_open || !isFresh) return made;
  const change = button(page, say("thread-change"), "button small quiet", () => {
    write(page, { about: one.id, words: one.words, is_urgent: false });
    keep(page, phone);
    words(page).focus();
  });
  change.setAttribute("aria-label", `${say("thread-change")}: ${one.words.slice(0, 40)}`);
  made.append(change);
  return made;
}

function whenWords(moment: string, say: Say, clock: Clock): string {
  return say("at", { day: dayWords(dayOf(new Date(moment), clock.zone), say, clock), time: timeWords(moment, clock) });
}

/** Whether a finger need not move the page to see it. */
function isOnScreen(page: Document, row: Element | null | undefined): boolean {
  const at = row?.getBoundingClientRect();
  return at !== undefined && at.bottom > 0 && at.top < (page.defaultView?.innerHeight ?? 0);
}

/** What is on the screen of a phone that somebody looks at counts as read; the server is told when there is a signal. */
function noteRead(page: Document, seen: Seen, thread: OwnThread, phone: Phone): void {
  const upTo = newest(thread);
  if (page.visibilityState !== "visible" || seen.isOld || upTo <= told) return;
  if (!isOnScreen(page, page.querySelector("#thread [data-unread]") ?? page.querySelector("#thread"))) return;
  const last = told;
  told = upTo;
  void phone.tell("/api/companion/message-readings", { up_to: upTo }).then((isTold) => {
    if (!isTold) told = last; // the next look tells it again
  });
}
