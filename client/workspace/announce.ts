/** A new alert is shown in the page's title and said to a screen reader; the focus stays where it is. */

const COUNT = "alert-count";

/** A page's title with the number of open alerts before it. */
export function titled(title: string, alerts: number): string {
  const bare = title.replace(/^\(\d+\) /, "");
  return alerts > 0 ? `(${alerts}) ${bare}` : bare;
}

export function alertsShown(page: Document): number {
  return Number(page.getElementById(COUNT)?.dataset["count"] ?? 0);
}

export function announceAlerts(page: Document): void {
  let before = alertsShown(page);
  page.title = titled(page.title, before);
  page.body.addEventListener("htmx:afterSwap", () => {
    const now = alertsShown(page);
    if (now === before) return;
    page.title = titled(page.title, now);
    const words = page.getElementById("live-words");
    if (words && now > before) words.textContent = `${words.dataset["newOne"] ?? ""} (${now})`;
    before = now;
  });
}
