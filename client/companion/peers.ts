/**
 * Peer spaces: pages that the server fills and no phone keeps. Here they stay fresh when a peer writes, and a draft outlives a lost
 * signal: it goes again under the same id, so that it stands there once.
 */
import { setHidden } from "./shown";

/** Emptied with what else is unsent when somebody signs out (`forgetUnsent`). */
const PREFIX = "daybridge-note peers";
type Keeper = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export function startPeers(page: Document, store: Keeper): void {
  if (page.querySelector<HTMLElement>(".companion")?.dataset["page"] !== "peers") return;
  for (const field of page.querySelectorAll<HTMLTextAreaElement>("textarea[data-draft]")) new Draft(page, field, store).begin();
  page.querySelector("#peer-new button")?.addEventListener("click", () => void refresh(page, true));
  page.body.addEventListener("peers", () => void refresh(page, false));
}

/** What is typed, and the id under which it is sent: both stay until the words stand on the page. */
export class Draft {
  private readonly id: HTMLInputElement | null;
  private readonly key: string;

  constructor(
    private readonly page: Document,
    private readonly field: HTMLTextAreaElement,
    private readonly store: Keeper,
  ) {
    this.id = field.form?.querySelector<HTMLInputElement>("input[name=post_id]") ?? null;
    this.key = `${PREFIX} ${page.location.pathname} ${field.dataset["draft"] ?? ""}`;
  }

  begin(): void {
    this.takeUp();
    this.field.addEventListener("input", () => this.keep());
    this.field.form?.addEventListener("submit", () => this.keep());
  }

  private takeUp(): void {
    const kept = read(this.store, this.key);
    if (!kept) return;
    const arrived = this.page.getElementById(`post-${kept.id}`);
    if (arrived && signsOf(arrived.querySelector(".in-words")?.textContent) === signsOf(kept.said)) return this.store.removeItem(this.key);
    if (this.field.value && this.field.value !== kept.said) return; // the server brought other words back
    // What was typed after it was sent, or came back from the server, goes under the page's own id.
    if (this.id && !arrived && !this.field.value) this.id.value = kept.id;
    this.field.value = kept.said;
    this.say(true);
  }

  private keep(): void {
    const said = this.field.value;
    if (said.trim()) put(this.store, this.key, { said, id: this.id?.value ?? "" });
    else this.store.removeItem(this.key);
    this.say(said.trim() !== "");
  }

  private say(isKept: boolean): void {
    const words = this.field.parentElement?.querySelector<HTMLElement>("[data-draft-words]");
    if (words) words.hidden = !isKept;
  }
}

/** A peer wrote: the page's posts are fetched anew, unless a finger or the focus is among them; then a button offers it. */
async function refresh(page: Document, isAsked: boolean): Promise<void> {
  const present = page.querySelector("#peer-feed, #peer-spaces");
  if (!present || new URLSearchParams(page.location.search).has("before")) return;
  const answer = await fetch(page.location.href, { redirect: "manual" }).catch(() => undefined);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(present.id);
  if (!fresh || wordsOf(fresh) === wordsOf(present)) return;
  const at = present.contains(page.activeElement) ? page.activeElement : null;
  const isBusy = at?.matches("a, button, input, summary, textarea") || present.querySelector("details[open]") !== null;
  if (isBusy && !isAsked) return setHidden(page, "#peer-new", false);
  present.replaceChildren(...fresh.childNodes);
  if (at?.id) page.getElementById(at.id)?.focus({ preventScroll: true }); // a post that was jumped to has the focus
  setHidden(page, "#peer-new", true);
  for (const form of present.querySelectorAll<HTMLElement>("[data-needs-signal]")) form.addEventListener(form instanceof HTMLFormElement ? "submit" : "click", stopWithoutSignal);
}

/** Words without what is laid out otherwise on a page: spaces, line breaks, signs that can't be seen. */
const signsOf = (words: string | null | undefined): string => (words ?? "").replace(/[\s\p{C}]+/gu, "");

const wordsOf = (part: Element): string => (part.textContent ?? "").replace(/\s+/g, " ");

function stopWithoutSignal(event: Event): void {
  if (navigator.onLine) return;
  event.preventDefault();
  setHidden(document, "#needs-signal", false);
}

function read(store: Keeper, key: string): { said: string; id: string } | undefined {
  try {
    const told = JSON.parse(store.getItem(key) ?? "") as unknown;
    if (typeof told !== "object" || told === null) return undefined;
    const { said, id } = told as Record<string, unknown>;
    return typeof said === "string" && typeof id === "string" && said ? { said, id } : undefined;
  } catch {
    return undefined;
  }
}

function put(store: Keeper, key: string, one: { said: string; id: string }): void {
  try {
    store.setItem(key, JSON.stringify(one));
  } catch {
    // A full or forbidden store: the words are on the page still.
  }
}
