/** allauth reports a passkey that was refused or cancelled to the console only; a person needs it on the page. */
export function explainPasskeyTrouble(page: Document): void {
  const words = page.getElementById("passkey-trouble");
  if (!words) return;
  page.addEventListener("allauth.error", (trouble) => {
    trouble.preventDefault();
    words.hidden = false;
  });
}

/** allauth listens only once the page is whole, so a tap before that would be lost: its buttons open right after. */
export function openPasskeyButtons(page: Document): void {
  page.addEventListener("DOMContentLoaded", () => {
    for (const button of page.querySelectorAll<HTMLButtonElement>("button[data-passkey]")) button.disabled = false;
  });
}
