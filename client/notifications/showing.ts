/// <reference lib="webworker" />
/**
 * What a service worker does with a push: shows its discreet words, tells the server that they were shown, and opens where
 * they lead. A browser demands that every push shows something, so what can't be read is shown as a plain notice too.
 */
import { type Look, lookOf } from "./looks";
import { type Notice, noticeOf } from "./notice";

const RECEIPTS = "/notices/receipt/";

/** `chosen` answers which look the phone's owner chose. */
export function showNotices(worker: ServiceWorkerGlobalScope, chosen: () => Promise<string> = async () => ""): void {
  const push = async (event: PushEvent): Promise<void> => {
    const notice = noticeOf(event.data?.text());
    await show(worker, notice, lookOf(await chosen().catch(() => ""), notice.language));
  };
  worker.addEventListener("push", (event) => event.waitUntil(push(event)));
  worker.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(worker, noticeOf(JSON.stringify(event.notification.data))));
  });
}

async function show(worker: ServiceWorkerGlobalScope, notice: Notice, { title, icon }: Look): Promise<void> {
  await worker.registration.showNotification(title, {
    body: notice.words,
    lang: notice.language,
    tag: notice.id, // sent twice by accident, it is shown once
    icon,
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
