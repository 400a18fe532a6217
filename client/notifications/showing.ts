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
  const lookFor = async ({ language }: Notice): Promise<Look> => lookOf(await chosen().catch(() => ""), language);
  const push = async (notice: Notice): Promise<void> => {
    await show(worker, notice, await lookFor(notice));
    await tell("shown", notice);
  };
  worker.addEventListener("push", (event) => event.waitUntil(push(noticeOf(event.data?.text()))));
  worker.addEventListener("notificationclick", (event) => {
    event.notification.close();
    const notice = noticeOf(JSON.stringify(event.notification.data));
    event.waitUntil(event.action ? act(worker, notice, event.action, lookFor) : open(worker, notice));
  });
}

/** Browsers show two buttons or so: the most useful come first. */
function buttonsOf({ deeds }: Notice): { action: string; title: string }[] {
  const most = (Notification as unknown as { maxActions?: number }).maxActions ?? 2;
  return deeds.slice(0, most).map(({ what, words }) => ({ action: what, title: words }));
}

async function show(worker: ServiceWorkerGlobalScope, notice: Notice, { title, icon }: Look): Promise<void> {
  const told: NotificationOptions & { actions: { action: string; title: string }[]; renotify: boolean } = {
    body: notice.words,
    lang: notice.language,
    tag: notice.id, // sent twice by accident, it is shown once
    renotify: notice.deeds.length > 0, // a reminder that was put off is heard again
    icon,
    data: notice,
    actions: buttonsOf(notice),
  };
  await worker.registration.showNotification(title, told);
}

/** Done, or put off. What the server has not heard would be forgotten: then the notice stays where it was. */
async function act(worker: ServiceWorkerGlobalScope, notice: Notice, what: string, lookFor: (notice: Notice) => Promise<Look>): Promise<void> {
  if (!(await tell(what, notice))) await show(worker, notice, await lookFor(notice));
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

/**
 * Whether the server heard it. The receipt's own key is the proof: whoever got the notice may be signed out. That it was shown
 * may be lost, at the cost of a line on the ledger. What can't be done any more (409) was heard, too.
 */
async function tell(what: string, { receipt }: Notice): Promise<boolean> {
  if (!receipt) return false;
  const body = new URLSearchParams({ what, receipt });
  const answer = await fetch(RECEIPTS, { method: "POST", body, credentials: "omit", headers: { "X-Daybridge-Quiet": "1" } }).catch(() => undefined);
  return answer !== undefined && (answer.ok || answer.status === 409);
}
