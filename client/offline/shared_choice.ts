/** Whether this phone is only its holder's: the choice, where it is kept, and which tab may go on with the session. */
const COOKIE = "daybridge-shared";
const THIS_TAB = "daybridge-tab";

export function isSharedPhone(cookies: string): boolean {
  return /(?:^|; )daybridge-shared=yes(?:;|$)/.test(cookies);
}

/** Until the browser closes, or until it is unsaid. */
export function sayShared(page: Document, isShared: boolean): void {
  const words = isShared ? "yes" : "; max-age=0";
  page.cookie = `${COOKIE}=${words}; path=/; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
}

/** This tab may go on with the session: somebody signs in here, or has just said that the phone is shared. */
export function stayInThisTab(): void {
  sessionStorage.setItem(THIS_TAB, "here");
}

export function isThisTab(): boolean {
  return sessionStorage.getItem(THIS_TAB) === "here";
}
