/**
 * The outbox: an entry is on this phone's disk before anybody reads "Waiting", and leaves it only after the server said so.
 *
 * One sender at a time (a Web Lock spans tabs and the service worker). Requests for support have a lane of their own, so
 * none of them waits behind a check-in; within a lane the order in which entries were made is kept.
 */
import { judge, letterOf, type Answer, type Entry, type Item } from "./entries";
import type { Kept, Store } from "./store";

/** Where to ask who is signed in: `{"mark", "csrf"}`; 401 for nobody. */
const WHOSE = "/companion/whose/";
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
const PATIENCE_MS = 20_000;

/** How sending went: everything that could go is gone; the rest goes later (a time in ms); or nobody is signed in. */
export type Outcome = { is: "done" } | { is: "later"; at: number } | { is: "signed-out" };

export interface World {
  fetch: typeof fetch;
  now: () => number;
  random: () => number;
  /** Runs the work when nobody else, in any tab, is in here. */
  alone: <T>(work: () => Promise<T>) => Promise<T>;
  /** Tells every open page that an entry has come further. */
  tell: () => void;
}

export type Door = { is: "open"; csrf: string } | { is: "shut"; answer: Answer };

/** Pauses double from two seconds to five minutes; half of each is chance, so that phones don't all return at once. */
export function pauseBeforeTry(tries: number, random: () => number): number {
  const full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, tries - 1));
  return full / 2 + (full / 2) * random();
}

export class Outbox {
  constructor(
    private readonly store: Store,
    private readonly world: World,
  ) {}

  /** Resolves once the entry can't be lost any more. */
  async add(entry: Entry): Promise<void> {
    await this.store.addEntry(entry.id, { entry, standing: { is: "waiting", tries: 0, notBefore: 0 } } satisfies Item);
    this.world.tell();
  }

  async items(): Promise<Item[]> {
    return (await this.store.entries<Item>()).map(({ value }) => value);
  }

  /** Sends what is due; with `atOnce` also what waits for a better moment. */
  flush({ atOnce = false } = {}): Promise<Outcome> {
    return this.world.alone(async () => {
      const lanes = await this.lanes();
      if (lanes.length === 0) return { is: "done" };
      const due = lanes.filter((lane) => atOnce || notBefore(lane[0]) <= this.world.now());
      if (due.length === 0) return { is: "later", at: Math.min(...lanes.map((lane) => notBefore(lane[0]))) };
      const door = await this.knock();
      if (door.is === "shut") return worst(await Promise.all(due.map((lane) => this.postpone(lane[0], door.answer))));
      const outcomes: Outcome[] = [];
      for (const lane of await this.lanes()) outcomes.push(await this.sendLane(lane, door.csrf, atOnce));
      return worst(outcomes);
    });
  }

  /** Lets go of saved entries, once the page shows the server's own copy of them. */
  async dropSaved(ids: ReadonlySet<string>): Promise<void> {
    for (const { place, value } of await this.store.entries<Item>())
      if (value.standing.is === "saved" && ids.has(value.entry.id)) await this.store.removeEntry(place);
  }

  /** A refused entry that its author has seen and doesn't need any more. */
  async dropRefused(id: string): Promise<void> {
    for (const { place, value } of await this.store.entries<Item>())
      if (value.standing.is === "refused" && value.entry.id === id) await this.store.removeEntry(place);
    this.world.tell();
  }

  /** What is unsent, support first. An entry that is "sending" while we are alone was left by a page that died. */
  private async lanes(): Promise<Kept<Item>[][]> {
    const unsent = (await this.store.entries<Item>()).filter(({ value }) => isUnsent(value));
    const support = unsent.filter(({ value }) => value.entry.kind === "support");
    const diary = unsent.filter(({ value }) => value.entry.kind !== "support");
    return [support, diary].filter((lane) => lane.length > 0);
  }

  /** Nothing is sent before we know that its author is the one signed in. */
  async knock(): Promise<Door> {
    try {
      const response = await this.world.fetch(WHOSE, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
      if (response.status === 401 || response.status === 403) return { is: "shut", answer: { is: "signed-out" } };
      const { mark, csrf } = (await response.json()) as { mark?: unknown; csrf?: unknown };
      if (!response.ok || typeof mark !== "string" || typeof csrf !== "string") return { is: "shut", answer: { is: "later" } };
      if ((await this.store.belongTo(mark)).cleared) this.world.tell();
      return { is: "open", csrf };
    } catch {
      return { is: "shut", answer: { is: "later" } };
    }
  }

  private async sendLane(lane: Kept<Item>[], csrf: string, atOnce: boolean): Promise<Outcome> {
    for (const kept of lane) {
      if (!atOnce && notBefore(kept) > this.world.now()) return { is: "later", at: notBefore(kept) };
      await this.become(kept, { is: "sending", tries: triesOf(kept.value) });
      const answer = await this.send(kept.value.entry, csrf);
      if (answer.is === "later" || answer.is === "signed-out") return this.postpone(kept, answer);
      await this.become(kept, answer);
    }
    return { is: "done" };
  }

  private async send(entry: Entry, csrf: string): Promise<Answer> {
    const { method, path, body } = letterOf(entry);
    const headers: Record<string, string> = { "X-CSRFToken": csrf, Accept: "application/json" };
    if (body) headers["Content-Type"] = "application/json";
    const signal = AbortSignal.timeout(PATIENCE_MS);
    try {
      const response = await this.world.fetch(path, { method, headers, signal, ...(body && { body: JSON.stringify(body) }) });
      return await judge(entry, response, new Date(this.world.now()));
    } catch {
      return { is: "later" };
    }
  }

  private async postpone(kept: Kept<Item> | undefined, answer: Answer): Promise<Outcome> {
    if (!kept) return { is: "done" };
    const tries = triesOf(kept.value) + (answer.is === "later" ? 1 : 0);
    const pause = answer.is === "later" ? (answer.afterMs ?? pauseBeforeTry(tries, this.world.random)) : 0;
    const at = this.world.now() + pause;
    await this.become(kept, { is: "waiting", tries, notBefore: at });
    return answer.is === "signed-out" ? { is: "signed-out" } : { is: "later", at };
  }

  private async become({ place, value }: Kept<Item>, standing: Item["standing"]): Promise<void> {
    await this.store.replaceEntry(place, value.entry.id, { entry: value.entry, standing } satisfies Item);
    this.world.tell();
  }
}

export function isUnsent({ standing }: Item): boolean {
  return standing.is === "waiting" || standing.is === "sending";
}

function triesOf({ standing }: Item): number {
  return "tries" in standing ? standing.tries : 0;
}

function notBefore(kept: Kept<Item> | undefined): number {
  return kept?.value.standing.is === "waiting" ? kept.value.standing.notBefore : 0;
}

function worst(outcomes: Outcome[]): Outcome {
  const later = outcomes.flatMap((one) => (one.is === "later" ? [one.at] : []));
  return outcomes.find((one) => one.is === "signed-out") ?? (later.length ? { is: "later", at: Math.min(...later) } : { is: "done" });
}
