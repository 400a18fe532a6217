/** Coping now: how strong is it, one thing that may help, how strong is it now. What helped before comes first; nothing needs a network. */
import type { Phone, Seen } from "../companion/phone";
import { button, callLink, clockOf, explain, paragraph, sentTone, setHidden, setPill, setWords, showRows } from "../companion/shown";
import { dayOf } from "../companion/times";
import type { Say } from "../companion/words";
import { keepShelf, loadLibrary } from "../library/load";
import type { Exercise, Shelf } from "../library/shelf";
import type { WorkEntry } from "../offline/entries";
import { planOf } from "../offline/plans";
import { uuid7 } from "../offline/uuid7";
import { addPicture, picturesOn, removePicture } from "./pictures";
import { entriesOf, type ShownEntry } from "./work";

/** One thing to try. `exercise` is led step by step; anything else is done by oneself. */
export interface Offer {
  code: string;
  title: string;
  from: "plan" | "comfort" | "pictures" | "library";
  how: string;
  /** Whom to call for it. */
  phone?: string;
  exercise?: Exercise;
}

/** From here on the ways to reach a person stand above everything else. */
const VERY_STRONG = 8;

let latest: Seen | undefined;
let shelf: Shelf | undefined;
let pictures: string[] = [];
let before: number | undefined;
let helps: Offer[] = [];
let at = 0;
let savedId: string | undefined;

export function startCoping(page: Document, phone: Phone, say: Say): void {
  if (!page.querySelector("#cope")) return;
  for (const input of page.querySelectorAll<HTMLInputElement>("#cope-before input")) input.addEventListener("change", () => void begin(page, phone, say, Number(input.value)));
  for (const input of page.querySelectorAll<HTMLInputElement>("#cope-after input")) input.addEventListener("change", () => void save(page, phone, say, Number(input.value)));
  page.querySelector("#cope-skip")?.addEventListener("click", () => void save(page, phone, say, undefined));
  page.querySelector("#cope-go")?.addEventListener("click", () => void run(page, say));
  page.querySelector("#cope-other")?.addEventListener("click", () => {
    at = (at + 1) % Math.max(1, helps.length);
    offer(page, say);
  });
  page.querySelector("#cope-more")?.addEventListener("click", () => {
    savedId = undefined;
    for (const input of page.querySelectorAll<HTMLInputElement>("#cope input")) input.checked = false;
    show(page, "#cope-ask");
  });
  page.querySelector<HTMLInputElement>("#add-picture")?.addEventListener("change", (event) => void take(page, phone, say, event.target as HTMLInputElement));
  void picturesOn(phone).then((found) => showPictures(page, phone, say, found));
}

export function showCoping(page: Document, seen: Seen, say: Say, phone: Phone): void {
  latest = seen;
  setHidden(page, "#my-pictures", seen.keepsNothing === true);
  void keepShelf(phone, seen.library).then((kept) => (shelf = kept ?? shelf));
  if (savedId) setPill(page.querySelector("#cope-state"), sentTone(savedId, seen, say));
}

const STATES = ["#cope-ask", "#cope-try", "#cope-run", "#cope-rate", "#cope-done"];

function show(page: Document, state: string): void {
  for (const one of STATES) setHidden(page, one, one !== state);
  page.querySelector<HTMLElement>(`${state} h2`)?.focus();
}

/** By how much each thing brought it down before, on average. */
export function dropsIn(entries: ShownEntry[]): Map<string, number> {
  const told = new Map<string, number[]>();
  for (const { answers } of entries) {
    const [code, was, now] = [answers["exercise-code"], answers["before"], answers["after"]];
    if (typeof code === "string" && typeof was === "number" && typeof now === "number") told.set(code, [...(told.get(code) ?? []), was - now]);
  }
  return new Map([...told].map(([code, drops]) => [code, drops.reduce((sum, one) => sum + one, 0) / drops.length]));
}

/** What helped before first, then one's own and the library's in turn; what was tried and did not help comes last. */
export function inOrder(own: Offer[], led: Offer[], drops: ReadonlyMap<string, number>): Offer[] {
  const turns = Array.from({ length: Math.max(own.length, led.length) }, (_, index) => [own[index], led[index]]).flat();
  const mixed = turns.filter((one): one is Offer => one !== undefined);
  const rank = ({ code }: Offer): number => {
    const drop = drops.get(code);
    if (drop === undefined) return 0;
    return drop > 0 ? drop : -1;
  };
  return mixed.map((help, place) => ({ help, place })).sort((one, other) => rank(other.help) - rank(one.help) || one.place - other.place).map(({ help }) => help);
}

function ownHelps(seen: Seen, say: Say): Offer[] {
  const { inForce } = planOf(seen.plan, seen.items);
  const steps = (inForce?.sections.steps ?? []).map(({ text }): Offer => ({ code: `plan ${text}`.slice(0, 60), title: text, from: "plan", how: "" }));
  const places = (inForce?.sections.places ?? []).map(({ text, phone }): Offer => ({ code: `plan ${text}`.slice(0, 60), title: text, from: "plan", how: "", ...(phone && { phone }) }));
  const comforts = entriesOf(seen.work, seen.items, "comfort").map(({ about, answers }): Offer => ({ code: about, title: String(answers["what"] ?? ""), from: "comfort", how: String(answers["how"] ?? "") }));
  const looking: Offer[] = pictures.length > 0 ? [{ code: "pictures", title: say("cope-pictures"), from: "pictures", how: "" }] : [];
  return [...steps.slice(0, 1), ...looking, ...comforts, ...steps.slice(1), ...places];
}

