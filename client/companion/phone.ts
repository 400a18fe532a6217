/** One open page of the companion: what it knows, how it asks for more, and when it sends what waits. */
import type { Entry, Item } from "../offline/entries";
import { isUnsent, Outbox, type Outcome, type World } from "../offline/outbox";
import { note, readNote, type Note } from "../offline/kept";
import { NobodysPhone, type Keeping } from "../offline/store";
import { followOpenCopy, keepOpenCopy, readOpenCopy, removeOpenCopy, type OpenCopy } from "../offline/open_plan";
import type { Plan, Sections } from "../offline/plans";
import { onlySupport, readToday, type Today } from "./picture";
import { SOURCES, isShownBy, type Pictures, type SourceName } from "./sources";
import { forgetThisDevice } from "../notifications/device";
import { quietly } from "./touch";

export interface Seen extends Partial<Pictures> {
  today: Today | undefined;
  items: Item[];
  isSignedOut: boolean;
  /** Somebody signed out on this phone and the server has not been told yet. */
  isLeaving: boolean;
  /** The server could not be asked: this is what the phone last knew. */
  isOld: boolean;
  /** Something was saved while this page was open. */
  hasSaved: boolean;
  /** The copy of it that was chosen to stay readable on this phone; only ever shown to whose it is, or to nobody's phone. */
  openCopy?: OpenCopy | undefined;
  /** Nobody is signed in on this phone, as far as it knows by itself. */
  isNobodys?: boolean;
  /** What is written here lies in this open page only. */
  keepsNothing?: boolean;
  /** The browser has thrown away what this phone kept: how much of it waited then, and when that was noted. */
  lost?: Note | undefined;
}

/** A plan that is being written: what was typed so far, and which refused versions it takes in. */
export interface Writing {
  based_on: string | null;
  sections: Sections;
  takesIn: string[];
}

export const PICTURE = "today";
const WRITING = "plan-writing";
const NAMES = Object.keys(SOURCES) as SourceName[];
export const CHANNEL = "daybridge-outbox";
const LOCK = "daybridge-outbox";
const SYNC = "daybridge-outbox";

/** A worksheet or a plan that somebody has begun here and not saved yet; a questionnaire that is left is sent as far as it is. */
function isHalfWritten(name: string): boolean {
  return name.startsWith("draft ") || name === WRITING;
}

/** Where the outbox lives in a browser: its network, its clock, and locks that span tabs and the service worker. */
export function browserWorld(tell: () => void, forgetDevice: () => Promise<void> = forgetThisDevice): World {
  return {
    fetch: (address, init = {}) => fetch(address, { ...init, headers: { ...(init.headers as Record<string, string> | undefined), ...quietly() } }),
    now: () => Date.now(),
    random: () => Math.random(),
    alone: async (lane, work) => await navigator.locks.request(`${LOCK}-${lane}`, work),
    tell,
    forgetDevice,
  };
}

const SOON_MS = 4_000;
const PATIENCE_MS = 20_000;

/** Waits for the work, but not for long; it goes on behind. */
export async function soon(work: Promise<unknown>): Promise<void> {
  await Promise.race([work, new Promise((done) => setTimeout(done, SOON_MS))]);
}

export class Phone {
  readonly outbox: Outbox;
  private seen: Seen = { today: undefined, items: [], isSignedOut: false, isLeaving: false, isOld: false, hasSaved: false };
  private readonly others = new BroadcastChannel(CHANNEL);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: Promise<void> | undefined;
  private askingNext: Promise<void> | undefined;
  private looks = 0;
  private hasAskedToStay = false;

  constructor(
    private readonly store: Keeping,
    private readonly show: (seen: Seen) => void,
    private readonly place = "",
    /** How long the server keeps an idle session here; called whenever the server has been asked. */
    private readonly heard: (sharedMinutes: number) => void = () => undefined,
  ) {
    this.outbox = new Outbox(store, browserWorld(() => this.tellOthers()));
    this.others.addEventListener("message", () => void this.reload().then(() => this.refreshIfSaved()));
  }

