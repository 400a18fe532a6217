/** Pairs and threes: what a facilitator splits and calls back, and what a pair sees of itself. Who sees whom is the server's to keep. */
import type { Say } from "../companion/words";
import type { Message } from "./link";
import { keepRows, type Person, type RoomShown } from "./room";

export interface PairShown {
  number: number;
  people: string[];
  /** Somebody in it has called, and nobody has come yet. */
  calls: boolean;
  /** One person sits there without anybody. */
  alone: boolean;
}

const MOST_TOGETHER = 3;

/** Who is with whom, from the number that stands beside each; whoever has none stays in the room. */
export function asPut(numbers: ReadonlyMap<string, number>): string[][] {
  const pairs = new Map<number, string[]>();
  for (const [who, number] of numbers) if (number > 0) pairs.set(number, [...(pairs.get(number) ?? []), who]);
  return [...pairs.entries()].sort(([a], [b]) => a - b).map(([, people]) => people);
}

export class Pairs {
  private number = 0;

  constructor(
    private readonly page: Document,
    private readonly say: Say,
    private readonly send: (message: Message) => void,
  ) {
    this.on("#do-split", () => this.send({ type: "split", size: Number(this.field("#pair-size")), minutes: this.minutes("#pair-minutes") }));
    this.on("#do-split-by-hand", () => this.send({ type: "split", by_hand: asPut(this.chosen()), minutes: this.minutes("#pair-minutes") }));
    this.on("#do-call-back", () => this.send({ type: "call-back" }));
    this.on("#do-room", () => this.send({ type: "visit", pair: 0 }));
    this.on("#do-call", () => this.send({ type: "call" }));
    this.on("#do-timer", () => this.send({ type: "timer", minutes: this.minutes("#timer-minutes") }));
    this.on("#do-timer-stop", () => this.send({ type: "timer", minutes: 0 }));
  }

  draw(shown: RoomShown): void {
    const { you, pair = 0, pairs = [], people = [] } = shown;
    this.drawOwn(pair, you.leads);
    this.hide("#pairs-none", pairs.length > 0);
    this.hide("#pairs-now", pairs.length === 0);
    this.hide("#do-timer-stop", !shown.timer);
    this.offerAll(you.leads && pairs.length > 0);
    if (!you.leads) return;
    if (!pairs.some(({ calls }) => calls)) this.hide("#pair-calls", true); // it was answered, or everybody is back
    const list = this.page.querySelector<HTMLElement>("#pairs");
    if (list) keepRows(list, pairs, ({ number }) => String(number), (one, row) => this.drawPair(one, row, pair));
    if (pairs.length === 0) this.drawChoices(people.filter(({ staff }) => !staff)); // who leads visits; staff sit in no pair
  }

  heard(message: Message): boolean {
    if (message.type === "called") {
      this.tell("#pair-calls", this.say("pair-calls-by", { pair: String(message["pair"]), name: String(message["called"]) }));
      ring();
    } else if (message.type === "call-heard") this.tell("#call-heard", this.say(message["rings"] ? "call-rings" : "call-nobody"));
    else return false;
    return true;
  }

  private drawOwn(pair: number, leads: boolean): void {
    this.hide("#own-pair", pair === 0);
    this.hide("#do-call", leads || pair === 0);
    this.hide("#do-room", !leads || pair === 0);
    if (pair === this.number) return;
    this.number = pair;
    this.hide("#call-heard", true);
    this.fill("#own-pair-words", pair ? this.say("own-pair", { pair }) : "");
    this.fill("#pair-voice", this.say(pair ? "now-in-pair" : "now-in-room", { pair }));
  }

