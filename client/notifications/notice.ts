/** What travels in a push, read once; nothing in it is believed to be whole. */
export interface Notice {
  words: string;
  language: string;
  id: string;
  /** A path of our own; anything else leads to the front door. */
  link: string;
  receipt: string;
  /** What can be done with it at once: a code that the receipt carries back, and its words. */
  deeds: Deed[];
}

export interface Deed {
  what: string;
  words: string;
}

const WAITS = "Something waits for you.";

export function noticeOf(text: string | undefined): Notice {
  const told = read(text);
  const word = (name: string): string => (typeof told[name] === "string" ? told[name] : "");
  const link = word("link");
  const isOwn = /^\/(?![/\\])[^\s]*$/.test(link);
  return { words: word("words") || WAITS, language: word("language") || "en", id: word("id") || "notice", link: isOwn ? link : "/", receipt: word("receipt"), deeds: deedsOf(told["deeds"]) };
}

function deedsOf(told: unknown): Deed[] {
  const isDeed = (one: unknown): one is Deed => typeof one === "object" && one !== null && typeof (one as Deed).what === "string" && typeof (one as Deed).words === "string";
  return Array.isArray(told) ? told.filter(isDeed).filter(({ what }) => /^[a-z0-9-]{1,20}$/.test(what)) : [];
}

function read(text: string | undefined): Record<string, unknown> {
  try {
    const told: unknown = JSON.parse(text ?? "");
    return typeof told === "object" && told !== null ? (told as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
