/// <reference lib="webworker" />
/**
 * What a service worker does with a push: shows its discreet words, tells the server that they were shown, and opens where
 * they lead. A browser demands that every push shows something, so what can't be read is shown as a plain notice too.
 */
import { type Notice, noticeOf } from "./notice";

/** The house's mark, as the build named it. */
declare const ICON: string;

const RECEIPTS = "/notices/receipt/";

export function showNotices(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener("push", (event) => event.waitUntil(show(worker, noticeOf(event.data?.text()))));
  worker.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(worker, noticeOf(JSON.stringify(event.notification.data))));
  });
}

async function show(worker: ServiceWorkerGlobalScope, notice: Notice): Promise<void> {
  await worker.registration.showNotification("Daybridge", {
    body: notice.words,
    lang: notice.language,
    tag: notice.id, // sent twice by accident, it is shown once
    icon: ICON,
    data: notice,
  });
  await tell("shown", notice);
}

async function open(worker: ServiceWorkerGlobalScope, notice: Notice): Promise<void> {
  const [window] = await Promise.all([openWindow(worker, notice.link), tell("opened", notice)]);
  await window?.focus();
}

/** A window of ours that shows that page already, or a new one. */
async function openWindow(worker: ServiceWorkerGlobalScope, link: string): Promise<WindowClient | null> {
  const windows = await worker.clients.matchAll({ type: "window" });
  const there = windows.find((one) => new URL(one.url).pathname === link);
  return there ?? worker.clients.openWindow(link);
}

/** The receipt's own key is the proof: whoever got the notice may be signed out. One that is lost costs a line on the ledger. */
async function tell(what: "shown" | "opened", { receipt }: Notice): Promise<void> {
  if (!receipt) return;
  const body = new URLSearchParams({ what, receipt });
  await fetch(RECEIPTS, { method: "POST", body, credentials: "omit", headers: { "X-Daybridge-Quiet": "1" } }).catch(() => undefined);
}
