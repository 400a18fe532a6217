/** Errors take the focus, whether the page was loaded or a part of it was swapped in. */
export function moveFocusToErrors(page: Document): void {
  const toSummary = (within: ParentNode): void => within.querySelector<HTMLElement>("[data-focus]")?.focus();
  toSummary(page);
  page.body.addEventListener("htmx:afterSwap", (swap) => {
    if (swap.target instanceof Element) toSummary(swap.target);
  });
}
