/** When somebody last touched this page. What a page that lies untouched fetches by itself is no use of the session. */

const TOUCHES = ["pointerdown", "keydown", "scroll", "input"];
const A_WHILE_MS = 60_000;
let touchedAt = Date.now(); // to open a page is to use it

if (typeof document !== "undefined") for (const touch of TOUCHES) addEventListener(touch, () => (touchedAt = Date.now()), { passive: true, capture: true });

/** How long nobody has touched this page, in milliseconds. A service worker is never touched. */
export function untouchedFor(now = Date.now()): number {
  return typeof document === "undefined" ? Infinity : now - touchedAt;
}

/** What a request says when nobody is at the page: the server does not count it as use (`X-Daybridge-Quiet`). */
export function quietly(untouched = untouchedFor()): Record<string, string> {
  return untouched > A_WHILE_MS ? { "X-Daybridge-Quiet": "1" } : {};
}
