/// <reference lib="webworker" />
/** The staff's service worker: it shows notices and looks after no page. */
import { showNotices } from "./notifications/showing";

declare const self: ServiceWorkerGlobalScope;

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
showNotices(self);
