/**
 * The outbox: an entry is on this phone's disk before anybody reads "Waiting", and leaves it only after the server said so.
 *
 * Requests for support, and answers that a human must hear of, have a lane of their own, so none of them waits behind a
 * check-in that is stuck in a dying network, and "not safe" goes first in it. A lane has one sender at a time (a Web Lock spans tabs and the service worker); otherwise
 * the order in which entries were made is kept.
 */
import { judge, letterOf, type Answer, type Entry, type Item, type Standing } from "./entries";
import type { Keeping, Kept } from "./store";

/** Where to ask who is signed in: `{"mark", "csrf", "shared_minutes"}`; 401 for nobody. */
const WHOSE = "/companion/whose/";
const SIGN_OUT = "/accounts/logout/";
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
const PATIENCE_MS = 20_000;

/** How sending went: everything that could go is gone; the rest goes later (a time in ms); or nobody is signed in. */
export type Outcome = { is: "done" } | { is: "later"; at: number } | { is: "signed-out" };

const LANES = ["support", "diary"] as const;
export type Lane = (typeof LANES)[number];

export interface World {
  fetch: typeof fetch;
  now: () => number;
  random: () => number;
  /** Runs the work when nobody else, in any tab, works in this lane. */
  alone: <T>(lane: Lane, work: () => Promise<T>) => Promise<T>;
  /** Tells every open page that an entry has come further. */
  tell: () => void;
  /** Ends the notices that somebody else, whose store this was, gets on this device. */
  forgetDevice: () => Promise<void>;
}

/** `sharedMinutes`: how long a session lasts, left idle, on a phone that is not only its holder's; 0 on one that is. */
export type Door = { is: "open"; csrf: string; sharedMinutes: number } | { is: "shut"; answer: Answer };
const LATER: Door = { is: "shut", answer: { is: "later" } };

/** Pauses double from two seconds to five minutes; half of each is chance, so that phones don't all return at once. */
export function pauseBeforeTry(tries: number, random: () => number): number {
  const full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, tries - 1));
  return full / 2 + (full / 2) * random();
}

export class Outbox {
  constructor(
    private readonly store: Keeping,
    private readonly world: World,
  ) {}

  /** Resolves once the entry can't be lost any more. While it is held its author can take it back. Raises NobodysPhone. */
  async add(entry: Entry, { holdMs = 0 } = {}): Promise<void> {
    const standing: Standing = holdMs > 0 ? { is: "held", until: this.world.now() + holdMs } : { is: "waiting", tries: 0, notBefore: 0 };
    await this.store.addEntry(entry.id, { entry, standing } satisfies Item);
    this.world.tell();
  }

  /** Sends an entry that this phone had no room to keep. Resolves to whether it is saved; it is not tried again. */
  async sendUnkept(entry: Entry): Promise<boolean> {
    const door = await this.knock();
    return door.is === "open" && (await this.send(entry, door.csrf)).is === "saved";
  }

  async items(): Promise<Item[]> {
    return (await this.store.entries<Item>()).map(({ value }) => value);
  }

