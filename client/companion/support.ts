/** Asking for someone: one tap, kept on this phone before anything else happens. */
import { uuid7 } from "../offline/uuid7";
import type { Phone } from "./phone";
import { setHidden } from "./shown";

const SUPPORT = "/companion/support/";

export function startAsking(page: Document, phone: Phone): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>("[data-asks]"))
    button.addEventListener("click", () => void ask(page, button, phone));
}

async function ask(page: Document, button: HTMLButtonElement, phone: Phone): Promise<void> {
  const asks = button.dataset["asks"] === "not_safe" ? "not_safe" : "contact";
  button.disabled = true; // two quick taps are one request
  try {
    await phone.send({ kind: "support", id: uuid7(), made_at: new Date().toISOString(), asks });
    setHidden(page, "#no-room", true);
  } catch {
    setHidden(page, "#no-room", false);
  } finally {
    setTimeout(() => (button.disabled = false), 2_000);
  }
  // The numbers come up whether or not the phone could keep the request.
  if (asks === "not_safe" && location.pathname !== SUPPORT) location.assign(SUPPORT);
}
