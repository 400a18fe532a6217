/** What can't be done without the server: says so, and keeps the page as it is, when there is no signal. */
import { setHidden } from "./shown";

export function guardSignal(page: Document): void {
  for (const one of page.querySelectorAll<HTMLElement>("[data-needs-signal]")) {
    one.addEventListener(one instanceof HTMLFormElement ? "submit" : "click", (event) => {
      if (!navigator.onLine) event.preventDefault();
      setHidden(page, "#needs-signal", navigator.onLine);
      if (!navigator.onLine) page.querySelector("#needs-signal")?.scrollIntoView({ block: "center" });
    });
  }
}
