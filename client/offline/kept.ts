/**
 * A note beside the store, in a cookie: that this phone keeps one, and how many entries wait in it. Browsers that run short of
 * room throw away a whole store at once and tell nobody; a cookie is not thrown away with it, so the note shows that one was
 * there. It holds a number and a time, and it goes when somebody signs out. The server keeps a copy (`companion.views.whose`),
 * since some browsers forget what a script noted; it may be a moment older and counts only where the note itself is gone.
 */
export interface Note {
  waits: number;
  /** When it was noted, in ms. */
  at: number;
  /** The store that it is about was found gone, and nobody has said yet that they have seen that. */
  isLost: boolean;
}

export const NOTE = "daybridge-kept";
const COPY = "daybridge-kept-copy";
const PATH = "/companion/";
const LASTS_SECONDS = 400 * 24 * 3600;

export function readNote(cookies: string): Note | undefined {
  return noteIn(cookies, NOTE) ?? noteIn(cookies, COPY);
}

function noteIn(cookies: string, name: string): Note | undefined {
  const [, lost, waits, at] = new RegExp(`(?:^|; )${name}=(lost\\.)?(\\d{1,6})\\.(\\d{1,16})(?:;|$)`).exec(cookies) ?? [];
  return waits === undefined ? undefined : { waits: Number(waits), at: Number(at), isLost: lost !== undefined };
}

export function writtenNote({ waits, at, isLost }: Note): string {
  return `${isLost ? "lost." : ""}${Math.min(waits, 999_999)}.${at}`;
}

/** Writes the note down; undefined takes it away. */
export function note(page: Document, said: Note | undefined): void {
  const words = said ? `${writtenNote(said)}; max-age=${LASTS_SECONDS}` : "; max-age=0";
  page.cookie = `${NOTE}=${words}; path=${PATH}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  if (!said) page.cookie = `${COPY}=; max-age=0; path=${PATH}`;
}

interface CookieStore {
  get(name: string): Promise<{ value: string } | null>;
  set(cookie: { name: string; value: string; path: string; sameSite: "lax"; expires: number }): Promise<void>;
}

/** The same from the service worker, where the browser has a way; a page that is opened later notes it anew all the same. */
export async function noteInWorker(waits: number): Promise<void> {
  const { cookieStore } = globalThis as { cookieStore?: CookieStore };
  const known = await cookieStore?.get(NOTE).catch(() => null);
  if (!cookieStore || !known || known.value.startsWith("lost.")) return;
  const value = writtenNote({ waits, at: Date.now(), isLost: false });
  await cookieStore.set({ name: NOTE, value, path: PATH, sameSite: "lax", expires: Date.now() + LASTS_SECONDS * 1000 }).catch(() => undefined);
}
