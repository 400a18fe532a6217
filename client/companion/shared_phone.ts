/** What a page does on a phone that is not only its holder's, or that keeps nothing for another reason. */
import { forgetThisDevice } from "../notifications/device";
import { note } from "../offline/kept";
import { isUnsent, Outbox } from "../offline/outbox";
import { isSharedPhone, sayShared, stayInThisTab } from "../offline/shared_choice";
import { leaveNothing } from "../offline/shared_phone";
import { browserWorld, type Phone, type Seen } from "./phone";
import { setHidden, setWords } from "./shown";
import { untouchedFor } from "./touch";
import type { Say } from "./words";

const SIGN_IN = "/accounts/login/";
const LOOK_EVERY_MS = 15_000;

/** What was kept here before is sent and taken away; what can't be sent yet is named. */
export async function emptyThisPhone(page: Document, say: Say): Promise<void> {
  note(page, undefined);
  await forgetThisDevice().catch(() => undefined);
  const empty = async (): Promise<void> => {
    const n = await leaveNothing((store) => new Outbox(store, browserWorld(() => undefined)));
    setHidden(page, "#still-here", n === 0);
    setWords(page, "#still-here-words", say("still-here", { n }));
    if (n > 0) addEventListener("online", () => void empty(), { once: true });
  };
  await empty();
}

/** Words that lie only in this page are asked after before it is left; on a phone that keeps them nobody is stopped. */
export function warnBeforeLeaving(phone: Phone): void {
  addEventListener("beforeunload", (event) => {
    if (phone.holdsWords()) event.preventDefault();
  });
}

/** Signs out when nobody has touched the page for as long as the server allows. What was saved is sent first; what is half written goes:
 *  whoever takes up the phone next must not read it. */
export function endWhenIdle(phone: Phone): (minutes: number) => void {
  let minutes = 0;
  setInterval(() => {
    if (minutes === 0 || untouchedFor() < minutes * 60_000 || phone.holdsEntries()) return;
    void phone.signOut().then(() => location.replace(SIGN_IN));
  }, LOOK_EVERY_MS);
  return (said) => void (minutes = said);
}

/** The choice on Me. What waits is sent first: nothing that is not sent is thrown away by it. */
export function startSharing(page: Document, phone: Phone, say: Say): void {
  const form = page.querySelector<HTMLFormElement>("#shared-phone form");
  const choice = form?.querySelector<HTMLInputElement>("input[name=shared]");
  if (!form || !choice) return;
  const isShared = isSharedPhone(page.cookie);
  choice.value = isShared ? "no" : "yes";
  setHidden(page, "#is-shared", !isShared);
  setHidden(page, "#share-words", isShared);
  setHidden(page, "#unshare-words", !isShared);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void share(page, form, phone, say, !isShared);
  });
}

async function share(page: Document, form: HTMLFormElement, phone: Phone, say: Say, isShared: boolean): Promise<void> {
  const n = navigator.onLine ? await phone.unsent() : undefined;
  setHidden(page, "#shared-trouble", n === 0);
  if (n !== 0) return setWords(page, "#shared-trouble", n === undefined ? say("needs-signal") : say("share-unsent", { n }));
  if (isShared) await forgetThisDevice().catch(() => undefined);
  stayInThisTab();
  if (isShared) sayShared(page, true); // that it is theirs again the server says, once they have shown that it is them
  form.submit();
}

/** That nothing is kept here is said where it matters: while something lies only in this page. */
export function showKeeping(page: Document, seen: Seen): void {
  const holds = seen.keepsNothing === true && seen.items.some(isUnsent);
  setHidden(page, "#keeps-nothing", !holds);
  const signIn = page.querySelector<HTMLAnchorElement>("#signed-out a");
  // The words stay in this tab while somebody signs in in another one.
  if (signIn && holds) signIn.target = "_blank";
  else signIn?.removeAttribute("target");
}
