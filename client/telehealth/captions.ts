/**
 * Captions of what one says oneself, made by this browser on this device, and never by anybody's cloud: where it can't, the button says
 * so. They go to the others closed with the room's key, like pictures, are shown for a few seconds, and are kept nowhere.
 */
import type { Say } from "../companion/words";
import type { Message } from "./link";

interface Results {
  resultIndex: number;
  results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }>;
}

interface Recognition {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  processLocally: boolean;
  onresult: ((event: Results) => void) | null;
  onend: (() => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  start: () => void;
  stop: () => void;
}

interface RecognitionClass {
  new (): Recognition;
  prototype: object;
  available?: (wanted: { langs: string[]; processLocally: boolean }) => Promise<string>;
  install?: (wanted: { langs: string[]; processLocally: boolean }) => Promise<boolean>;
}

const SHOWN_MS = 8_000;
const MOST_SHOWN = 3;
const SAY_EVERY_MS = 800;
const MOST_CHARACTERS = 300;

/** A recogniser that can be held to this device at all; one that can't would send speech away, and is none. */
export function recogniser(found: unknown = (globalThis as Record<string, unknown>)["SpeechRecognition"]): RecognitionClass | undefined {
  const one = found as RecognitionClass | undefined;
  return typeof one?.available === "function" && "processLocally" in one.prototype ? one : undefined;
}

/** Whether it makes captions of this language on this device, once the browser has fetched what it needs for that. */
export async function isHere(made: RecognitionClass, language: string): Promise<boolean> {
  const wanted = { langs: [language], processLocally: true };
  const state = async (): Promise<string> => (await made.available?.(wanted).catch(() => "")) ?? "";
  if ((await state()).startsWith("download")) await made.install?.(wanted).catch(() => false);
  return (await state()) === "available";
}

export interface CaptionHooks {
  say: Say;
  /** Closed with the room's key; nothing where there is none. */
  seal: (words: string) => Promise<Message | undefined>;
  open: (message: Message) => Promise<string | undefined>;
  send: (message: Message) => void;
  nameOf: (id: string) => string;
  /** Whether others can hear us now: what they can't hear they don't read either. */
  isHeard: () => boolean;
}

export class Captions {
  private recognition: Recognition | undefined;
  private made: RecognitionClass | undefined;
  private line = 0;
  private saidAt = 0;

  constructor(
    private readonly page: Document,
    private readonly hooks: CaptionHooks,
  ) {}

  /** Say on the button whether this browser can; whether it can in this language is asked when somebody wants it, and not before. */
  offer(): void {
    const button = this.page.querySelector<HTMLButtonElement>("#do-captions");
    if (!button) return;
    const made = recogniser();
    const refuse = (): void => {
      button.disabled = true;
      this.label("captions-not-here");
    };
    if (!made) return refuse();
    button.disabled = false;
    this.label("do-captions");
    button.onclick = async () => {
      if (this.recognition) this.stop();
      else if (await isHere(made, this.language)) this.start(made);
      else refuse();
    };
  }

  async heard(message: Message): Promise<void> {
    const told = await this.hooks.open(message).catch(() => undefined);
    if (told === undefined) return;
    const { line, words } = JSON.parse(told) as { line: number; words: string };
    this.show(String(message["from"]), Number(line), String(words).slice(0, MOST_CHARACTERS));
  }

  stop(): void {
    const going = this.recognition;
    this.recognition = undefined;
    if (going) going.onresult = null; // what was begun is finished nowhere
    going?.stop();
    this.label("do-captions");
  }

  /** Somewhere else, or heard by others than before: nothing that was said until now goes there, and nothing of there stays. */
  anew(): void {
    this.page.querySelector("#captions")?.replaceChildren();
    if (!this.recognition || !this.made) return;
    this.stop();
    this.start(this.made);
  }

  private get language(): string {
    return this.page.documentElement.lang.startsWith("es") ? "es-US" : "en-US";
  }

  private start(made: RecognitionClass): void {
    this.made = made;
    const recognition = new made();
    recognition.lang = this.language;
    recognition.continuous = recognition.interimResults = true;
    recognition.processLocally = true;
    recognition.onresult = (event) => this.take(event);
    recognition.onend = () => this.recognition === recognition && recognition.start(); // it ends by itself after a silence
    recognition.onerror = ({ error }) => {
      if (error !== "no-speech" && error !== "aborted") this.stop();
    };
    this.recognition = recognition;
    this.label("do-captions-stop");
    recognition.start();
  }

  private take({ resultIndex, results }: Results): void {
    for (let place = resultIndex; place < results.length; place++) {
      const result = results[place];
      const words = result?.[0]?.transcript.trim().slice(-MOST_CHARACTERS);
      if (!result || !words || !this.hooks.isHeard()) continue;
      if (!result.isFinal && Date.now() - this.saidAt < SAY_EVERY_MS) continue;
      this.saidAt = Date.now();
      void this.tell(this.line, words);
      if (result.isFinal) this.line++;
    }
  }

  private async tell(line: number, words: string): Promise<void> {
    const closed = await this.hooks.seal(JSON.stringify({ line, words }));
    if (closed) this.hooks.send({ ...closed, type: "caption" });
  }

  /** One line for each thing that somebody says, the last few of all, gone after a while. */
  private show(from: string, line: number, words: string): void {
    const list = this.page.querySelector<HTMLElement>("#captions");
    const name = this.hooks.nameOf(from);
    if (!list || !name) return;
    const key = `${from} ${line}`;
    let row = Array.from(list.children).find((one) => (one as HTMLElement).dataset["line"] === key) as HTMLElement | undefined;
    if (!row) {
      row = this.page.createElement("li");
      row.dataset["line"] = key;
      row.append(this.page.createElement("strong"), this.page.createElement("span"));
      list.append(row);
    }
    row.firstElementChild!.textContent = name;
    row.lastElementChild!.textContent = words;
    const shownAt = String(Date.now());
    row.dataset["at"] = shownAt;
    const mine = row;
    setTimeout(() => mine.dataset["at"] === shownAt && mine.remove(), SHOWN_MS);
    while (list.children.length > MOST_SHOWN) list.firstElementChild?.remove();
  }

  private label(word: string): void {
    const button = this.page.querySelector("#do-captions");
    button?.setAttribute("aria-pressed", String(word === "do-captions-stop"));
    const label = button?.querySelector("span");
    if (label) label.textContent = this.hooks.say(word);
  }
}
