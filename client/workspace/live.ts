/**
 * Live updates: the server pokes, this page looks again.
 *
 * A browser allows only six connections to one address, so of all open tabs one holds the stream and tells the others.
 * Elements with `hx-trigger="alerts from:body"` are fetched again by htmx when the event arrives on the body.
 */

/** What the server may poke about that a staff screen shows. */
const POKES = ["alerts", "referrals", "plan", "medicines", "week", "alarms", "notices", "schedule", "proposal", "session", "note", "screens", "messages", "peers"] as const;
export type PokeName = (typeof POKES)[number];

/** The server's "you may have missed something": every kind of poke at once. */
const REFRESH = "refresh";

export function isPoke(name: unknown): name is PokeName {
  return typeof name === "string" && (POKES as readonly string[]).includes(name);
}

/** The pokes that a frame of the stream stands for. */
export function pokesOf(name: string): readonly PokeName[] {
  if (name === REFRESH) return POKES;
  return isPoke(name) ? [name] : [];
}

export function lookAgain(body: HTMLElement, name: string): void {
  for (const poke of pokesOf(name)) body.dispatchEvent(new CustomEvent(poke));
}

export function listenForPokes(address: string): void {
  const others = new BroadcastChannel("daybridge-live");
  others.addEventListener("message", (message: MessageEvent<unknown>) => {
    if (typeof message.data === "string") lookAgain(document.body, message.data);
  });
  const hear = (name: string): void => {
    lookAgain(document.body, name);
    others.postMessage(name);
  };
  if ("locks" in navigator) void navigator.locks.request("daybridge-live", () => stream(address, hear));
  else void stream(address, hear);
  // What happened between this page's making and its listening, or while the machine slept, has made no sound here.
  lookAgain(document.body, REFRESH);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") lookAgain(document.body, REFRESH);
  });
}

/** Holds the one stream for as long as the page lives; the browser reconnects by itself, the server then says refresh. */
function stream(address: string, hear: (name: string) => void): Promise<void> {
  const source = new EventSource(address);
  for (const name of [REFRESH, ...POKES]) source.addEventListener(name, () => hear(name));
  return new Promise((resolve) => {
    window.addEventListener("pagehide", () => {
      source.close();
      resolve();
    });
  });
}