  /** Shows what the phone knows at once, then sends, then asks. */
  async start(): Promise<void> {
    await this.noticeLoss();
    await this.reload();
    addEventListener("online", () => void this.catchUp({ atOnce: true }));
    addEventListener("offline", () => this.become({ isOld: true }));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.catchUp({ atOnce: true });
    });
    await this.catchUp({ atOnce: true });
  }

  /**
   * Resolves when the entry is safe on this phone; sending goes on behind it, at once, since somebody has just tapped.
   * Rejects with NobodysPhone when nobody is signed in, and otherwise when the phone can't keep it.
   */
  async send(entry: Entry, { holdMs = 0 } = {}): Promise<void> {
    if ((await this.store.owner()) === undefined) await soon(this.outbox.knock());
    else this.noteWaiting(this.seen.items.filter(isUnsent).length + 1);
    this.askToStay();
    try {
      await this.outbox.add(entry, { holdMs: this.store.keepsNothing ? 0 : holdMs }); // a page that is left takes back nothing
    } catch (trouble) {
      // No room on this phone: with a signal it still gets through; without one the words stay where they were typed.
      const isSaved = !(trouble instanceof NobodysPhone) && (await this.outbox.sendUnkept(entry));
      await this.reload();
      if (!isSaved) throw trouble;
      return this.refresh();
    }
    await this.reload();
    void this.registerSync();
    void this.catchUp({ atOnce: true });
  }

  async catchUp({ atOnce = false } = {}): Promise<void> {
    const outcome = await this.outbox.flush({ atOnce });
    this.plan(outcome);
    await this.refresh();
  }

  /** Fetches today's picture. One that is under way may know nothing of what was just sent, so calls meanwhile share one more after it. */
  refresh(): Promise<void> {
    if (this.asking) return (this.askingNext ??= this.asking.catch(() => undefined).then(() => this.refresh()));
    this.askingNext = undefined;
    this.asking = this.ask().finally(() => (this.asking = undefined));
    return this.asking;
  }

  /** Tries for a moment to send what is unsent; answers how much still lies only on this phone, what is half written included. */
  async unsent(): Promise<number> {
    const count = async (): Promise<number> => (await this.outbox.items()).filter(isUnsent).length;
    if (await count()) await soon(this.catchUp({ atOnce: true }));
    return (await count()) + (await this.store.names()).filter(isHalfWritten).length;
  }

  async drop(id: string): Promise<void> {
    await this.outbox.dropRefused(id);
  }

  async takeBack(id: string): Promise<void> {
    await this.outbox.takeBack(id);
  }

  /** Where nothing is kept, waits a moment for what was just written to be sent. */
  async settled(): Promise<void> {
    if (this.holdsEntries()) await soon(this.outbox.flush({ atOnce: true }));
    if (this.store.keepsNothing) await this.reload();
  }

  /** Whether something that somebody wrote lies in this open page and nowhere else, half written or on its way. */
  holdsWords(): boolean {
    return this.holdsEntries() || (this.store.keepsNothing && this.seen.items.some(({ standing }) => standing.is === "refused")) || this.store.inPageOnly().some(isHalfWritten);
  }

  /** Whether something that somebody saved lies in this open page and nowhere else, and may still be sent. */
  holdsEntries(): boolean {
    return this.store.keepsNothing && this.seen.items.some(({ standing }) => standing.is === "waiting" || standing.is === "sending");
  }

  /** Whoever lost something has seen that it is said. */
  seenLoss(): void {
    this.noteWaiting(this.seen.items.filter(isUnsent).length, { isSeen: true });
    this.become({ lost: undefined });
  }

  /** Shows again what lies on this phone, after something on the page itself has changed. */
  async look(): Promise<void> {
    await this.reload();
  }

  async keepWriting(writing: Writing): Promise<void> {
    await this.store.keep(WRITING, writing);
  }

  async writing(): Promise<Writing | undefined> {
    return this.store.recall<Writing>(WRITING);
  }

  async forgetWriting(): Promise<void> {
    await this.store.forget(WRITING);
  }

  /** Keeps the plan readable without signing in, or takes that back. Resolves once it is so; rejects when it can't be. */
  async keepPlanOpen(isOpen: boolean): Promise<void> {
    const mark = await this.store.owner();
    const plan = await this.store.recall<Plan>("plan");
    if (this.store.keepsNothing && isOpen) throw new Error("this phone keeps nothing");
    if (!isOpen) await removeOpenCopy();
    else if (mark !== undefined && plan) {
      await keepOpenCopy(mark, plan);
      void navigator.storage?.persist?.().catch(() => false);
    }
    await this.reload();
  }

  /** Everything on this phone goes at once, whatever the network does. Answers whether the server knows too. */
  async signOut(): Promise<boolean> {
    clearTimeout(this.timer);
    note(document, undefined);
    await this.store.leave();
    this.tellOthers();
    await soon(this.outbox.knock());
    const isLeaving = (await this.store.leaving()) !== undefined;
    if (isLeaving) void this.registerSync();
    note(document, undefined);
    await this.reload();
    return !isLeaving;
  }

  private async ask(): Promise<void> {
    const saved = new Set((await this.outbox.items()).flatMap(({ entry, standing }) => (standing.is === "saved" ? [entry.id] : [])));
    const door = await this.outbox.knock();
    if (door.is === "shut") return door.answer.is === "signed-out" ? this.signedOut() : this.become({ isOld: true });
    this.heard(door.sharedMinutes);
    const names = NAMES.filter((name) => SOURCES[name].places === "all" || SOURCES[name].places.includes(this.place));
    const [today, ...pictures] = await Promise.all([this.fetchToday(), ...names.map((name) => this.fetchPicture(name))]);
    if (today === "signed-out") return this.signedOut();
    if (!today) return this.become({ isOld: true });
    await this.store.keep(PICTURE, today);
    const fresh = new Set(names.filter((_, index) => pictures[index] !== undefined));
    await Promise.all(names.map((name, index) => this.keepPicture(name, pictures[index])));
    await this.outbox.dropSaved(await this.shownBy(fresh, saved));
    await this.reload({ isSignedOut: false, isOld: false, hasSaved: this.seen.hasSaved || saved.size > 0 });
  }

  /** Tells the server something that is not worth keeping where it can't be told. Answers whether it was. */
  async tell(path: string, body: Record<string, unknown>): Promise<boolean> {
    const door = await this.outbox.knock();
    if (door.is === "shut") return false;
    const headers = { "X-CSRFToken": door.csrf, "Content-Type": "application/json", Accept: "application/json", ...quietly() };
    const isTold = await fetch(path, { method: "POST", headers, body: JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE_MS) }).then(({ ok }) => ok, () => false);
    if (isTold) await this.refresh();
    return isTold;
  }

  /** What a page keeps for itself in the sealed store, such as a sheet that is half answered. */
  async keep(name: string, thing: unknown): Promise<void> {
    await this.store.keep(name, thing);
  }

  /** Whether a thing lies in this open page and nowhere else. */
  isInPageOnly(name: string): boolean {
    return this.store.inPageOnly().includes(name);
  }

  async recall<T>(name: string): Promise<T | undefined> {
    return this.store.recall<T>(name);
  }

  async forget(name: string): Promise<void> {
    await this.store.forget(name);
  }

  /** Shows the same once more, after a page has changed what it shows. */
  again(): void {
    this.show(this.seen);
  }

  private async fetchToday(): Promise<Today | "signed-out" | undefined> {
    try {
      const response = await fetch("/api/companion/today", { cache: "no-store", headers: quietly(), signal: AbortSignal.timeout(PATIENCE_MS) });
      if (response.status === 401 || response.status === 403) return "signed-out";
      return response.ok ? readToday(await response.json()) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Undefined when it could not be had; then the phone goes on with what it knew. */
  private async fetchPicture<Name extends SourceName>(name: Name): Promise<Pictures[Name] | undefined> {
    try {
      const response = await fetch(SOURCES[name].path, { cache: "no-store", headers: quietly(), signal: AbortSignal.timeout(PATIENCE_MS) });
      return response.ok ? SOURCES[name].read(await response.json()) : undefined;
    } catch {
      return undefined;
    }
  }

  private async keepPicture(name: SourceName, picture: unknown): Promise<void> {
    const mark = await this.store.owner();
    if (picture === undefined || mark === undefined) return;
    await this.store.keep(name, picture);
    if (name === "plan" && !this.store.keepsNothing) await followOpenCopy(mark, picture as Plan);
  }

  /** Of the saved entries those that a picture fetched just now shows: the others stay, so that nothing is seen to vanish. */
  private async shownBy(fresh: ReadonlySet<SourceName>, saved: ReadonlySet<string>): Promise<Set<string>> {
    const shown = (await this.outbox.items()).filter(({ entry }) => saved.has(entry.id) && isShownBy(fresh, entry.kind));
    return new Set(shown.map(({ entry }) => entry.id));
  }

  private async signedOut(): Promise<void> {
    await Promise.all(NAMES.map((name) => this.store.forget(name)));
    const known = await this.store.recall<Today>(PICTURE);
    if (known) await this.store.keep(PICTURE, onlySupport(known));
    await this.reload({ isSignedOut: true, isOld: false });
  }

  /** Shows what lies on the phone now; a slower, earlier look is not shown over a later one. */
  private async reload(change: Partial<Seen> = {}): Promise<void> {
    const mine = (this.looks += 1);
    this.seen = { ...this.seen, ...change };
    const known = [this.store.recall<Today>(PICTURE), this.outbox.items(), this.store.leaving(), this.openCopy(), this.store.owner()] as const;
    const [today, items, leaving, copy, owner] = await Promise.all(known);
    const pictures = await this.pictures();
    const openCopy = owner === undefined || copy?.mark === owner ? copy : undefined;
    if (mine !== this.looks) return;
    if (owner !== undefined) this.noteWaiting(items.filter(isUnsent).length);
    const { keepsNothing } = this.store;
    this.become({ today, ...pictures, items, isLeaving: leaving !== undefined, openCopy, isNobodys: owner === undefined, keepsNothing });
  }

  private async openCopy(): Promise<OpenCopy | undefined> {
    return this.store.keepsNothing ? undefined : readOpenCopy();
  }

  /** A store without an owner, beside a note that one was kept here and nobody signed out: the browser threw it away. */
  private async noticeLoss(): Promise<void> {
    if (this.store.keepsNothing) return;
    const noted = readNote(document.cookie);
    if (!noted) return;
    const isThere = noted.isLost || (await this.store.owner()) !== undefined || (await this.store.leaving()) !== undefined;
    if (!isThere) note(document, { ...noted, isLost: true });
    this.seen = { ...this.seen, lost: noted.isLost || !isThere ? noted : undefined };
  }

  private noteWaiting(waits: number, { isSeen = false } = {}): void {
    if (this.store.keepsNothing || (this.seen.lost && !isSeen)) return;
    if (isSeen || readNote(document.cookie)?.waits !== waits) note(document, { waits, at: Date.now(), isLost: false });
  }

  private async pictures(): Promise<Partial<Pictures>> {
    const kept = await Promise.all(NAMES.map((name) => this.store.recall(name)));
    return Object.fromEntries(NAMES.map((name, index) => [name, kept[index]]));
  }

  private async refreshIfSaved(): Promise<void> {
    if (this.seen.items.some(({ standing }) => standing.is === "saved")) await this.refresh();
  }

  private tellOthers(): void {
    this.others.postMessage("changed");
    void this.reload();
  }

  private become(change: Partial<Seen>): void {
    this.seen = { ...this.seen, ...change };
    this.show(this.seen);
  }

  private plan(outcome: Outcome): void {
    clearTimeout(this.timer);
    if (outcome.is !== "later") return;
    this.timer = setTimeout(() => void this.catchUp(), Math.max(500, outcome.at - Date.now()));
  }

  /** Something is about to be kept here, so the browser is asked not to clear this phone's store when room runs short. */
  private askToStay(): void {
    if (this.hasAskedToStay || this.store.keepsNothing) return;
    this.hasAskedToStay = true;
    void navigator.storage?.persist?.().catch(() => false);
  }

  /** Where the browser can, it wakes the service worker to send when the signal is back and this page is closed. */
  private async registerSync(): Promise<void> {
    if (this.store.keepsNothing) return;
    try {
      const worker = (await navigator.serviceWorker.ready) as ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };
      await worker.sync?.register(SYNC);
    } catch {
      // Without background sync the open page sends; nothing is lost.
    }
  }
}
