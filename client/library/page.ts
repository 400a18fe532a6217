/** The library on a phone: what was given, what fits, everything by topic, a search; one article, or one exercise that it leads through. */
import type { Phone, Seen } from "../companion/phone";
import { clockOf, explain, paragraph, setHidden, setWords, showRows } from "../companion/shown";
import { dayOf } from "../companion/times";
import type { Say } from "../companion/words";
import type { Opening } from "../offline/entries";
import { uuid7 } from "../offline/uuid7";
import { keepShelf } from "./load";
import { runExercise } from "./player";
import { found } from "./search";
import type { Block, Exercise, Given, Helped, Piece, Shelf, Way } from "./shelf";
import { enteredIn, suggestionsFor, type Entered } from "./suggest";
import { isOpened, visitsOf } from "./visits";

const WAYS: readonly string[] = ["assigned", "suggested", "chosen"] satisfies Way[];

let shelf: Shelf | undefined;
let latest: Seen | undefined;
/** The piece on the screen and the visit that it is part of. */
let open: { piece: Piece; visit: string; way: Way; because: string } | undefined;
let isRunning = false;

export function startLibrary(page: Document, phone: Phone, say: Say): void {
  const search = page.querySelector<HTMLInputElement>("#library-q");
  search?.addEventListener("input", () => showFound(page, say));
  page.querySelector("#library-search")?.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => void turn(page, phone, say));
  page.querySelector("#piece-begin")?.addEventListener("click", () => void run(page, phone, say));
  for (const choice of page.querySelectorAll<HTMLButtonElement>("[data-helped]")) {
    choice.addEventListener("click", () => void tell(page, phone, say, choice.dataset["helped"] as Helped));
  }
}

export function showLibrary(page: Document, seen: Seen, say: Say, phone: Phone): void {
  latest = seen;
  void keepShelf(phone, seen.library).then((kept) => {
    shelf = kept ?? shelf;
    showBrowsing(page, say);
    if (!open) void turn(page, phone, say);
    else if (!isRunning) showMine(page, open.piece, say);
  });
}

/** Shows what the address names: one piece, or the list. */
async function turn(page: Document, phone: Phone, say: Say): Promise<void> {
  const [way = "", code = ""] = location.hash.slice(1).split("/");
  const piece = shelf?.pieces.find((one) => one.code === code);
  if (!piece) return leave(page, say);
  if (open?.piece.code === code) return;
  const because = way === "suggested" ? (suggestionsNow(page).find((one) => one.piece.code === code)?.because ?? "") : "";
  open = { piece, visit: uuid7(), way: WAYS.includes(way) ? (way as Way) : "chosen", because };
  showPiece(page, piece, say);
  await send(page, phone, {});
}

function leave(page: Document, say: Say): void {
  const was = open?.piece.code;
  open = undefined;
  setHidden(page, "#piece", true);
  setHidden(page, "#library-browse", false);
  showBrowsing(page, say);
  if (was === undefined) return;
  const link = page.querySelector<HTMLElement>(`#library-browse a[href$="/${was}"]`);
  link?.closest("details")?.setAttribute("open", ""); // what is folded away can't take the focus
  (link ?? page.querySelector<HTMLElement>("#library-title"))?.focus();
}

// --- The list ----------------------------------------------------------------------------------------------------------

function showBrowsing(page: Document, say: Say): void {
  setHidden(page, "#library-none", shelf !== undefined);
  setHidden(page, "#library-search", shelf === undefined);
  if (!shelf || !latest) return;
  const { pieces } = shelf;
  const byCode = new Map(pieces.map((piece) => [piece.code, piece]));
  const visits = visitsOf(latest.library, latest.items);
  const opened = (one: Given): boolean => isOpened(one, visits);
  const sorted = [...(latest.library?.given ?? [])].sort((one, other) => Number(opened(one)) - Number(opened(other))); // what waits stands first
  const given = sorted.flatMap((one) => {
    const piece = byCode.get(one.code);
    return piece ? [row(page, piece, "assigned", givenWords(one, say), say, opened(one))] : [];
  });
  const suggested = suggestionsNow(page).map(({ piece, because }) => row(page, piece, "suggested", because, say));
  show(page, "#library-given", given);
  show(page, "#library-suggested", suggested);
  showTopics(page, shelf, say);
  showFound(page, say);
}

