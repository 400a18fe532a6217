/** allauth reports a passkey that was refused or cancelled to the console only; a person needs it on the page. */
export function explainPasskeyTrouble(page: Document): void {
  const words = page.getElementById("passkey-trouble");
  if (!words) return;
  page.addEventListener("allauth.error", (trouble) => {
    trouble.preventDefault();
    words.hidden = false;
  });
}
