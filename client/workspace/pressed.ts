/**
 * News waits while somebody presses: a button that is drawn anew between a finger's coming down and its lifting is not pressed
 * at all, and nothing would say so. What was fetched meanwhile is left, and asked for again.
 */
import { isPoke, lookAgain } from "./live";

/** A click comes a moment after the finger is lifted. */
const CLICK_COMES_WITHIN_MS = 100;
/** Whose lifting was never told (a menu of the system took it) keeps news waiting no longer. */
const LONGEST_PRESS_MS = 10_000;
const ASK_AGAIN_MS = 500;

interface Swap {
  shouldSwap: boolean;
  target: Element;
  requestConfig: { triggeringEvent?: Event };
}

export function holdNewsWhilePressed(page: Document): void {
  let press: { on: Element; at: number } | null = null;
  const begin = (event: Event): void => {
    press = event.target instanceof Element ? { on: event.target, at: performance.now() } : null;
  };
  const end = (): void => {
    const over = press;
    setTimeout(() => {
      if (press === over) press = null;
    }, CLICK_COMES_WITHIN_MS);
  };
  page.addEventListener("pointerdown", begin, true);
  for (const lifted of ["pointerup", "pointercancel"]) page.addEventListener(lifted, end, true);
  const ofSpace = (then: (event: Event) => void) => (event: KeyboardEvent): void => {
    if (event.key === " " && !event.repeat) then(event);
  };
  page.addEventListener("keydown", ofSpace(begin), true);
  page.addEventListener("keyup", ofSpace(end), true);

  page.body.addEventListener("htmx:beforeSwap", (event) => {
    const swap = (event as CustomEvent<Swap>).detail;
    const why = swap.requestConfig.triggeringEvent?.type;
    const isNews = why === undefined || isPoke(why); // a clock, or a poke; all else was asked for by the person
    if (!isNews || !press || performance.now() - press.at > LONGEST_PRESS_MS || !swap.target.contains(press.on)) return;
    swap.shouldSwap = false;
    setTimeout(() => lookAgain(page.body, why ?? "refresh"), ASK_AGAIN_MS);
  });
}
