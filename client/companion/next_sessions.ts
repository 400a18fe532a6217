/** What is next, on Today: that one will come, and the way in for who comes from elsewhere. */
import { onItsWay } from "../week/sessions";
import type { ComingSession } from "../week/week";
import type { Phone, Seen } from "./phone";
import { inWordsOf, promiseControl, sessionRow } from "./session_row";
import { mayJoin } from "./sessions";
import { pill, setHidden, showRows, standingTone } from "./shown";
import type { Say } from "./words";

const LOOK_EVERY_MS = 30_000;

/** A session comes nearer while the page lies open. */
export function lookAtTheClock(phone: Phone): void {
  setInterval(() => phone.again(), LOOK_EVERY_MS);
}

export function showNextSessions(page: Document, seen: Seen, say: Say, phone: Phone): void {
  const ahead = (seen.sessions?.sessions ?? []).filter(({ ends_at }) => Date.parse(ends_at) > Date.now());
  setHidden(page, "#next-sessions", ahead.length === 0);
  showRows(
    page.querySelector<HTMLElement>("#next-list"),
    ahead.map((one) => row(page, one, seen, say, phone)),
  );
}

function row(page: Document, one: ComingSession, seen: Seen, say: Say, phone: Phone): HTMLElement {
  const made = sessionRow(page, one, seen, say);
  if (one.is_cancelled) made.append(pill(page, { words: say("is-cancelled"), tone: "next" }));
  else if (one.absence_id) made.append(pill(page, { words: say("told-away"), tone: "plain" }));
  if (one.is_cancelled || one.absence_id) return made;
  const isHere = seen.sessions?.here.find(({ id }) => id === one.id);
  if (isHere) made.append(pill(page, { words: say("is-here"), tone: "good" }));
  if (isHere?.stream) made.append(link(page, `/telehealth/${one.id}/`, "do-open", one, seen, say));
  else if (!isHere && mayJoin(one, Date.now())) made.append(link(page, `/companion/join/${one.id}/`, "do-join", one, seen, say));
  const way = onItsWay({ occurrence: one.id }, seen.items);
  const promise = promiseControl(page, one, seen, say, phone);
  if (way && !one.is_promised) made.append(pill(page, standingTone(way, seen.isSignedOut, say)));
  else if (promise && !isHere) made.append(promise);
  return made;
}

function link(page: Document, address: string, word: string, one: ComingSession, seen: Seen, say: Say): HTMLElement {
  const place = page.createElement("a");
  place.className = word === "do-join" ? "button primary" : "button small";
  place.href = address;
  place.textContent = say(word);
  place.setAttribute("aria-label", `${say(word)}: ${inWordsOf(page, one, seen, say)}`);
  return place;
}
