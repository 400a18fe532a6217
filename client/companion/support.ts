/** Asking for someone: one tap, kept on this phone before anything else happens. */
import { SECOND_THOUGHTS_MS } from "../offline/entries";
import { uuid7 } from "../offline/uuid7";
import type { Phone, Seen } from "./phone";
import { lastNotSafe, requestsOf } from "./picture";
import { clockOf, explain, isWithTeam, requestTone, setHidden, setWords } from "./shown";
import type { Say } from "./words";

const SUPPORT = "/companion/support/";
/** Added to the support page's address when the phone could not even keep the request. */
const NOT_TOLD = "#not-told";
/** Where somebody lands who has just told of a setback; the others also of use, and of having hurt themselves. */
const SETBACKS = ["#setback", "#setback-used", "#setback-hurt", "#setback-stopped"];

export function startAsking(page: Document, phone: Phone): void {
  for (const control of page.querySelectorAll<HTMLElement>("[data-asks]")) {
    control.addEventListener("click", (event) => {
      event.preventDefault(); // without this script "not safe" is a link to the numbers
      void ask(page, control, phone);
    });
    if (control instanceof HTMLAnchorElement)
      control.addEventListener("keydown", (event) => {
        if (event.key !== " ") return; // what looks and reads like a button answers to the space bar
        event.preventDefault();
        control.click();
      });
  }
}

async function ask(page: Document, control: HTMLElement, phone: Phone): Promise<void> {
  if (control.dataset["asking"]) return; // two quick taps are one request
  control.dataset["asking"] = "yes";
  setTimeout(() => delete control.dataset["asking"], 2_000);
  const asks = control.dataset["asks"] === "not_safe" ? "not_safe" : "contact";
  const trouble = await send(asks, phone);
  explain(page, trouble);
  // The numbers come up whether or not the phone could keep the request.
  if (asks === "not_safe") await showNumbers(page, trouble === undefined, phone);
}

/** Resolves to what kept the request from being kept, if anything. */
async function send(asks: "contact" | "not_safe", phone: Phone): Promise<unknown> {
  try {
    const entry = { kind: "support", id: uuid7(), made_at: new Date().toISOString(), asks } as const;
    await phone.send(entry, asks === "contact" ? { holdMs: SECOND_THOUGHTS_MS } : {});
    return undefined;
  } catch (trouble) {
    return trouble;
  }
}

/** The support page, or, where this phone can't open it, the numbers on this one. */
async function showNumbers(page: Document, isKeptHere: boolean, phone: Phone): Promise<void> {
  const isHere = location.pathname === SUPPORT;
  await phone.settled();
  if (!isHere && !phone.holdsWords() && (navigator.onLine || (await isKept(SUPPORT)))) return location.assign(isKeptHere ? SUPPORT : `${SUPPORT}${NOT_TOLD}`);
  if (isKeptHere) page.querySelector<HTMLElement>("#crisis")?.focus();
}

async function isKept(address: string): Promise<boolean> {
  return "caches" in window && (await caches.match(address)) !== undefined;
}

/** Somebody has just told of a setback: thanks, and what keeps them safe, before anything else. */
export function showAfterSetback(page: Document): void {
  setHidden(page, "#after-setback", !SETBACKS.includes(location.hash));
  setHidden(page, "#after-use", location.hash !== SETBACKS[1]);
  setHidden(page, "#after-hurt", location.hash !== SETBACKS[2]);
  setHidden(page, "#after-stopping", location.hash !== SETBACKS[3]);
}

/** Above everything else on the support page: does my team know, has anybody read it? */
export function showTold(page: Document, seen: Seen, say: Say): void {
  const told = lastNotSafe(requestsOf(seen.today, seen.items), new Date());
  const isNotTold = !told && location.hash === NOT_TOLD;
  setHidden(page, "#told", !told && !isNotTold);
  if (!told && !isNotTold) return;
  const isRead = told?.at === "server" && told.request.state !== "not_read";
  const isKnown = told !== undefined && isWithTeam(told);
  const words = isRead ? requestTone(told, false, say, clockOf(page, seen)).words : say(isKnown ? "told-not-read" : "not-known");
  setWords(page, "#told-words", words);
  page.querySelector<HTMLElement>("#told")?.setAttribute("data-tone", isRead ? "good" : "trouble");
}
