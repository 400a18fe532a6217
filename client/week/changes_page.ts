/** Asking for other times, and what the team says to it. */
import type { ChangeAsked, Item } from "../offline/entries";
import { uuid7 } from "../offline/uuid7";
import type { Phone, Seen } from "../companion/phone";
import { clockOf, dayWords, explain, paragraph, pill, rowOf, setHidden, showRows, standingTone } from "../companion/shown";
import { dayOf } from "../companion/times";
import type { Say } from "../companion/words";

const DRAFT = "draft change";

interface Draft {
  seat: string;
  better: string;
  note: string;
}

export async function startChanges(page: Document, phone: Phone, say: Say): Promise<void> {
  const fields = fieldsOf(page);
  if (!fields) return;
  const typed = await phone.recall<Draft>(DRAFT);
  if (typed) {
    [fields.better.value, fields.note.value] = [typed.better, typed.note];
    fields.seat.dataset["chosen"] = typed.seat; // its choices come with the week
  }
  for (const field of [fields.seat, fields.better, fields.note]) {
    field.addEventListener("input", () => {
      fields.seat.dataset["chosen"] = fields.seat.value;
      const draft: Draft = { seat: fields.seat.value, better: fields.better.value, note: fields.note.value };
      const kept = draft.better || draft.note ? phone.keep(DRAFT, draft) : phone.forget(DRAFT);
      void kept.catch((trouble: unknown) => explain(page, trouble));
    });
  }
  page.querySelector("#change-form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    void ask(page, phone, say);
  });
}

function fieldsOf(page: Document): { seat: HTMLSelectElement; better: HTMLTextAreaElement; note: HTMLTextAreaElement } | undefined {
  const [seat, better, note] = [page.querySelector<HTMLSelectElement>("#change-seat"), page.querySelector<HTMLTextAreaElement>("#change-better"), page.querySelector<HTMLTextAreaElement>("#change-note")];
  return seat && better && note ? { seat, better, note } : undefined;
}

async function ask(page: Document, phone: Phone, say: Say): Promise<void> {
  const fields = fieldsOf(page);
  const send = page.querySelector<HTMLButtonElement>("#change-send");
  if (!fields || send?.disabled) return;
  const better = fields.better.value.trim();
  setHidden(page, "#change-error", better !== "");
  if (!better) return fields.better.focus();
  if (send) send.disabled = true; // two quick taps are one
  const about = fields.seat.selectedOptions[0]?.textContent ?? say("change-all");
  const entry: ChangeAsked = { kind: "change-request", id: uuid7(), made_at: new Date().toISOString(), seat_id: fields.seat.value || null, better, note: fields.note.value.trim(), inWords: about };
  try {
    await phone.send(entry);
    [fields.better.value, fields.note.value] = ["", ""];
    await phone.forget(DRAFT);
    explain(page);
    page.querySelector<HTMLDetailsElement>("#change-fold")?.removeAttribute("open");
    page.querySelector<HTMLElement>("#changes-list")?.focus();
  } catch (trouble) {
    explain(page, trouble);
  } finally {
    if (send) send.disabled = false;
  }
}

export function showChanges(page: Document, seen: Seen, say: Say): void {
  setHidden(page, "#changes", seen.week === undefined);
  showSeats(page, seen, say);
  const known = seen.week?.changes ?? [];
  const waiting = seen.items.flatMap((item) => (isNew(item, known.map(({ id }) => id)) ? [item as Item & { entry: ChangeAsked }] : []));
  const here = clockOf(page, seen);
  const rows = [
    ...waiting.map(({ entry, standing }) => {
      const row = rowOf(page, entry.id);
      row.append(paragraph(page, entry.inWords, "request-what"), paragraph(page, entry.better));
      if (standing.is !== "refused") row.append(pill(page, standingTone(standing.is, seen.isSignedOut, say)));
      return row;
    }),
    ...known.map(({ id, about, better, made_at, answer }) => {
      const row = rowOf(page, id);
      row.append(paragraph(page, about, "request-what"), paragraph(page, better));
      if (!answer) row.append(pill(page, { words: say("change-waits", { day: dayWords(dayOf(new Date(made_at), here.zone), say, here) }), tone: "plain" }));
      else row.append(pill(page, { words: say(`outcome-${answer.outcome}`), tone: "good" }), paragraph(page, say("change-answer", { name: answer.by, words: answer.words }), "in-words"));
      return row;
    }),
  ];
  showRows(page.querySelector<HTMLElement>("#changes-list"), rows);
}

function isNew({ entry, standing }: Item, known: readonly string[]): boolean {
  return entry.kind === "change-request" && standing.is !== "refused" && !known.includes(entry.id);
}

/** The choices are drawn anew only when they are others, so that what was chosen stays. */
function showSeats(page: Document, seen: Seen, say: Say): void {
  const list = page.querySelector<HTMLSelectElement>("#change-seat");
  if (!list) return;
  const choices = [{ id: "", words: say("change-all") }, ...(seen.week?.seats ?? [])];
  const mark = JSON.stringify(choices);
  if (list.dataset["of"] === mark) return;
  const chosen = list.value || (list.dataset["chosen"] ?? "");
  list.dataset["of"] = mark;
  list.replaceChildren(...choices.map(({ id, words }) => new Option(words, id)));
  if (choices.some(({ id }) => id === chosen)) list.value = chosen;
}
