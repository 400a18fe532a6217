/** One open page of the companion: what it knows, how it asks for more, and when it sends what waits. */
import type { Entry, Item } from "../offline/entries";
import { isUnsent, Outbox, type Outcome, type World } from "../offline/outbox";
import type { Store } from "../offline/store";
import { onlySupport, readToday, type Today } from "./picture";

export interface Seen {
  today: Today | undefined;
  items: Item[];
  isSignedOut: boolean;
  /** The server could not be asked: this is what the phone last knew. */
  isOld: boolean;
}

export const PICTURE = "today";
export const CHANNEL = "daybridge-outbox";
const LOCK = "daybridge-outbox";
const SYNC = "daybridge-outbox";

/** Where the outbox lives in a browser: its network, its clock, and a lock that spans tabs and the service worker. */
export function browserWorld(tell: () => void): World {
  return {
    fetch: (address, init) => fetch(address, init),
    now: () => Date.now(),
    random: () => Math.random(),
    alone: async (work) => await navigator.locks.request(LOCK, work),
    tell,
  };
}

export class Phone {
  readonly outbox: Outbox;
  private seen: Seen = { today: undefined, items: [], isSignedOut: false, isOld: false };
  private readonly others = new BroadcastChannel(CHANNEL);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: Promise<void> | undefined;

  constructor(
    private readonly store: Store,
    private readonly show: (seen: Seen) => void,
  ) {
    this.outbox = new Outbox(store, browserWorld(() => this.tell()));
    this.others.addEventListener("message", () => void this.reload().then(() => this.refreshIfSaved()));
  }

  /** Shows what the phone knows at once, then sends, then asks. */
  async start(): Promise<void> {
    await this.reload();
    addEventListener("online", () => void this.catchUp({ atOnce: true }));
    addEventListener("offline", () => this.become({ isOld: true }));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.catchUp({ atOnce: true });
    });
    await this.catchUp({ atOnce: true });
  }

  /** Resolves when the entry is safe on this phone; sending goes on behind it. Rejects when the phone can't keep it. */
  async send(entry: Entry): Promise<void> {
    await this.outbox.add(entry);
    await this.reload();
    void this.registerSync();
    void this.catchUp();
  }

  async catchUp({ atOnce = false } = {}): Promise<void> {
    const outcome = await this.outbox.flush({ atOnce });
    this.plan(outcome);
    await this.refresh();
  }

  /** Fetches today's picture; several calls at once are one. */
  refresh(): Promise<void> {
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    return this.asking;
  }

  unsent(): number {
    return this.seen.items.filter(isUnsent).length;
  }

  async drop(id: string): Promise<void> {
    await this.outbox.dropRefused(id);
    await this.reload();
  }

  async clear(): Promise<void> {
    clearTimeout(this.timer);
    await this.store.clear();
    this.others.postMessage("changed");
  }

  private async ask(): Promise<void> {
    const saved = new Set((await this.outbox.items()).flatMap(({ entry, standing }) => (standing.is === "saved" ? [entry.id] : [])));
    const door = await this.outbox.knock();
    if (door.is === "shut") return door.answer.is === "signed-out" ? this.signedOut() : this.become({ isOld: true });
    const today = await this.fetchToday();
    if (today === "signed-out") return this.signedOut();
    if (!today) return this.become({ isOld: true });
    await this.store.keep(PICTURE, today);
    await this.outbox.dropSaved(saved);
    this.become({ today, items: await this.outbox.items(), isSignedOut: false, isOld: false });
  }

  private async fetchToday(): Promise<Today | "signed-out" | undefined> {
    try {
      const response = await fetch("/api/companion/today", { cache: "no-store", signal: AbortSignal.timeout(20_000) });
      if (response.status === 401 || response.status === 403) return "signed-out";
      return response.ok ? readToday(await response.json()) : undefined;
    } catch {
      return undefined;
    }
  }

  private async signedOut(): Promise<void> {
    const today = this.seen.today && onlySupport(this.seen.today);
    if (today) await this.store.keep(PICTURE, today);
    this.become({ today, isSignedOut: true, isOld: false });
  }

  private async reload(): Promise<void> {
    this.become({ today: await this.store.recall<Today>(PICTURE), items: await this.outbox.items() });
  }

  private async refreshIfSaved(): Promise<void> {
    if (this.seen.items.some(({ standing }) => standing.is === "saved")) await this.refresh();
  }

  private tell(): void {
    this.others.postMessage("changed");
    void this.reload();
  }

  private become(change: Partial<Seen>): void {
    this.seen = { ...this.seen, ...change };
    this.show(this.seen);
  }

  private plan(outcome: Outcome): void {
    clearTimeout(this.timer);
    if (outcome.is === "later") this.timer = setTimeout(() => void this.catchUp(), Math.max(500, outcome.at - Date.now()));
  }

  /** Where the browser can, it wakes the service worker to send when the signal is back and this page is closed. */
  private async registerSync(): Promise<void> {
    try {
      const worker = (await navigator.serviceWorker.ready) as ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };
      await worker.sync?.register(SYNC);
    } catch {
      // Without background sync the open page sends; nothing is lost.
    }
  }
}
