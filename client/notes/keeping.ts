/** A note's form saves itself: on every pause, cell by cell, and never over what a colleague has written meanwhile. */
import { type Answer, type Known, type Typed, Keep, answerOf, both, knownCells } from "./cells";

const PAUSE_MS = 700;
const AGAIN_MS = [2_000, 5_000, 15_000, 30_000] as const;
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** `store`: where what is not on the server yet is kept; a phone that is shared gives one that goes with the tab. */
export function keepNotes(page: Document, person: string, store: Storage = localStorage): void {
  const form = page.querySelector<HTMLFormElement>("form[data-note]");
  if (form) new KeptNote(form, person, store).begin();
}

class KeptNote {
  private readonly keep: Keep;
  private readonly waiting = new Map<Field, number>();
  private readonly onTheWay = new Map<Field, Promise<void>>();
  private readonly state: HTMLElement | null;
  private failures = 0;

  constructor(
    private readonly form: HTMLFormElement,
    person: string,
    store: Storage,
  ) {
    this.keep = new Keep(store, person, form.dataset["note"] ?? "");
    this.state = form.querySelector<HTMLElement>("#note-state");
  }

  begin(): void {
    this.form.addEventListener("input", (event) => this.typed(event.target, PAUSE_MS));
    this.form.addEventListener("change", (event) => this.typed(event.target, 0));
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.form.requestSubmit();
      }
    });
    this.form.addEventListener("submit", (event) => this.submit(event));
    document.body.addEventListener("note", () => void this.look());
    window.addEventListener("online", () => this.sendWaiting());
    window.addEventListener("focus", () => this.sendWaiting());
    window.addEventListener("beforeunload", () => this.keepAll());
    const takenUp = this.takeUp();
    const typedBefore = this.fields().filter((field) => isChanged(field) && !takenUp.has(field));
    for (const field of typedBefore) this.typed(field, 0);
  }

  /** What this browser still keeps from before a crash goes on its way again; a colleague's words in between are shown. */
  private takeUp(): ReadonlySet<Field> {
    const found = new Set<Field>();
    for (const kept of this.keep.all()) {
      const field = this.field(kept.who, kept.code);
      if (!field || field.matches(":disabled")) continue;
      if (valueOf(field) === kept.said) {
        this.keep.drop(kept); // its answer was lost, not the words
        this.sayWhereItStands();
        continue;
      }
      found.add(field);
      const known: Known = { ...kept, said: valueOf(field), revision: revisionOf(field), by: "" };
      setValue(field, kept.said);
      setRevision(field, kept.revision);
      if (known.revision === kept.revision) this.typed(field, 0);
      else void this.send(field);
    }
    return found;
  }

  private fields(): Field[] {
    return [...this.form.querySelectorAll<Field>("[data-cell]")];
  }

  private field(who: string, code: string): Field | undefined {
    return this.fields().find((one) => one.dataset["who"] === who && one.dataset["cell"] === code);
  }

  private typed(target: EventTarget | null, pause: number): void {
    const field = target instanceof Element ? target.closest<Field>("[data-cell]") : null;
    if (!field) return;
    this.keep.put(cellOf(field));
    window.clearTimeout(this.waiting.get(field));
    this.waiting.set(field, window.setTimeout(() => void this.send(field), pause));
    this.say("saving");
  }

  private keepAll(): void {
    for (const field of this.waiting.keys()) this.keep.put(cellOf(field));
  }

  private sendWaiting(): void {
    for (const field of [...this.waiting.keys()]) void this.send(field);
  }

  /** One cell at a time to the server: what is typed meanwhile goes after it, from the revision that it gave. */
  private async send(field: Field): Promise<void> {
    while (this.onTheWay.has(field)) await this.onTheWay.get(field);
    window.clearTimeout(this.waiting.get(field));
    this.waiting.delete(field);
    const sent = this.post(field);
    this.onTheWay.set(field, sent);
    await sent;
    this.onTheWay.delete(field);
  }

  private async post(field: Field): Promise<void> {
    const one = cellOf(field);
    const answer = await this.ask(one);
    switch (answer.kind) {
      case "saved":
        this.failures = 0;
        setRevision(field, answer.revision);
        clearTrouble(field);
        if (valueOf(field) === one.said) this.keep.drop(one);
        this.sayWhereItStands();
        return;
      case "changed":
        this.showTheirs(field, one, answer.theirs);
        return;
      case "refused":
        this.trouble(field, `${this.words("refused")} ${answer.why}`);
        return;
      case "unreachable":
        this.say("kept");
        this.waiting.set(field, window.setTimeout(() => void this.send(field), AGAIN_MS[Math.min(this.failures, 3)]));
        this.failures += 1;
    }
  }

  private async ask(one: Typed): Promise<Answer> {
    try {
      const response = await fetch(this.form.dataset["cells"] ?? "", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token() },
        body: JSON.stringify(one),
        redirect: "manual",
      });
      return answerOf(response.status, await response.json().catch(() => null));
    } catch {
      return { kind: "unreachable" };
    }
  }

  private token(): string {
    return this.form.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  /** A colleague has saved: cells in which nobody types here are brought up to date. */
  private async look(): Promise<void> {
    const response = await fetch(this.form.dataset["cells"] ?? "", { headers: { "X-Daybridge-Quiet": "1" } }).catch(() => null);
    if (!response?.ok) return;
    for (const one of knownCells(await response.json().catch(() => null))) {
      const field = this.field(one.who, one.code);
      if (!field || field === document.activeElement || this.isMine(field)) continue;
      if (one.revision <= revisionOf(field)) continue;
      setValue(field, one.said);
      setRevision(field, one.revision);
    }
  }

  /** Whether something of this browser stands there that the server does not have, or about which somebody has to choose. */
  private isMine(field: Field): boolean {
    return this.waiting.has(field) || this.onTheWay.has(field) || document.getElementById(troubleId(field)) !== null;
  }

  // --- What a colleague wrote in the same place -----------------------------------------------------------------------

  private showTheirs(field: Field, mine: Typed, theirs: { said: string; revision: number; by: string }): void {
    const box = troubleOf(field);
    const said = document.createElement("p");
    said.textContent = `${theirs.by} ${this.words("theirs")} `;
    const quote = document.createElement("q");
    quote.textContent = field instanceof HTMLSelectElement ? labelOf(field, theirs.said) : theirs.said;
    said.append(quote);
    const choose = (text: string): void => {
      setValue(field, text);
      setRevision(field, theirs.revision);
      clearTrouble(field);
      field.focus();
      this.typed(field, 0);
    };
    const buttons = [
      this.button("mine", () => choose(valueOf(field))),
      this.button("take", () => choose(theirs.said)),
      ...(field instanceof HTMLSelectElement ? [] : [this.button("both", () => choose(both(theirs.said, valueOf(field))))]),
    ];
    box.replaceChildren(said, ...buttons);
    this.keep.put(mine);
    this.say("kept");
  }

  private button(words: string, deed: () => void): HTMLButtonElement {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button small";
    made.textContent = this.words(words);
    made.addEventListener("click", deed);
    return made;
  }

  private trouble(field: Field, words: string): void {
    const said = document.createElement("p");
    said.textContent = words;
    troubleOf(field).replaceChildren(said);
    this.say("kept");
  }

  // --- Going on to sign -----------------------------------------------------------------------------------------------

  private submit(event: SubmitEvent): void {
    const then = this.form.dataset["then"];
    if (!then && !this.onTheWay.size) return;
    event.preventDefault();
    void (then ? this.goOn(then) : this.sendWhole(event.submitter));
  }

  private async goOn(address: string): Promise<void> {
    do {
      const unsent = [...this.waiting.keys()].map((field) => this.send(field));
      await Promise.all([...unsent, ...this.onTheWay.values()]);
    } while (this.onTheWay.size);
    const trouble = this.form.querySelector(".cell-trouble");
    if (trouble) showTrouble(trouble);
    else if (!this.waiting.size) location.assign(address);
  }

  /** A form that is sent whole tells the revisions that the last answers gave. */
  private async sendWhole(submitter: HTMLElement | null): Promise<void> {
    while (this.onTheWay.size) await Promise.all(this.onTheWay.values());
    this.form.requestSubmit(submitter);
  }

  /** After a cell was saved: others may be on their way still, or need somebody's eye. */
  private sayWhereItStands(): void {
    if (this.waiting.size || this.onTheWay.size > 1) this.say("saving");
    else this.say(this.form.querySelector(".cell-trouble") ? "kept" : "saved");
  }

  private say(state: "saving" | "saved" | "kept"): void {
    if (!this.state) return;
    this.state.textContent = this.words(state);
    this.state.dataset["state"] = state;
  }

  private words(name: string): string {
    return this.form.dataset[`words${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`] ?? "";
  }
}

