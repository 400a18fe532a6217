/** Moving a session of the week: by pointer or by keys, with what it would meet told while it is held. The server decides. */

import { after, type Checked, clock, DAY, isChecked, type Met, rowsOf, type Spot, timeAt } from "./moving";

/** So many pixels are a drag and no click. */
const MOVES_AFTER = 6;
const GAP = 12;

interface Held {
  readonly session: HTMLElement;
  readonly from: Spot;
  readonly minutes: number;
  /** How far under its top a pointer has it, in minutes; nothing for keys. */
  readonly grip: number;
  readonly byKeys: boolean;
  at: Spot;
}

type Mark = "refused" | "mind" | "free";

export class WeekGrid extends HTMLElement {
  private held: Held | null = null;
  private readonly ghost = document.createElement("li");
  private readonly beside = document.createElement("div");
  private checking: AbortController | null = null;
  private waiting = 0;
  private dropped: Checked | null = null;

  connectedCallback(): void {
    if (!("mayMove" in this.dataset)) return;
    this.ghost.className = "session-ghost";
    this.beside.className = "session-beside";
    for (const button of this.querySelectorAll<HTMLElement>(".session-move")) button.hidden = false;
    this.addEventListener("pointerdown", (press) => this.grip(press));
    this.addEventListener("click", (click) => this.onClick(click), true);
    this.addEventListener("keydown", (press) => this.onKey(press));
    this.addEventListener("focusout", () => this.held?.byKeys && !this.dialog?.open && queueMicrotask(() => this.leaveIfGone()));
    this.dialog?.addEventListener("close", () => this.letGo());
    this.dialog?.querySelector("[data-leave]")?.addEventListener("click", () => this.dialog?.close());
    this.dialog?.querySelector("form")?.addEventListener("submit", (submit) => void this.post(submit));
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  private get metPlace(): HTMLElement {
    return this.querySelector<HTMLElement>("[data-met]") ?? this.beside;
  }

  private get days(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(".schedule-day")];
  }

  private get firstHour(): number {
    return Number(this.dataset["first"]);
  }

  private get rows(): number {
    return this.querySelectorAll(".schedule-hours li").length * 4;
  }

  private say(words: string): void {
    const place = this.querySelector("[data-says]");
    if (place) place.textContent = words;
  }

  // --- Taking hold ---

  private spotOf(session: HTMLElement): Spot {
    const day = this.days.findIndex((one) => one.contains(session));
    return { day, start: Number(session.dataset["start"]) };
  }

  private hold(session: HTMLElement, byKeys: boolean, grip = 0): void {
    const from = this.spotOf(session);
    this.held = { session, from, minutes: Number(session.dataset["minutes"]), grip, byKeys, at: from };
    session.classList.add("session-held");
    this.append(this.beside);
    this.place(from);
    this.say((this.dataset["held"] ?? "{what}").replace("{what}", session.dataset["name"] ?? ""));
  }

  private place(at: Spot): void {
    if (!this.held) return;
    this.held.at = at;
    this.dropped = null;
    const rows = rowsOf(at.start, this.held.minutes, this.firstHour, this.rows);
    this.ghost.className = `session-ghost from-${rows.from} for-${rows.for}`;
    this.ghost.textContent = `${this.held.session.dataset["name"] ?? ""} ${clock(at.start)}`;
    delete this.ghost.dataset["refused"];
    this.days[at.day]?.querySelector(".schedule-sessions")?.append(this.ghost);
    this.ghost.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.standBeside();
    this.ask(at);
  }

  /** What it meets stands to the right of where it is held; to the left where there is no room. */
  private standBeside(): void {
    const held = this.ghost.getBoundingClientRect();
    const box = this.beside.getBoundingClientRect();
    const right = held.right + GAP + box.width <= innerWidth;
    this.beside.style.left = `${right ? held.right + GAP : Math.max(GAP, held.left - box.width - GAP)}px`;
    this.beside.style.top = `${Math.max(GAP, Math.min(held.top, innerHeight - box.height - GAP))}px`;
  }

