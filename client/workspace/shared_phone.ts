/** The choice on the sign-in page: "This is not only my phone." The session that begins follows the cookie it sets. */
import { isSharedPhone, sayShared, stayInThisTab } from "../offline/shared_choice";

const WHERE_SESSIONS_BEGIN = /^\/(accounts\/login\/|accounts\/2fa\/authenticate\/|join\/)/;

export function offerSharedPhone(page: Document): void {
  if (WHERE_SESSIONS_BEGIN.test(location.pathname)) stayInThisTab();
  const choice = page.querySelector<HTMLInputElement>("#shared-phone");
  if (!choice) return;
  choice.checked = isSharedPhone(page.cookie);
  page.querySelector<HTMLElement>("#shared-phone-choice")?.removeAttribute("hidden"); // it needs this script
  choice.addEventListener("change", () => sayShared(page, choice.checked));
}
