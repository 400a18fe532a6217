/** "Test my reminders" looks again while the test is on its way, and the page asks when the phone's clock is another one. */

const EVERY_MS = 2_000;

export function followTest(page: Document): void {
  const shown = page.querySelector<HTMLElement>("#tested");
  if (!shown?.hasAttribute("data-live")) return;
  setTimeout(() => void lookAgain(page).finally(() => followTest(page)), EVERY_MS);
}

async function lookAgain(page: Document): Promise<void> {
  const answer = await fetch("?part=tested", { headers: { "X-Daybridge-Quiet": "1" } }).catch(() => undefined);
  if (!answer?.ok) return;
  const came = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#tested");
  const shown = page.querySelector("#tested");
  if (!came || !shown || came.outerHTML === shown.outerHTML) return;
  shown.replaceWith(page.importNode(came, true));
}

/** Asked only when the two clocks show different times: another name for the same time is no move. */
export function askAboutZone(page: Document, phone = Intl.DateTimeFormat().resolvedOptions().timeZone, now = new Date()): void {
  const card = page.querySelector<HTMLElement>("#zone-card");
  const words = page.querySelector<HTMLElement>("#zone-words");
  const field = card?.querySelector<HTMLInputElement>("input[name=zone]");
  if (!card || !words || !field || !phone || !differ(card.dataset["zone"] ?? "", phone, now)) return;
  words.textContent = (words.dataset["words"] ?? "").replace("ZONE", placeOf(phone));
  field.value = phone;
  card.hidden = false;
}

export function differ(home: string, phone: string, now: Date): boolean {
  const shown = (timeZone: string): string => new Intl.DateTimeFormat("en", { timeZone, dateStyle: "short", timeStyle: "short" }).format(now);
  try {
    return shown(home) !== shown(phone);
  } catch {
    return false;
  }
}

/** "Europe/Madrid" is Madrid; the place is what people know. */
export function placeOf(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}
