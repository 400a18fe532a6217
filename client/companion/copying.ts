/** A button that copies the words of a place of the page, and says so. */
export function copyOnTap(page: Document): void {
  for (const control of page.querySelectorAll<HTMLElement>("[data-copy]")) {
    control.addEventListener("click", () => {
      const place = page.getElementById(control.dataset["copy"] ?? "");
      void navigator.clipboard.writeText(place?.textContent?.trim() ?? "").then(
        () => page.getElementById("copied")?.removeAttribute("hidden"),
        () => place && page.getSelection()?.selectAllChildren(place), // a browser that lets nobody write there: it is marked, ready to be copied
      );
    });
  }
}