  private letGo(): void {
    const session = this.held?.session;
    session?.classList.remove("session-held");
    this.checking?.abort();
    clearTimeout(this.waiting);
    this.ghost.remove();
    this.beside.remove();
    this.held = null;
    this.dropped = null;
    session?.querySelector<HTMLElement>(".session-move")?.focus({ preventScroll: true });
  }

  private leave(): void {
    this.letGo();
    this.say(this.dataset["left"] ?? "");
  }

  private leaveIfGone(): void {
    if (this.held?.byKeys && !this.held.session.contains(document.activeElement) && !this.dialog?.open) this.leave();
  }

  // --- What it meets ---

  private ask(at: Spot): void {
    clearTimeout(this.waiting);
    this.checking?.abort();
    this.beside.textContent = this.dataset["looking"] ?? "";
    this.waiting = window.setTimeout(() => void this.look(at), 80);
  }

  private async look(at: Spot): Promise<void> {
    const held = this.held;
    if (!held) return;
    const asked = new URLSearchParams(this.said(held, at));
    this.checking = new AbortController();
    try {
      const answer = await fetch(`${held.session.dataset["check"] ?? ""}?${asked}`, { signal: this.checking.signal });
      const told: unknown = answer.ok ? await answer.json() : null;
      if (!isChecked(told)) throw new Error(String(answer.status));
      this.show(told);
    } catch (trouble) {
      if (trouble instanceof DOMException && trouble.name === "AbortError") return;
      this.beside.textContent = this.dataset["trouble"] ?? "";
    }
  }

  private said(held: Held, at: Spot): Record<string, string> {
    const { minutes = "", room = "", lead = "" } = held.session.dataset;
    return { day: this.days[at.day]?.dataset["day"] ?? "", start: clock(at.start), minutes, room, lead, clock: this.dataset["zone"] ?? "" };
  }

  private show(told: Checked): void {
    this.dropped = told;
    this.tell(this.beside, told);
    this.standBeside();
    if (told.now.some((one) => one.refused)) this.ghost.dataset["refused"] = "";
    this.say([told.when, ...this.lines(told).map(([, words]) => words)].join(" "));
    if (this.dialog?.open) this.tell(this.metPlace, told);
  }

  private lines(told: Checked): [Mark, string][] {
    const of = (one: Met): Mark => (one.refused ? "refused" : "mind");
    const later = this.dataset["later"] ?? "";
    const lines = told.now.map((one): [Mark, string] => [of(one), one.words]);
    lines.push(...told.later.map((one): [Mark, string] => ["mind", `${later}: ${one.words}`]));
    return lines.length ? lines : [["free", this.dataset["free"] ?? ""]];
  }

  private tell(place: HTMLElement, told: Checked): void {
    const list = document.createElement("ul");
    list.className = "session-met";
    for (const [mark, words] of this.lines(told)) {
      const line = document.createElement("li");
      line.dataset["met"] = mark;
      const marks = this.querySelector<HTMLTemplateElement>("[data-marks]");
      const drawn = marks?.content.querySelector(`[data-mark="${mark}"]`)?.cloneNode(true);
      const said = document.createElement("span");
      said.textContent = words;
      line.append(...(drawn ? [drawn] : []), said);
      list.append(line);
    }
    const when = document.createElement("p");
    when.textContent = told.when;
    place.replaceChildren(...(place === this.beside ? [when] : []), list);
  }

  // --- By pointer ---

  private grip(press: PointerEvent): void {
    if (press.button !== 0 || press.pointerType === "touch" || !(press.target instanceof Element)) return;
    const session = press.target.closest<HTMLElement>("[data-session]");
    if (!session || press.target.closest(".session-move") || this.dialog?.open || !this.isDrawn()) return;
    const start = { x: press.clientX, y: press.clientY };
    const going = new AbortController();
    const { signal } = going;
    window.addEventListener(
      "pointermove",
      (move) => {
        if (!this.held && Math.hypot(move.clientX - start.x, move.clientY - start.y) < MOVES_AFTER) return;
        if (!this.held) this.hold(session, false, this.timeAt(start.y) - Number(session.dataset["start"]));
        this.drag(move);
      },
      { signal },
    );
    const stop = (): void => {
      going.abort();
      if (this.held && !this.held.byKeys) this.drop();
    };
    window.addEventListener("pointerup", stop, { signal });
    window.addEventListener("pointercancel", () => (going.abort(), this.held && this.leave()), { signal });
    window.addEventListener("keydown", (key) => key.key === "Escape" && this.held && (going.abort(), this.leave()), { signal });
  }

