/**
 * What becomes of one cell of a note: typed, on its way, kept in this browser, written meanwhile by a colleague.
 *
 * A cell that has not reached the server stands in this browser's store until it has: a crash, a dropped line or a closed
 * laptop loses nothing. What the server has confirmed is taken out of the store at once.
 */

/** Where a cell stands: `who` is a participant's id, or empty for the group's part. */
export interface CellName {
  readonly who: string;
  readonly code: string;
}

/** A cell as it was typed, from which revision of the server's. */
export interface Typed extends CellName {
  readonly said: string;
  readonly revision: number;
}

/** A cell as the server has it. */
export interface Known extends Typed {
  readonly by: string;
}

export type Answer =
  | { readonly kind: "saved"; readonly revision: number }
  | { readonly kind: "changed"; readonly theirs: { said: string; revision: number; by: string } }
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "unreachable" };

/** What the server's answer to a cell means; a page that is signed out counts as out of reach: what was typed is kept. */
export function answerOf(status: number, body: unknown): Answer {
  const told = isRecord(body) ? body : {};
  if (status === 200 && typeof told["revision"] === "number") return { kind: "saved", revision: told["revision"] };
  if (status === 409 && isRecord(told["changed"])) {
    const { said, revision, by } = told["changed"];
    if (typeof said === "string" && typeof revision === "number" && typeof by === "string") {
      return { kind: "changed", theirs: { said, revision, by } };
    }
  }
  if (status === 409 || status === 422) return { kind: "refused", why: typeof told["why"] === "string" ? told["why"] : "" };
  return { kind: "unreachable" };
}

/** The cells that a server tells. */
export function knownCells(body: unknown): readonly Known[] {
  const told = isRecord(body) && Array.isArray(body["cells"]) ? body["cells"] : [];
  return told.filter(isRecord).flatMap((one) => {
    const { who, code, said, revision, by } = one;
    const isCell = typeof who === "string" && typeof code === "string" && typeof said === "string";
    return isCell && typeof revision === "number" ? [{ who, code, said, revision, by: typeof by === "string" ? by : "" }] : [];
  });
}

/** Both texts, theirs first, without saying the same twice. */
export function both(theirs: string, mine: string): string {
  if (theirs.includes(mine)) return theirs;
  if (mine.includes(theirs)) return mine;
  return `${theirs.trimEnd()}\n${mine.trimStart()}`;
}

/** Whoever signs out leaves nothing in this browser. */
export function forgetUnsent(store: Pick<Storage, "key" | "length" | "removeItem">): void {
  const keys = Array.from({ length: store.length }, (_, number) => store.key(number) ?? "");
  for (const key of keys) if (key.startsWith(PREFIX)) store.removeItem(key);
}

const PREFIX = "daybridge-note ";

/** What a browser keeps of a note: one entry a cell, by whose work it is. */
export class Keep {
  constructor(
    private readonly store: Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">,
    private readonly person: string,
    private readonly note: string,
  ) {}

  private prefix(): string {
    return `${PREFIX}${this.person} ${this.note} `;
  }

  put(one: Typed): void {
    try {
      this.store.setItem(`${this.prefix()}${one.who}/${one.code}`, JSON.stringify({ said: one.said, revision: one.revision }));
    } catch {
      // A full or forbidden store: the server is told all the same.
    }
  }

  drop(one: CellName): void {
    this.store.removeItem(`${this.prefix()}${one.who}/${one.code}`);
  }

  all(): readonly Typed[] {
    const found: Typed[] = [];
    for (let number = 0; number < this.store.length; number += 1) {
      const key = this.store.key(number);
      if (!key?.startsWith(this.prefix())) continue;
      const [who = "", code = ""] = key.slice(this.prefix().length).split("/");
      const kept = parsed(this.store.getItem(key));
      if (kept) found.push({ who, code, ...kept });
    }
    return found;
  }
}

function parsed(text: string | null): { said: string; revision: number } | null {
  try {
    const told: unknown = JSON.parse(text ?? "");
    if (isRecord(told) && typeof told["said"] === "string" && typeof told["revision"] === "number") {
      return { said: told["said"], revision: told["revision"] };
    }
  } catch {
    // Somebody else's, or cut off.
  }
  return null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
