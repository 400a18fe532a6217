/** The server pokes when a request was read or answered; the phone then looks again. One stream for each visible page. */
export function listen(refresh: () => void): void {
  let source: EventSource | undefined;
  const open = (): void => {
    if (document.visibilityState === "hidden" || !navigator.onLine) return;
    if (source && source.readyState !== EventSource.CLOSED) return;
    source = new EventSource("/live");
    // "refresh" is the first word of every connection, so nothing is missed that happened in between.
    for (const name of ["answer", "plan", "medicines", "diary", "week", "session", "messages", "peers", "notices", "refresh"]) source.addEventListener(name, refresh);
    // Pages that no phone keeps look again themselves.
    for (const name of ["peers", "refresh"]) source.addEventListener(name, () => document.body.dispatchEvent(new Event("peers")));
  };
  const close = (): void => source?.close();
  document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? open() : close()));
  addEventListener("online", open);
  addEventListener("offline", close);
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
}
