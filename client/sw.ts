/// <reference lib="webworker" />
/**
 * The companion's service worker: opens the companion's pages without a network and sends what waits when the signal is back.
 *
 * It keeps shells and built files, which hold nothing personal, and never an answer of the API. A shell is kept only with the
 * files it names: a new build is taken whole (its pages and its files) or, until the next try, not at all. It takes over at
 * once, under open pages too: what waits lies in IndexedDB, which no update touches.
 * A page that is being opened from the shell before at that very moment asks for the files that were named there: they stay until
 * the next build. Chromium now and then lets the worker before go on for five minutes, though nothing is under way in it: open pages
 * ask again.
 */
import { cacheNames, setCacheNameDetails } from "workbox-core";
import { precacheAndRoute, cleanupOutdatedCaches, type PrecacheEntry } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { CHANNEL, browserWorld } from "./companion/phone";
import { showNotices } from "./notifications/showing";
import { SECOND_THOUGHTS_MS } from "./offline/entries";
import { noteInWorker } from "./offline/kept";
import { isUnsent, Outbox } from "./offline/outbox";
import { Store } from "./offline/store";

declare const self: ServiceWorkerGlobalScope;
/** What the build made for phones, and the name of that build. */
declare const PRECACHE: PrecacheEntry[];
declare const BUILD: string;

const PAGES = ["", "check-in/", "skills/", "now/", "worksheets/", "diary/", "progress/", "library/", "support/", "plan/", "me/", "measures/", "medicines/", "week/", "use/", "messages/"].map((place) => `/companion/${place}`);
/** What must open for somebody who is signed out, too: the numbers to call, and the plan they may have kept readable. */
const FOR_ANYONE = ["/companion/support/", "/companion/plan/"];
const SHELLS = `daybridge-companion-pages-${BUILD}`;
const FILES = "daybridge-companion-files";
const NAMED_BY_SHELLS = PRECACHE.map(({ url }) => url).filter((url) => /\.(js|css)$/.test(url));
const LOOK = "Daybridge-Look";
const PATIENCE_MS = 4_000;

setCacheNameDetails({ prefix: FILES, precache: BUILD, suffix: "" });
precacheAndRoute(PRECACHE);
cleanupOutdatedCaches();
registerRoute(({ sameOrigin, url }) => sameOrigin && url.pathname.startsWith("/static/built/"), async ({ request }) => (await caches.match(request)) ?? fetch(request));
showNotices(self, lookNow);

registerRoute(({ request, url }) => request.mode === "navigate" && PAGES.includes(url.pathname), ({ request, url }) => openPage(request, url.pathname));

self.addEventListener("install", (event) => event.waitUntil(keepPages().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(dropOldBuilds().then(() => self.clients.claim())));
self.addEventListener("sync", (event) => {
  const woken = event as ExtendableEvent & { tag: string };
  if (woken.tag === "daybridge-outbox") woken.waitUntil(sendWhatWaits());
});
self.addEventListener("message", (event) => {
  const { keepPages: language, look = "", takeOver } = (event.data ?? {}) as { keepPages?: string; look?: string; takeOver?: true };
  if (takeOver) void self.skipWaiting();
  if (language) event.waitUntil(keepPagesIn(language, look).catch(() => undefined)); // the next page asks again
});

async function forgetDevice(): Promise<void> {
  await (await self.registration.pushManager.getSubscription())?.unsubscribe();
}

/** The server's page when it comes soon, else the kept one. A sign-in page stands in the way of neither support nor plan. */
async function openPage(request: Request, path: string): Promise<Response> {
  const shells = await caches.open(SHELLS);
  const kept = await shells.match(path);
  try {
    const response = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {});
    const isFresh = await isShell(response);
    if (isFresh) await shells.put(path, response.clone());
    const isTroubled = response.status >= 500 || (FOR_ANYONE.includes(path) && !isFresh);
    return isTroubled && kept ? kept : response;
  } catch {
    return kept ?? Response.error();
  }
}

/** A page of ours (a stranger is sent to the sign-in page) that names this build's files, so that it opens with what is kept. */
async function isShell(response: Response): Promise<boolean> {
  if (response.type !== "basic" || !response.ok || response.redirected) return false;
  const page = await response.clone().text();
  return NAMED_BY_SHELLS.every((file) => page.includes(file));
}

/** All pages or none. Rejects when one can't be had; a worker that is being installed is then tried again later. */
async function keepPages(): Promise<void> {
  const pages = await Promise.all(PAGES.map((path) => fetch(path, { cache: "no-store" })));
  const areShells = await Promise.all(pages.map(isShell));
  if (!areShells.every(Boolean)) throw new Error("not every page can be kept now");
  const shells = await caches.open(SHELLS);
  await Promise.all(pages.map((page, index) => shells.put(PAGES[index] ?? "", page)));
}

async function keepPagesIn(language: string, look: string): Promise<void> {
  const shells = await caches.open(SHELLS);
  const kept = await Promise.all(PAGES.map(async (path) => (await shells.match(path))?.headers));
  if (kept.some((one) => one?.get("Content-Language") !== language || (look && one.get(LOOK) !== look))) await keepPages();
}

/** The name and picture that the pages kept here were made with. */
async function lookNow(): Promise<string> {
  const today = await (await caches.open(SHELLS)).match(PAGES[0] ?? "");
  return today?.headers.get(LOOK) ?? "";
}

/** All that other builds kept goes, but for the files of the one before: a cache's place in the list is when it was made. */
async function dropOldBuilds(): Promise<void> {
  const names = await caches.keys();
  const shells = names.filter((name) => name.startsWith("daybridge-companion-pages") && name !== SHELLS);
  const files = names.filter((name) => name.startsWith(FILES) && name !== cacheNames.precache);
  await Promise.all([...shells, ...files.slice(0, -1)].map((name) => caches.delete(name)));
}

/** Rejects when something still waits, so that the browser wakes us again. */
async function sendWhatWaits(): Promise<void> {
  const store = await Store.open();
  const others = new BroadcastChannel(CHANNEL);
  try {
    const outbox = new Outbox(store, browserWorld(() => others.postMessage("changed"), forgetDevice));
    if ((await store.leaving()) !== undefined) await outbox.knock();
    let outcome = await outbox.flush({ atOnce: true });
    if (outcome.is === "later" && outcome.at - Date.now() <= SECOND_THOUGHTS_MS) {
      await new Promise((done) => setTimeout(done, SECOND_THOUGHTS_MS)); // held for second thoughts: worth staying awake for
      outcome = await outbox.flush({ atOnce: true });
    }
    await noteInWorker((await outbox.items()).filter(isUnsent).length);
    if (outcome.is === "later" || (await store.leaving()) !== undefined) throw new Error("something still waits");
  } finally {
    others.close();
    store.close();
  }
}
