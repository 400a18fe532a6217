/** After a session, on Today for two days: what it was about, its practice, and how it was for oneself, if one likes to say. */
import { PRACTICES, type SessionRated } from "../offline/entries";
import type { Phone, Seen } from "./phone";
import { inWordsOf, made, send, whenWords } from "./session_row";
import { isEmpty, QUESTIONS, toldOf, type Ratings, type SessionOver } from "./sessions";
import { clockOf, paragraph, setHidden, setPill, setWords, showRows, standingTone } from "./shown";
import type { Say } from "./words";

/** What the cards' buttons act on: the cards stay while what they show changes, so that nothing half chosen is lost. */
let latest: Seen | undefined;

export function showAfterwards(page: Document, seen: Seen, say: Say, phone: Phone): void {
  latest = seen;
  const list = page.querySelector<HTMLElement>("#afterwards");
  const template = page.querySelector<HTMLTemplateElement>("#after-session");
  if (!list || !template) return;
  const over = (seen.sessions?.afterwards ?? []).filter(({ until }) => Date.now() < Date.parse(until));
  for (const card of Array.from(list.children)) if (!over.some(({ id }) => id === (card as HTMLElement).dataset["of"])) card.remove();
  over.forEach((one, place) => {
    const known = Array.from(list.children).find((card) => (card as HTMLElement).dataset["of"] === one.id);
    const card = (known as HTMLElement | undefined) ?? drawn(page, template, one, say, phone);
    if (list.children[place] !== card) list.insertBefore(card, list.children[place] ?? null);
    fill(page, card, one, seen, say);
  });
}

function drawn(page: Document, template: HTMLTemplateElement, one: SessionOver, say: Say, phone: Phone): HTMLElement {
  const card = (template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
  card.dataset["of"] = one.id;
  const title = card.querySelector(".after-title");
  if (title) title.id = `after-${one.id}`;
  card.setAttribute("aria-labelledby", `after-${one.id}`);
  for (const control of card.querySelectorAll<HTMLButtonElement>("[data-practice]")) {
    control.addEventListener("click", () => {
      const said = PRACTICES.find((each) => each === control.dataset["practice"]);
      if (said && latest) void send(page, { kind: "practice", ...made(), occurrence_id: one.id, said, inWords: inWordsOf(page, one, latest, say) }, phone);
    });
  }
  const form = card.querySelector("form");
  for (const input of card.querySelectorAll<HTMLInputElement>("input[type=radio]")) input.name = `${input.name}-${one.id}`;
  form?.addEventListener("change", () => {
    form.dataset["touched"] = "yes";
    setHidden(card, ".after-nothing", true);
  });
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    void rate(page, card, form, one, say, phone);
  });
  return card;
}

function fill(page: Document, card: HTMLElement, one: SessionOver, seen: Seen, say: Say): void {
  const here = clockOf(page, seen);
  const told = toldOf(one, seen.items);
  setWords(card, ".after-title", say("session-after", { group: one.group }));
  setWords(card, ".after-when", whenWords(one, say, here));
  setHidden(card, ".after-did", !one.topic);
  setWords(card, ".after-topic", one.topic);
  const goals = one.goals.map((goal) => {
    const line = page.createElement("li");
    line.append(paragraph(page, goal));
    return line;
  });
  showRows(card.querySelector<HTMLElement>(".after-goals"), goals);
  setHidden(card, ".after-practice", !one.practice);
  setWords(card, ".after-practice-words", one.practice);
  for (const control of card.querySelectorAll<HTMLElement>("[data-practice]")) control.setAttribute("aria-pressed", String(control.dataset["practice"] === told.practice));
  setPill(card.querySelector(".after-practice-state"), told.practice ? standingTone(told.practiceWay ?? "saved", seen.isSignedOut, say) : undefined);
  setPill(card.querySelector(".after-rating-state"), told.ratings || told.ratingWay ? standingTone(told.ratingWay ?? "saved", seen.isSignedOut, say) : undefined);
  const form = card.querySelector("form");
  if (form && !form.dataset["touched"]) choose(form, one.id, told.ratings);
  setHidden(card, ".after-next", !one.next);
  if (one.next) setWords(card, ".after-next", say("session-next", { group: one.next.group, when: whenWords(one.next, say, here) }));
}

function choose(form: HTMLFormElement, id: string, ratings: Ratings | null): void {
  for (const question of QUESTIONS)
    for (const input of form.querySelectorAll<HTMLInputElement>(`input[name="${question}-${id}"]`)) input.checked = input.value === String(ratings?.[question] ?? "");
}

async function rate(page: Document, card: HTMLElement, form: HTMLFormElement, one: SessionOver, say: Say, phone: Phone): Promise<void> {
  if (!latest || form.dataset["saving"]) return;
  const said = new FormData(form);
  const given = (question: string): number | null => (said.get(`${question}-${one.id}`) ? Number(said.get(`${question}-${one.id}`)) : null);
  const ratings: Ratings = { room: given("room"), mattered: given("mattered"), belonged: given("belonged"), together: given("together") };
  const isNothing = isEmpty(ratings) && !toldOf(one, latest.items).ratings;
  setHidden(card, ".after-nothing", !isNothing);
  if (isNothing) return;
  form.dataset["saving"] = "yes"; // two quick taps are one entry
  const entry: SessionRated = { kind: "session-rating", ...made(), occurrence_id: one.id, ...ratings, inWords: inWordsOf(page, one, latest, say) };
  if (await send(page, entry, phone)) delete form.dataset["touched"];
  delete form.dataset["saving"];
}