  private isDrawn(): boolean {
    const hours = this.querySelector<HTMLElement>(".schedule-hours");
    return hours !== null && getComputedStyle(hours).display !== "none";
  }

  private timeAt(y: number): number {
    const hours = [...this.querySelectorAll<HTMLElement>(".schedule-hours li")].map((one) => one.getBoundingClientRect());
    const edges = [...hours.map((one) => one.top), hours.at(-1)?.bottom ?? 0];
    return timeAt(y, edges, this.firstHour);
  }

  private drag(move: PointerEvent): void {
    const held = this.held;
    if (!held) return;
    move.preventDefault();
    const over = this.days.findIndex((one) => {
      const box = one.getBoundingClientRect();
      return move.clientX >= box.left && move.clientX < box.right;
    });
    const start = Math.min(DAY - held.minutes, Math.max(0, this.timeAt(move.clientY) - held.grip));
    const at = { day: over < 0 ? held.at.day : over, start };
    if (at.day !== held.at.day || at.start !== held.at.start) this.place(at);
  }

  /** A drag ends with a click on the link that was dragged. */
  private onClick(click: MouseEvent): void {
    if (!(click.target instanceof Element)) return;
    const button = click.target.closest<HTMLElement>(".session-move");
    const session = click.target.closest<HTMLElement>("[data-session]");
    if (button && session) {
      click.preventDefault();
      if (this.held) this.drop();
      else this.hold(session, true);
    } else if (session && (this.held || this.dialog?.open)) {
      click.preventDefault();
      click.stopPropagation();
    }
  }

  // --- By keys ---

  private onKey(press: KeyboardEvent): void {
    if (!this.held?.byKeys || this.dialog?.open) return;
    if (press.key === "Escape") return this.done(press, () => this.leave());
    if (press.key === "Enter" || press.key === " ") return this.done(press, () => this.drop());
    const next = after(press.key, this.held.at, this.held.minutes, press.shiftKey);
    if (next) this.done(press, () => this.place(next));
  }

  private done(press: KeyboardEvent, deed: () => void): void {
    press.preventDefault();
    deed();
  }

  // --- Dropping ---

  private drop(): void {
    const held = this.held;
    if (!held || !this.dialog) return;
    if (held.at.day === held.from.day && held.at.start === held.from.start) return this.leave();
    const form = this.dialog.querySelector("form");
    if (!form) return;
    form.action = held.session.dataset["change"] ?? "";
    for (const [name, value] of Object.entries(this.said(held, held.at))) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = value;
    }
    const what = this.dialog.querySelector("[data-what]");
    const when = this.dialog.querySelector("[data-when]");
    if (what) what.textContent = held.session.dataset["name"] ?? "";
    if (when) when.textContent = `${this.days[held.at.day]?.dataset["words"] ?? ""}, ${clock(held.at.start)}`;
    this.refuse("");
    if (this.dropped) this.tell(this.metPlace, this.dropped);
    else this.metPlace.textContent = this.dataset["looking"] ?? "";
    this.dialog.showModal();
    this.dialog.querySelector<HTMLElement>("#drop-why")?.focus();
  }

  private refuse(words: string): void {
    const place = this.querySelector<HTMLElement>("[data-refused][role=alert]");
    if (!place) return;
    place.textContent = words;
    place.hidden = !words;
    if (words) place.focus();
  }

  /** What is refused is told in the dialog: nothing typed is lost, and the session stands where it stood. */
  private async post(submit: SubmitEvent): Promise<void> {
    const form = submit.target;
    if (!(form instanceof HTMLFormElement)) return;
    submit.preventDefault();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
      if (answer.redirected && answer.ok) return location.assign(answer.url);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const told = [...page.querySelectorAll(".error-summary li")].map((one) => one.textContent.trim());
      this.refuse(told.join(" ") || (this.dataset["trouble"] ?? ""));
    } catch {
      this.refuse(this.dataset["trouble"] ?? "");
    }
  }
}
