/** What travels in a push, read once; nothing in it is believed to be whole. */
export interface Notice {
  words: string;
  language: string;
  id: string;
  /** A path of our own; anything else leads to the front door. */
  link: string;
  receipt: string;
}

const WAITS = "Something waits for you.";

export function noticeOf(text: string | undefined): Notice {
  const told = read(text);
  const word = (name: string): string => (typeof told[name] === "string" ? told[name] : "");
  const link = word("link");
  const isOwn = /^\/(?![/\\])[^\s]*$/.test(link);
  return { words: word("words") || WAITS, language: word("language") || "en", id: word("id") || "notice", link: isOwn ? link : "/", receipt: word("receipt") };
}

function read(text: string | undefined): Record<string, unknown> {
  try {
    const told: unknown = JSON.parse(text ?? "");
    return typeof told === "object" && told !== null ? (told as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
