/**
 * "Show notices on this device": asks the browser, and sends what it answers with the page's own form. The truth about a
 * browser that can't is said where the button would have been.
 */
import { isSharedPhone } from "../offline/shared_choice";

export function offerThisDevice(page: Document): void {
  const form = page.querySelector<HTMLFormElement>("#this-device");
  if (!form) return;
  if (isSharedPhone(page.cookie) && page.querySelector(".companion")) return say(page, "shared");
  if (!("serviceWorker" in navigator) || !("PushManager" in globalThis) || !("Notification" in globalThis)) return say(page, "none");
  if (Notification.permission === "denied") return say(page, "denied");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void subscribe(page, form);
  });
}

async function subscribe(page: Document, form: HTMLFormElement): Promise<void> {
  const button = form.querySelector("button");
  try {
    if (button) button.disabled = true;
    if ((await Notification.requestPermission()) !== "granted") return say(page, "denied");
    fill(form, await newSubscription(form.dataset));
    form.submit();
  } catch {
    say(page, "failed");
  } finally {
    if (button) button.disabled = false;
  }
}

/** Always a new one: an older subscription may belong to somebody else who used this browser. */
async function newSubscription({ worker = "", scope = "", pushKey = "" }: DOMStringMap): Promise<PushSubscription> {
  const registration = await navigator.serviceWorker.register(worker, { scope });
  await isActive(registration);
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: pushKey });
}

function isActive(registration: ServiceWorkerRegistration): Promise<void> {
  const coming = registration.installing ?? registration.waiting;
  if (registration.active || !coming) return Promise.resolve();
  return new Promise((resolve) => coming.addEventListener("statechange", () => coming.state === "activated" && resolve()));
}

function fill(form: HTMLFormElement, subscription: PushSubscription): void {
  const { endpoint = "", keys = {} } = subscription.toJSON();
  const told = { endpoint, p256dh: keys["p256dh"] ?? "", auth: keys["auth"] ?? "", device: nameOfBrowser(navigator.userAgent) };
  for (const [name, value] of Object.entries(told)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }
}

/** What the owner of a device knows it by: "Firefox, Android"; empty when nobody could tell. */
export function nameOfBrowser(agent: string): string {
  const browser = ["Edg", "Firefox", "Chrome", "Safari"].find((name) => agent.includes(`${name}/`));
  const device = ["iPhone", "iPad", "Android", "Windows", "Mac", "Linux"].find((name) => agent.includes(name));
  return [browser === "Edg" ? "Edge" : browser, device].filter(Boolean).join(", ");
}

function say(page: Document, word: string): void {
  const words = page.querySelector<HTMLTemplateElement>("#device-words")?.content.querySelector(`[data-word="${word}"]`)?.textContent;
  const place = page.querySelector<HTMLElement>("#device-trouble");
  if (!place) return;
  place.textContent = words ?? "";
}

/** Signing out of a participant's phone ends its notices too, before anybody else has it in hand. */
export async function forgetThisDevice(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration("/companion/");
  await (await registration?.pushManager?.getSubscription())?.unsubscribe();
}