  private drawPair(one: PairShown, row: HTMLElement, own: number): void {
    const state = JSON.stringify([one, own]);
    if (row.dataset["state"] === state) return;
    row.dataset["state"] = state;
    row.dataset["tone"] = one.calls ? "trouble" : "plain";
    const words = this.page.createElement("span");
    const facts = [one.calls ? this.say("pair-calls") : "", one.alone ? this.say("pair-alone") : ""].filter(Boolean);
    words.textContent = [this.say("pair-of", { pair: one.number, people: one.people.join(", ") }), ...facts].join(" · ");
    const visit = this.page.createElement("button");
    visit.type = "button";
    visit.className = one.calls ? "button small primary" : "button small";
    visit.textContent = this.say("do-visit");
    visit.setAttribute("aria-label", this.say("do-visit-pair", { pair: one.number }));
    visit.disabled = own === one.number;
    visit.onclick = () => {
      this.hide("#pair-calls", true);
      this.send({ type: "visit", pair: one.number });
    };
    row.replaceChildren(words, visit);
  }

  /** Beside each person the number of their pair, to be chosen by hand. */
  private drawChoices(people: readonly Person[]): void {
    const list = this.page.querySelector<HTMLElement>("#by-hand");
    if (!list) return;
    const most = Math.max(1, Math.floor(people.length / 2));
    keepRows(list, people, ({ id }) => id, (one, row) => {
      let choice = row.querySelector("select");
      if (!choice) {
        const label = this.page.createElement("label");
        choice = this.page.createElement("select");
        choice.id = `pair-of-${one.id}`;
        label.htmlFor = choice.id;
        label.textContent = one.called;
        row.className = "field";
        row.append(label, choice);
      }
      while (choice.options.length > most + 1) choice.remove(choice.options.length - 1);
      for (let number = choice.options.length; number <= most; number++) choice.add(new Option(number ? this.say("pair-number", { pair: number }) : this.say("pair-stays"), String(number)));
    });
    for (const button of this.page.querySelectorAll<HTMLButtonElement>("#do-split, #do-split-by-hand")) button.disabled = people.length < 2;
    const size = this.page.querySelector<HTMLOptionElement>(`#pair-size option[value="${String(MOST_TOGETHER)}"]`);
    if (size) size.disabled = people.length < MOST_TOGETHER;
  }

  private chosen(): Map<string, number> {
    const rows = Array.from(this.page.querySelectorAll<HTMLElement>("#by-hand > li"));
    return new Map(rows.map((row) => [row.dataset["key"] ?? "", Number(row.querySelector("select")?.value ?? 0)]));
  }

  /** While people sit in pairs, a facilitator can write to all of them at once. */
  private offerAll(is: boolean): void {
    const choice = this.page.querySelector<HTMLSelectElement>("#chat-to");
    const known = choice?.querySelector<HTMLOptionElement>('option[value="all"]');
    if (!choice || is === Boolean(known)) return;
    if (is) choice.add(new Option(this.say("chat-to-all"), "all"), 1);
    else known?.remove();
  }

  private minutes(selector: string): number {
    return Math.max(0, Math.round(Number(this.field(selector)) || 0));
  }

  private field(selector: string): string {
    return this.page.querySelector<HTMLInputElement | HTMLSelectElement>(selector)?.value ?? "";
  }

  private on(selector: string, deed: () => void): void {
    const found = this.page.querySelector<HTMLElement>(selector);
    if (found) found.onclick = deed;
  }

  private hide(selector: string, is: boolean): void {
    const found = this.page.querySelector<HTMLElement>(selector);
    if (found) found.hidden = is;
  }

  private fill(selector: string, words: string): void {
    const found = this.page.querySelector<HTMLElement>(selector);
    if (found) found.textContent = words;
  }

  private tell(selector: string, words: string): void {
    this.fill(`${selector} .filled`, words);
    this.hide(selector, false);
  }
}

/** Two tones: somebody calls. Silent where the browser lets no sound out before a tap; the words stand in any case. */
function ring(): void {
  try {
    const context = new AudioContext();
    for (const [at, pitch] of [[0, 660], [0.25, 880], [0.8, 660], [1.05, 880]] as const) {
      const tone = context.createOscillator();
      const loud = context.createGain();
      tone.frequency.value = pitch;
      loud.gain.value = 0.15;
      tone.connect(loud).connect(context.destination);
      tone.start(context.currentTime + at);
      tone.stop(context.currentTime + at + 0.2);
    }
    setTimeout(() => void context.close(), 2_000);
  } catch {
    return;
  }
}
