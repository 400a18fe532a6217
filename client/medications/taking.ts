/** What I take: the list one by one, and anything else, told as one entry that waits for a signal like every other. */
import { dayOf } from "../companion/times";
import type { Phone, Seen } from "../companion/phone";
import { clockOf, dayWords, explain, paragraph, sentTone, setHidden, setPill, setWords } from "../companion/shown";
import type { Say } from "../companion/words";
import type { Taking } from "../offline/entries";
import { uuid7 } from "../offline/uuid7";
import type { Medicine } from "./doses";

const SAYS = ["yes", "no", "differently"] as const;
type Says = (typeof SAYS)[number];
let toldId: string | undefined;

export function startTaking(page: Document, phone: Phone, say: Say): void {
  const form = page.querySelector<HTMLFormElement>("#taking-form");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    void tell(page, form, phone, say);
  });
  form?.addEventListener("change", () => showHow(form));
}

/** The words of how are asked for where it is taken differently. */
function showHow(form: HTMLFormElement): void {
  for (const how of form.querySelectorAll<HTMLElement>("[data-how]")) {
    how.hidden = new FormData(form).get(`says-${how.dataset["how"] ?? ""}`) !== "differently";
  }
}

export function showTaking(page: Document, seen: Seen, say: Say): void {
  const { medicines } = seen;
  const clock = clockOf(page, seen);
  setHidden(page, "#taking", !medicines?.is_open);
  if (!medicines) return;
  const last = medicines.taking_told_at;
  setWords(page, "#taking-last", last ? say("taking-last", { day: dayWords(dayOf(new Date(last), clock.zone), say, clock) }) : say("taking-never"));
  showLines(page, medicines.medicines.filter(({ when }) => when), say);
  setHidden(page, "#taking-told", toldId === undefined);
  if (toldId) setPill(page.querySelector("#taking-state"), sentTone(toldId, seen, say));
}

/** One question for each medicine; drawn anew only when the list is another, so that no answer is lost. */
function showLines(page: Document, list: Medicine[], say: Say): void {
  const lines = page.querySelector<HTMLElement>("#taking-lines");
  const offered = list.map(({ id, name, amount }) => `${id} ${name} ${amount}`).join();
  if (!lines || lines.dataset["offered"] === offered) return;
  lines.dataset["offered"] = offered;
  lines.replaceChildren(...list.map((one) => question(page, one, say)));
}

/** The words of how stand beside the choices and not among them: those are drawn as chips. */
function question(page: Document, { id, name, amount }: Medicine, say: Say): HTMLElement {
  const whole = page.createElement("div");
  whole.className = "stack";
  const set = page.createElement("fieldset");
  set.className = "chips";
  const legend = page.createElement("legend");
  legend.className = "label";
  legend.textContent = name;
  const choices = page.createElement("div");
  choices.append(...SAYS.map((says) => choice(page, `says-${id}`, says, say)));
  set.append(legend, paragraph(page, amount, "soft"), choices);
  whole.append(set, how(page, id, name, say));
  return whole;
}

function choice(page: Document, name: string, value: Says, say: Say): HTMLElement {
  const label = page.createElement("label");
  const input = page.createElement("input");
  input.type = "radio";
  input.name = name;
  input.value = value;
  label.append(input, ` ${say(`taking-${value}`)}`);
  return label;
}

function how(page: Document, id: string, name: string, say: Say): HTMLElement {
  const field = page.createElement("div");
  field.className = "field";
  field.dataset["how"] = id;
  field.hidden = true;
  const label = page.createElement("label");
  label.className = "label";
  label.htmlFor = `how-${id}`;
  label.textContent = say("taking-how");
  const input = page.createElement("input");
  input.id = `how-${id}`;
  input.name = `words-${id}`;
  input.maxLength = 200;
  input.autocomplete = "off";
  input.setAttribute("aria-label", `${say("taking-how")} ${name}`);
  field.append(label, input);
  return field;
}

/** What the form tells; undefined when it says nothing. */
export function readTaking(form: FormData): Pick<Taking, "lines" | "more"> | undefined {
  const lines = [...form.keys()].filter((key) => key.startsWith("says-")).flatMap((key) => {
    const says = SAYS.find((one) => one === form.get(key));
    const id = key.slice("says-".length);
    const words = says === "differently" ? String(form.get(`words-${id}`) ?? "").trim() : "";
    return says ? [{ medicine_id: id, says, words }] : [];
  });
  const more = String(form.get("more") ?? "").trim();
  return lines.length > 0 || more ? { lines, more } : undefined;
}

async function tell(page: Document, form: HTMLFormElement, phone: Phone, say: Say): Promise<void> {
  const told = readTaking(new FormData(form));
  setHidden(page, "#taking-error", told !== undefined);
  if (!told) {
    setWords(page, "#taking-error", say("taking-missing"));
    return form.querySelector<HTMLElement>("input, textarea")?.focus();
  }
  if (form.dataset["saving"]) return;
  form.dataset["saving"] = "yes"; // two quick taps are one entry
  const id = uuid7();
  try {
    await phone.send({ kind: "taking", id, made_at: new Date().toISOString(), ...told });
    toldId = id;
    phone.again();
    explain(page);
    form.reset();
    showHow(form);
    page.querySelector("#new-taking")?.removeAttribute("open");
    page.querySelector<HTMLElement>("#taking-told")?.focus();
  } catch (trouble) {
    explain(page, trouble);
  } finally {
    delete form.dataset["saving"];
  }
}
