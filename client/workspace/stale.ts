/** A page that can't look again says so: old alerts and old clocks must not pass for the present ones. */
import { lookAgain } from "./live";

/** Whether an answer with this status leaves the page as old as it was: the server failed, or knows nobody here any more. */
export function isNoAnswer(status: number): boolean {
  return status === 401 || status >= 500;
}

export function tellWhenStale(page: Document): void {
  const notice = page.getElementById("stale");
  if (!notice) return;
  const show = (isStale: boolean) => (): void => {
    notice.hidden = !isStale;
  };
  window.addEventListener("offline", show(true));
  window.addEventListener("online", () => lookAgain(page.body, "refresh"));
  for (const trouble of ["htmx:sendError", "htmx:timeout"]) page.body.addEventListener(trouble, show(true));
  page.body.addEventListener("htmx:responseError", (event) => {
    if (isNoAnswer(detailOf(event).xhr?.status ?? 0)) show(true)();
  });
  page.body.addEventListener("htmx:afterRequest", (event) => {
    if (detailOf(event).successful === true) show(false)();
  });
}

interface HtmxDetail {
  successful?: boolean;
  xhr?: { status: number };
}

function detailOf(event: Event): HtmxDetail {
  return event instanceof CustomEvent ? (event.detail as HtmxDetail) : {};
}