  /** Sends what is due; with `atOnce` also what waits for a better moment, but never what is held. */
  async flush({ atOnce = false } = {}): Promise<Outcome> {
    return worst(await Promise.all(LANES.map((lane) => this.world.alone(lane, () => this.flushLane(lane, atOnce)))));
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

  /** Takes back what is still held; what has begun to go can't be called back. */
  async takeBack(id: string): Promise<void> {
    for (const { place, value } of await this.store.entries<Item>())
      if (value.standing.is === "held" && value.entry.id === id) await this.store.removeEntry(place);
    this.world.tell();
  }

  private async flushLane(lane: Lane, atOnce: boolean): Promise<Outcome> {
    const unsent = await this.unsent(lane);
    const next = this.heads(unsent).find((kept) => atOnce || notBefore(kept) <= this.world.now());
    if (!next) return this.waitFor(unsent);
    const door = await this.knock();
    if (door.is === "shut") return this.postpone(next, door.answer);
    return this.sendLane(lane, door.csrf, atOnce);
  }

  /** What is unsent, "not safe" first. An entry that is "sending" while we are alone was left by a page that died. */
  private async unsent(lane: Lane): Promise<Kept<Item>[]> {
    const mine = (await this.store.entries<Item>()).filter(({ value }) => isUnsent(value) && laneOf(value.entry) === lane);
    return mine.sort((one, other) => rank(one) - rank(other) || one.place - other.place);
  }

  /** The first of each series that may go: what comes after it in its series waits for it. */
  private heads(lane: Kept<Item>[]): Kept<Item>[] {
    const seen = new Set<string>();
    return lane.filter((kept) => {
      if (this.isHeld(kept) || seen.has(seriesOf(kept.value))) return false;
      seen.add(seriesOf(kept.value));
      return true;
    });
  }

  private isHeld({ value: { standing } }: Kept<Item>): boolean {
    return standing.is === "held" && standing.until > this.world.now();
  }

  /** Until the first of those next in line may go, or the first that is held. */
  private waitFor(lane: Kept<Item>[]): Outcome {
    const awaited = [...this.heads(lane), ...lane.filter((kept) => this.isHeld(kept))];
    return awaited.length ? { is: "later", at: Math.min(...awaited.map(notBefore)) } : { is: "done" };
  }

  /** Nothing is sent before we know that its author is the one signed in. */
  async knock(): Promise<Door> {
    try {
      const response = await this.world.fetch(WHOSE, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
      if (response.status === 401 || response.status === 403) return await this.nobodyIsIn();
      const { mark, csrf, shared_minutes: minutes } = (await response.json()) as { mark?: unknown; csrf?: unknown; shared_minutes?: unknown };
      if (!response.ok || typeof mark !== "string" || typeof csrf !== "string") return LATER;
      const leaving = await this.store.leaving();
      if (leaving === mark || leaving === "") return await this.endSession(csrf);
      if ((await this.store.belongTo(mark)).cleared) {
        await this.world.forgetDevice().catch(() => undefined);
        this.world.tell();
      }
      return { is: "open", csrf, sharedMinutes: typeof minutes === "number" ? minutes : 0 };
    } catch {
      return LATER;
    }
  }

  private async nobodyIsIn(): Promise<Door> {
    await this.store.hasLeft();
    return { is: "shut", answer: { is: "signed-out" } };
  }

  /** Somebody signed out here, perhaps without a signal: their session ends before anything else happens with it. */
  private async endSession(csrf: string): Promise<Door> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    await this.world.fetch(SIGN_OUT, { method: "POST", headers: { "X-CSRFToken": csrf }, signal });
    const { status } = await this.world.fetch(WHOSE, { cache: "no-store", signal });
    return status === 401 ? this.nobodyIsIn() : LATER;
  }

  /** A network that is gone ends the round; an entry that the server itself fails at holds up only its own series. */
  private async sendLane(lane: Lane, csrf: string, atOnce: boolean): Promise<Outcome> {
    const stuck = new Set<string>();
    for (const kept of await this.unsent(lane)) {
      const series = seriesOf(kept.value);
      if (this.isHeld(kept) || stuck.has(series)) continue;
      const isEarly = !atOnce && notBefore(kept) > this.world.now();
      if (isEarly) stuck.add(series);
      if (isEarly || !(await this.become(kept, { is: "sending", tries: triesOf(kept.value) }))) continue; // early, or taken back
      const answer = await this.send(kept.value.entry, csrf);
      if (answer.is === "saved" || answer.is === "refused") await this.become(kept, answer);
      else {
        const outcome = await this.postpone(kept, answer);
        if (answer.is === "signed-out" || !answer.othersMayGo) return outcome;
        stuck.add(series);
      }
    }
    return this.waitFor(await this.unsent(lane));
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

  private async postpone(kept: Kept<Item>, answer: Answer): Promise<Outcome> {
    const tries = triesOf(kept.value) + (answer.is === "later" ? 1 : 0);
    const pause = answer.is === "later" ? (answer.afterMs ?? pauseBeforeTry(tries, this.world.random)) : 0;
    const at = this.world.now() + pause;
    await this.become(kept, { is: "waiting", tries, notBefore: at });
    return answer.is === "signed-out" ? { is: "signed-out" } : { is: "later", at };
  }

  private async become({ place, value }: Kept<Item>, standing: Standing): Promise<boolean> {
    const wasThere = await this.store.replaceEntry(place, value.entry.id, { entry: value.entry, standing } satisfies Item);
    this.world.tell();
    return wasThere;
  }
}

export function isUnsent({ standing }: Item): boolean {
  return standing.is === "held" || standing.is === "waiting" || standing.is === "sending";
}

function laneOf(entry: Entry): Lane {
  return entry.kind === "support" || ("isCritical" in entry && entry.isCritical) ? "support" : "diary";
}

/** "Not safe" goes first, then whoever asks for someone, then answers. */
function rank({ value: { entry } }: Kept<Item>): number {
  if (entry.kind !== "support") return 2;
  return entry.asks === "not_safe" ? 0 : 1;
}

const FAILS_FOR_GOOD = 3;

/** Entries of one series go in their order. What the server failed at again and again holds up nothing any more. */
function seriesOf({ entry, standing }: Item): string {
  if (entry.kind === "support" || ("tries" in standing && standing.tries >= FAILS_FOR_GOOD)) return entry.id;
  if (entry.kind === "answers") return entry.sheet_id;
  if (["check-in", "entry", "opening", "dose", "side-effect", "taking", "week", "change-request", "session-rating", "practice", "use-day", "use-goal", "remembered-day", "message"].includes(entry.kind)) return entry.kind;
  if ("occurrence_id" in entry || "absence_id" in entry) return "sessions"; // what is taken back goes after what it takes back
  return entry.kind.startsWith("plan") ? "plan" : "contacts";
}

function triesOf({ standing }: Item): number {
  return "tries" in standing ? standing.tries : 0;
}

function notBefore({ value: { standing } }: Kept<Item>): number {
  if (standing.is === "held") return standing.until;
  return standing.is === "waiting" ? standing.notBefore : 0;
}

function worst(outcomes: Outcome[]): Outcome {
  const later = outcomes.flatMap((one) => (one.is === "later" ? [one.at] : []));
  return outcomes.find((one) => one.is === "signed-out") ?? (later.length ? { is: "later", at: Math.min(...later) } : { is: "done" });
}