function givenWords({ by, note }: Given, say: Say): string {
  return [say(by ? "lib-given-by" : "lib-given", { name: by }), note].filter(Boolean).join(": ");
}

function suggestionsNow(page: Document): ReturnType<typeof suggestionsFor> {
  if (!shelf || !latest) return [];
  const given = new Set((latest.library?.given ?? []).map(({ code }) => code));
  const today = dayOf(new Date(), clockOf(page, latest).zone);
  const visits = visitsOf(latest.library, latest.items);
  return suggestionsFor(shelf.pieces.filter(({ code }) => !given.has(code)), enteredIn(latest), { today, visits, now: Date.now() });
}

function show(page: Document, section: string, rows: HTMLElement[]): void {
  setHidden(page, section, rows.length === 0);
  showRows(page.querySelector<HTMLElement>(`${section} ul`), rows);
}

function showTopics(page: Document, { topics, pieces }: Shelf, say: Say): void {
  const parts = topics.flatMap(({ code, name }) => {
    const here = pieces.filter((piece) => piece.topics[0] === code);
    if (here.length === 0) return [];
    const part = page.createElement("details");
    const title = page.createElement("summary");
    title.textContent = `${name} (${here.length})`;
    const list = page.createElement("ul");
    list.className = "library-rows";
    list.append(...here.map((piece) => row(page, piece, "chosen", "", say)));
    part.append(title, list);
    return [part];
  });
  showRows(page.querySelector<HTMLElement>("#library-topics"), parts);
  setHidden(page, "#library-all", parts.length === 0);
}

function showFound(page: Document, say: Say): void {
  const wanted = page.querySelector<HTMLInputElement>("#library-q")?.value ?? "";
  const isSearching = wanted.trim() !== "";
  const pieces = shelf ? found(shelf.pieces, wanted) : [];
  setHidden(page, "#library-found", !isSearching);
  setHidden(page, "#library-shelves", isSearching);
  setWords(page, "#library-count", isSearching ? say(pieces.length === 1 ? "lib-found-one" : "lib-found", { n: pieces.length }) : "");
  showRows(page.querySelector<HTMLElement>("#library-found ul"), pieces.map((piece) => row(page, piece, "chosen", "", say)));
}

function row(page: Document, piece: Piece, way: Way, reason: string, say: Say, isOpened = false): HTMLElement {
  const made = page.createElement("li");
  const link = page.createElement("a");
  link.href = `#${way}/${piece.code}`;
  link.textContent = piece.title;
  const kind = say(piece.kind === "exercise" ? "lib-exercise" : "lib-article", { n: piece.minutes });
  made.append(link, paragraph(page, isOpened ? `${kind} · ${say("lib-opened")}` : kind, "soft"));
  if (reason) made.append(paragraph(page, reason, "library-why"));
  return made;
}

// --- One piece ---------------------------------------------------------------------------------------------------------

function showPiece(page: Document, piece: Piece, say: Say): void {
  setHidden(page, "#library-browse", true);
  setHidden(page, "#piece", false);
  setWords(page, "#piece-title", piece.title);
  setWords(page, "#piece-kind", say(piece.kind === "exercise" ? "lib-exercise" : "lib-article", { n: piece.minutes }));
  setHidden(page, "#piece-heavy", !piece.is_heavy);
  setHidden(page, "#piece-english", piece.is_in_language);
  page.querySelector("#piece-body")?.replaceChildren(...piece.body.map((block) => drawn(page, block)));
  page.querySelector("#piece-sources ul")?.replaceChildren(...piece.sources.map((source) => item(page, source)));
  page.querySelector("#piece-player")?.replaceChildren();
  setHidden(page, "#piece-begin", piece.steps.length === 0);
  setHidden(page, "#piece-stopped", true);
  setHidden(page, "#piece-asks", piece.kind === "exercise"); // an exercise asks at its end
  showMine(page, piece, say);
  scrollTo(0, 0);
  page.querySelector<HTMLElement>("#piece-title")?.focus();
}