function cellOf(field: Field): Typed {
  return {
    who: field.dataset["who"] ?? "",
    code: field.dataset["cell"] ?? "",
    said: valueOf(field),
    revision: revisionOf(field),
  };
}

function valueOf(field: Field): string {
  return field.value;
}

/** Whether something else stands there than the page came with: typed before this script was there, on a slow machine. */
function isChanged(field: Field): boolean {
  if (!(field instanceof HTMLSelectElement)) return field.value !== field.defaultValue;
  return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
}

function setValue(field: Field, said: string): void {
  field.value = said;
}

function revisionOf(field: Field): number {
  return Number(field.dataset["revision"] ?? 0);
}

/** Also where a form that is sent whole tells it. */
function setRevision(field: Field, revision: number): void {
  field.dataset["revision"] = String(revision);
  const told = field.form?.elements.namedItem(`${field.name}-revision`);
  if (told instanceof HTMLInputElement) told.value = String(revision);
}

function labelOf(field: HTMLSelectElement, value: string): string {
  return [...field.options].find((one) => one.value === value)?.textContent?.trim() ?? value;
}

function troubleId(field: Field): string {
  return `${field.id}-trouble`;
}

function troubleOf(field: Field): HTMLElement {
  const known = document.getElementById(troubleId(field));
  if (known) return known;
  const made = document.createElement("div");
  made.id = troubleId(field);
  made.className = "cell-trouble";
  made.setAttribute("role", "alert");
  field.after(made);
  return made;
}

/** Where somebody chooses, or writes it otherwise. */
function showTrouble(box: Element): void {
  const where = box.querySelector("button") ?? box.previousElementSibling;
  if (where instanceof HTMLElement) where.focus();
}

function clearTrouble(field: Field): void {
  document.getElementById(troubleId(field))?.remove();
}