async function begin(page: Document, phone: Phone, say: Say, distress: number): Promise<void> {
  if (!latest) return;
  before = distress;
  setHidden(page, "#cope-strong", distress < VERY_STRONG);
  const led = await exercises(page, phone, distress);
  helps = inOrder(ownHelps(latest, say), led, dropsIn(entriesOf(latest.work, latest.items, "coping")));
  at = 0;
  offer(page, say);
}

/** Without the library's script or shelf there is still one's own plan. */
async function exercises(page: Document, phone: Phone, distress: number): Promise<Offer[]> {
  try {
    shelf ??= await keepShelf(phone, latest?.library);
    const library = await loadLibrary(page);
    const found = library.exercisesFor(shelf?.pieces ?? [], { distress, visits: library.visitsOf(latest?.library, latest?.items ?? []) });
    return found.map((exercise): Offer => ({ code: exercise.code, title: exercise.title, from: "library", how: "", exercise }));
  } catch {
    return [];
  }
}

function offer(page: Document, say: Say): void {
  const help = helps[at];
  if (!help) return show(page, "#cope-rate");
  const drop = latest ? dropsIn(entriesOf(latest.work, latest.items, "coping")).get(help.code) : undefined;
  setWords(page, "#cope-title", help.title);
  setWords(page, "#cope-why", drop !== undefined && drop > 0 ? say("cope-helped", { n: Math.round(drop * 10) / 10 }) : say(`cope-from-${help.from}`));
  page.querySelector("#cope-how")?.replaceChildren(...(help.phone ? [callLink(page, help.title, help.phone, say)] : [help.how]));
  setHidden(page, "#cope-other", helps.length < 2);
  show(page, "#cope-try");
}

async function run(page: Document, say: Say): Promise<void> {
  const help = helps[at];
  const place = page.querySelector<HTMLElement>("#cope-place");
  if (!help || !place) return;
  setWords(page, "#cope-running", help.title);
  show(page, "#cope-run");
  if (help.exercise) {
    const library = await loadLibrary(page);
    await library.runExercise(place, help.exercise, say);
    return show(page, "#cope-rate");
  }
  const shown = help.from === "pictures" ? pictures.map((one) => picture(page, one, say)) : [...(help.phone ? [callLink(page, help.title, help.phone, say)] : []), paragraph(page, help.how || say("cope-take-time"))];
  const done = page.createElement("div");
  done.className = "actions";
  done.append(button(page, say("cope-did"), "button next", () => show(page, "#cope-rate")));
  place.replaceChildren(...shown, done);
}

/** What the team reads of what was tried: a comfort may be kept to oneself, so its own words stay where they are. */
export function triedIn({ code, from, title }: Pick<Offer, "code" | "from" | "title">, say: Say): { exercise: string; "exercise-code": string } {
  return { exercise: from === "comfort" ? say("cope-own") : title, "exercise-code": code };
}

async function save(page: Document, phone: Phone, say: Say, after: number | undefined): Promise<void> {
  const form = page.querySelector<HTMLElement>("#cope");
  if (before === undefined || !latest || !form || form.dataset["saving"]) return;
  form.dataset["saving"] = "yes"; // two quick taps are one entry
  const help = helps[at];
  const entry: WorkEntry = {
    kind: "entry",
    id: uuid7(),
    made_at: new Date().toISOString(),
    about: null,
    worksheet: "coping",
    version: 1,
    on_day: dayOf(new Date(), clockOf(page, latest).zone),
    is_shared: true,
    answers: { before, ...(help && triedIn(help, say)), ...(after !== undefined && { after }) },
    isCritical: false,
  };
  try {
    savedId = entry.id;
    await phone.send(entry);
    explain(page);
    const isLess = after !== undefined && after < before;
    setWords(page, "#cope-words", after === undefined ? say("cope-thanks") : say(isLess ? "cope-less" : "cope-same", { before, after }));
    setHidden(page, "#cope-reach", after === undefined || (isLess && after < VERY_STRONG));
    show(page, "#cope-done");
    phone.again();
  } catch (trouble) {
    savedId = undefined;
    explain(page, trouble);
  } finally {
    delete form.dataset["saving"];
  }
}

// --- Own pictures: they never leave this phone -------------------------------------------------------------------------

async function take(page: Document, phone: Phone, say: Say, input: HTMLInputElement): Promise<void> {
  const [file] = input.files ?? [];
  input.value = "";
  if (!file) return;
  try {
    showPictures(page, phone, say, await addPicture(phone, file));
    setHidden(page, "#picture-trouble", true);
  } catch {
    setHidden(page, "#picture-trouble", false);
  }
}

function showPictures(page: Document, phone: Phone, say: Say, found: string[]): void {
  pictures = found;
  const rows = found.map((one, index) => {
    const row = page.createElement("li");
    const remove = button(page, say("remove"), "button small", () => void removePicture(phone, index).then((left) => showPictures(page, phone, say, left)));
    row.append(picture(page, one, say), remove);
    return row;
  });
  showRows(page.querySelector<HTMLElement>("#pictures"), rows);
}

function picture(page: Document, address: string, say: Say): HTMLImageElement {
  const made = page.createElement("img");
  made.className = "own-picture";
  made.alt = say("cope-picture");
  made.src = address;
  return made;
}
