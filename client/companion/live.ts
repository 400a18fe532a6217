/** The server pokes when a request was read or answered; the phone then looks again. One stream for all open tabs. */
export function listen(refresh: () => void): void {
  let source: EventSource | undefined;
  const open = (): void => {
    if (document.visibilityState === "hidden" || (source && source.readyState !== EventSource.CLOSED)) return;
    source = new EventSource("/live");
    for (const name of ["answer", "refresh"]) source.addEventListener(name, refresh);
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") return open();
    source?.close();
  });
  addEventListener("pagehide", () => source?.close());
  addEventListener("online", open);
  open();
}
