/** The chat of a room, which nobody keeps. Words that did not go out, or may not have, stand again where they were written. */
import type { Say } from "../companion/words";
import type { Message } from "./link";

export interface Chat {
  type: "chat";
  from: string;
  called: string;
  words: string;
  private: boolean;
  /** A facilitator says it to all pairs at once. */
  everywhere?: boolean;
  to?: string;
  to_called?: string;
}

interface Written {
  words: string;
  /** For whom: empty for everybody. */
  to: string;
}

export interface ChatHooks {
  say: Say;
  send: (message: Message) => void;
  /** Under which id the room knows this browser. */
  own: () => string;
  isConnected: () => boolean;
  /** Above the pictures. */
  tell: (words: string) => void;
}

export class ChatBox {
  private unread = 0;
  /** What was sent and has not come back yet, in that order: the room tells its own words to whoever wrote them, too. */
  private readonly onTheirWay: Written[] = [];
  /** What comes back while something else is being written for others: it waits, for words never change whom they are for. */
  private readonly back: Written[] = [];

  constructor(
    private readonly page: Document,
    private readonly hooks: ChatHooks,
  ) {
    this.panel().ontoggle = () => this.countUnread(0);
    this.need<HTMLFormElement>("#chat-form").onsubmit = (event) => {
      event.preventDefault();
      this.send();
    };
  }

  take(told: Chat): void {
    const { say } = this.hooks;
    const isOwn = told.from === this.hooks.own();
    if (isOwn) this.onTheirWay.shift();
    const row = this.page.createElement("li");
    row.dataset["private"] = String(told.private);
    const who = this.page.createElement("strong");
    const name = isOwn ? say("you-alone") : told.called;
    if (told.everywhere) who.textContent = say("chat-everywhere", { name });
    else who.textContent = told.private ? say(told.to ? "chat-private-to" : "chat-private", { name, to: told.to_called ?? "" }) : name;
    const words = this.page.createElement("p");
    words.textContent = told.words;
    row.append(who, words);
    const list = this.need("#chat-list");
    list.append(row);
    list.scrollTop = list.scrollHeight; // the list's own place: the page of whoever reads elsewhere stays where it is
    if (!isOwn && !this.panel().open) this.countUnread(this.unread + 1);
  }

  /** The room gives words back that reached nobody, and says why. */
  unsent(said: string, why: string): void {
    this.giveBack([{ words: said, to: this.onTheirWay.shift()?.to ?? "" }], why);
  }

  /** The connection is gone: whether what is on its way arrived, nobody can know. */
  lost(): void {
    if (this.onTheirWay.length) this.giveBack(this.onTheirWay.splice(0), this.hooks.say("chat-unsure"));
  }

  /** The next words are for one person alone. */
  writeTo(id: string, name: string): void {
    const choice = this.choice();
    if (!Array.from(choice.options).some(({ value }) => value === id)) choice.append(new Option(this.hooks.say("chat-to-one", { name }), id));
    choice.value = id;
    this.panel().open = true;
    this.field().focus();
  }

  private send(): void {
    const field = this.field();
    if (!field.value.trim()) return;
    const written = { words: field.value, to: this.choice().value };
    this.onTheirWay.push(written);
    this.hooks.send({ type: "chat", ...written });
    field.value = "";
    if (this.hooks.isConnected()) this.fill();
    else this.lost();
  }

  private giveBack(said: Written[], why: string): void {
    this.back.push(...said);
    this.fill();
    this.hooks.tell(why);
  }

  /** With whom they are for, before what has been written for the same since. */
  private fill(): void {
    const [field, choice] = [this.field(), this.choice()];
    const arePairs = choice.querySelector('[value="all"]') !== null;
    const next = (): string | undefined => (this.back[0]?.to === "all" && !arePairs ? "" : this.back[0]?.to); // all pairs are everybody again
    if (!field.value.trim()) choice.value = next() ?? choice.value;
    const words: string[] = [];
    while (next() === choice.value) words.push(this.back.shift()!.words);
    field.value = [...words, field.value].filter(Boolean).join(" ");
  }

  private countUnread(count: number): void {
    this.unread = count;
    this.need("#chat-unread").textContent = count ? this.hooks.say("unread", { count }) : "";
  }

  private panel(): HTMLDetailsElement {
    return this.need<HTMLDetailsElement>("#chat");
  }

  private choice(): HTMLSelectElement {
    return this.need<HTMLSelectElement>("#chat-to");
  }

  private field(): HTMLTextAreaElement {
    return this.need<HTMLTextAreaElement>("#chat-words");
  }

  private need<T extends HTMLElement = HTMLElement>(selector: string): T {
    const found = this.page.querySelector<T>(selector);
    if (!found) throw new Error(`${selector} is missing`);
    return found;
  }
}