/** What is this person's own about it: who gave it and why, or the reason it was suggested; what they said of it now. */
function showMine(page: Document, piece: Piece, say: Say): void {
  const given = latest?.library?.given.find(({ code }) => code === piece.code);
  const why = given ? givenWords(given, say) : (open?.because ?? "");
  setHidden(page, "#piece-why", why === "");
  setWords(page, "#piece-why", why);
  const said = visitsOf(latest?.library, latest?.items ?? []).find(({ id }) => id === open?.visit)?.helped ?? "";
  for (const choice of page.querySelectorAll<HTMLElement>("[data-helped]")) choice.setAttribute("aria-pressed", String(choice.dataset["helped"] === said));
  setWords(page, "#piece-said", said ? say("lib-said") : "");
}

function drawn(page: Document, block: Block): HTMLElement {
  if (block.is !== "list") {
    const made = page.createElement(block.is === "heading" ? "h2" : "p");
    made.textContent = block.words;
    return made;
  }
  const list = page.createElement("ul");
  list.append(...block.lines.map((line) => item(page, line)));
  return list;
}

function item(page: Document, words: string): HTMLElement {
  const made = page.createElement("li");
  made.textContent = words;
  return made;
}

async function run(page: Document, phone: Phone, say: Say): Promise<void> {
  const player = page.querySelector<HTMLElement>("#piece-player");
  if (!player || !open || isRunning) return;
  const visit = open.visit;
  isRunning = true;
  for (const part of ["#piece-begin", "#piece-body", "#piece-asks", "#piece-stopped"]) setHidden(page, part, true);
  const how = await runExercise(player, open.piece as Exercise, say);
  isRunning = false;
  if (open?.visit !== visit) return;
  for (const part of ["#piece-begin", "#piece-body", "#piece-asks"]) setHidden(page, part, false);
  setHidden(page, "#piece-stopped", how === "done");
  if (how === "done") await send(page, phone, { is_done: true });
  page.querySelector<HTMLElement>("#piece-asks")?.focus();
}

async function tell(page: Document, phone: Phone, say: Say, helped: Helped): Promise<void> {
  if (!open || helped === "") return;
  await send(page, phone, { helped });
  showMine(page, open.piece, say);
}

/** Tells of the visit that is going on. Reading goes on whatever comes of it. */
async function send(page: Document, phone: Phone, said: { is_done?: boolean; helped?: Exclude<Helped, ""> }): Promise<void> {
  if (!open) return;
  const { piece, visit, way } = open;
  const isFirst = said.is_done === undefined && said.helped === undefined;
  const line: Opening = {
    kind: "opening",
    id: isFirst ? visit : uuid7(),
    visit_id: visit,
    made_at: new Date().toISOString(),
    code: piece.code,
    version: piece.version,
    way,
    is_done: said.is_done ?? false,
    helped: said.helped ?? null,
  };
  try {
    await phone.send(line);
  } catch (trouble) {
    if (!isFirst) explain(page, trouble); // having looked is no reason to be told off
  }
}

// --- After a check-in --------------------------------------------------------------------------------------------------

/** One suggestion that the entry just saved calls up, in the card after it; none where nothing fits. */
export async function suggestAfter(page: Document, phone: Phone, seen: Seen, just: Entered): Promise<void> {
  const kept = await keepShelf(phone, seen.library);
  if (!kept) return;
  const entered = [...enteredIn(seen).filter(({ id }) => id !== just.id), just];
  const today = dayOf(new Date(), clockOf(page, seen).zone);
  const [first] = suggestionsFor(kept.pieces, entered, { today, visits: visitsOf(seen.library, seen.items), now: Date.now(), just: just.id, most: 1 });
  setHidden(page, "#after-suggestion", !first);
  if (!first) return;
  setWords(page, "#after-because", first.because);
  const link = page.querySelector<HTMLAnchorElement>("#after-piece");
  if (link) link.href = `/companion/library/#suggested/${first.piece.code}`;
  setWords(page, "#after-piece", first.piece.title);
}
