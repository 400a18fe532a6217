/** A button that prints the page it stands on. */
export function printOnTap(page: Document): void {
  for (const button of page.querySelectorAll<HTMLElement>("[data-prints]")) button.addEventListener("click", () => window.print());
}
