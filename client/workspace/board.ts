/** A board is walked with the arrow keys (or j and k) from row to row; Enter opens the person, / goes to the filter. */

type Step = { readonly kind: "by"; readonly rows: number } | { readonly kind: "first" } | { readonly kind: "last" };

const STEPS: Readonly<Record<string, Step>> = {
  ArrowDown: { kind: "by", rows: 1 },
  j: { kind: "by", rows: 1 },
  ArrowUp: { kind: "by", rows: -1 },
  k: { kind: "by", rows: -1 },
  PageDown: { kind: "by", rows: 10 },
  PageUp: { kind: "by", rows: -10 },
  Home: { kind: "first" },
  End: { kind: "last" },
};

/** The row a key leads to from `at` (-1: none yet) among `rows` rows, or null when the key means nothing here. */
export function rowAfter(key: string, at: number, rows: number): number | null {
  const step = STEPS[key];
  if (!step || rows === 0) return null;
  if (step.kind === "first") return 0;
  if (step.kind === "last") return rows - 1;
  if (at < 0) return 0;
  return Math.min(rows - 1, Math.max(0, at + step.rows));
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable], dialog") !== null;
}

export function walkBoards(page: Document): void {
  page.addEventListener("keydown", (press) => {
    if (press.ctrlKey || press.metaKey || press.altKey || isTyping(press.target)) return;
    if (press.key === "/") return goToFilter(page, press);
    const links = [...page.querySelectorAll<HTMLElement>("[data-board] [data-row-link]")];
    const at = links.findIndex((link) => link.closest("tr, li")?.contains(page.activeElement) ?? false);
    // Without a row in hand the arrows scroll the page, as everywhere; j and k always walk.
    if (at < 0 && press.key !== "j" && press.key !== "k") return;
    const next = rowAfter(press.key, at, links.length);
    if (next === null) return;
    press.preventDefault();
    links[next]?.focus({ preventScroll: true });
    links[next]?.scrollIntoView({ block: "nearest" });
  });
}

function goToFilter(page: Document, press: KeyboardEvent): void {
  const filter = page.querySelector<HTMLElement>("[data-filter]");
  if (!filter) return;
  press.preventDefault();
  filter.focus();
}
