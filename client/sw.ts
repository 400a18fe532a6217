/// <reference lib="webworker" />
/**
 * The companion's service worker: opens the four pages without a network and sends what waits when the signal is back.
 * It keeps shells and built files, which hold nothing personal, and never an answer of the API.
 */
import { precacheAndRoute, cleanupOutdatedCaches, type PrecacheEntry } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { CHANNEL, browserWorld } from "./companion/phone";
import { Outbox } from "./offline/outbox";
import { Store } from "./offline/store";

declare const self: ServiceWorkerGlobalScope;
declare const PRECACHE: PrecacheEntry[];

const PAGES = ["/companion/", "/companion/check-in/", "/companion/support/", "/companion/me/"];
const SHELLS = "daybridge-companion-pages";
const PATIENCE_MS = 4_000;

precacheAndRoute([...PRECACHE, { url: "/static/ui/mark.svg", revision: "1" }]);
cleanupOutdatedCaches();

registerRoute(({ request, url }) => request.mode === "navigate" && PAGES.includes(url.pathname), ({ request, url }) => openPage(request, url.pathname));

self.addEventListener("install", (event) => event.waitUntil(keepPages().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("sync", (event) => {
  const woken = event as ExtendableEvent & { tag: string };
  if (woken.tag === "daybridge-outbox") woken.waitUntil(sendWhatWaits());
});
self.addEventListener("message", (event) => {
  const { keepPages: language } = (event.data ?? {}) as { keepPages?: string };
  if (language) event.waitUntil(keepPagesIn(language));
});

/** The server's page when it comes soon, else the kept one. A sign-in page does not stand in the way of support. */
async function openPage(request: Request, path: string): Promise<Response> {
  const shells = await caches.open(SHELLS);
  const kept = await shells.match(path);
  try {
    const response = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {});
    if (isShell(response)) await shells.put(path, response.clone());
    const isTroubled = response.status >= 500 || (path === "/companion/support/" && !isShell(response));
    return isTroubled && kept ? kept : response;
  } catch {
    return kept ?? Response.error();
  }
}

/** A page of ours, and not the sign-in page that a stranger is sent to. */
function isShell(response: Response): boolean {
  return response.type === "basic" && response.ok && !response.redirected;
}

async function keepPages(): Promise<void> {
  const shells = await caches.open(SHELLS);
  await Promise.all(
    PAGES.map(async (path) => {
      const response = await fetch(path, { cache: "no-store" }).catch(() => undefined);
      if (response && isShell(response)) await shells.put(path, response);
    }),
  );
}

async function keepPagesIn(language: string): Promise<void> {
  const shells = await caches.open(SHELLS);
  const kept = await Promise.all(PAGES.map(async (path) => (await shells.match(path))?.headers.get("Content-Language")));
  if (kept.some((one) => one !== language)) await keepPages();
}

/** Rejects when something still waits, so that the browser wakes us again. */
async function sendWhatWaits(): Promise<void> {
  const store = await Store.open();
  const others = new BroadcastChannel(CHANNEL);
  try {
    const outcome = await new Outbox(store, browserWorld(() => others.postMessage("changed"))).flush({ atOnce: true });
    if (outcome.is === "later") throw new Error("something still waits");
  } finally {
    others.close();
    store.close();
  }
}
