/**
 * Who is seen large, and which pictures are asked for at all. Who speaks is found here, from the sound this browser receives: no
 * server knows. Nothing changes its place more often than every two seconds.
 */
import type { Say } from "../companion/words";

export type View = "gallery" | "speaker";

export const STILL_MS = 2_000;
const LISTEN_EVERY_MS = 400;
const ASK_AFTER_MS = 400;
/** Sound below this is a room, not a voice. */
const VOICE = 0.02;
/** Somebody has to be so much louder than who speaks now to be the one who speaks. */
const LOUDER = 1.4;
const KEPT = "daybridge.video.view";

/** Who speaks, from how loud each of the others is. Nobody says a word: whoever spoke last. */
export class Speakers {
  speaking: string | undefined;
  private readonly smooth = new Map<string, number>();
  private changedAt = -Infinity;

  /** The levels of all who can be heard now, 0 to 1. */
  hear(levels: ReadonlyMap<string, number>, now: number): string | undefined {
    for (const one of this.smooth.keys()) if (!levels.has(one)) this.smooth.delete(one);
    for (const [one, level] of levels) this.smooth.set(one, ((this.smooth.get(one) ?? level) + level) / 2);
    if (this.speaking !== undefined && !levels.has(this.speaking)) this.speaking = undefined;
    const [loudest, level] = [...this.smooth].reduce<[string, number]>((most, one) => (one[1] > most[1] ? one : most), ["", VOICE]);
    const present = this.speaking === undefined ? 0 : (this.smooth.get(this.speaking) ?? 0);
    if (loudest && loudest !== this.speaking && level > present * LOUDER && now - this.changedAt >= STILL_MS) {
      this.speaking = loudest;
      this.changedAt = now;
    }
    return this.speaking;
  }

  /** Whether they are heard at this moment. */
  isHeard(one: string): boolean {
    return (this.smooth.get(one) ?? 0) > VOICE;
  }
}

/** Rows keep their places for two seconds: whoever is new comes last until then. */
export class Places {
  private kept: string[] = [];
  private movedAt = -Infinity;

  /** In the wanted order, or nearly; `again`: when it may be put in order, in milliseconds, 0 where it is. */
  settle<T>(wanted: readonly T[], key: (one: T) => string, now: number): { rows: T[]; again: number } {
    const names = wanted.map(key);
    const standing = this.kept.filter((one) => names.includes(one));
    const calm = [...standing, ...names.filter((one) => !standing.includes(one))];
    const moves = calm.join() !== names.join();
    const left = Math.max(0, this.movedAt + STILL_MS - now);
    if (moves && !left) this.movedAt = now;
    this.kept = moves && left ? calm : names;
    const byName = new Map(wanted.map((one) => [key(one), one]));
    return { rows: this.kept.map((one) => byName.get(one) as T), again: moves ? left : 0 };
  }
}

export interface ViewHooks {
  say: Say;
  levels: () => Promise<Map<string, number>>;
  /** Whose pictures are wanted now. */
  watch: (ids: string[]) => void;
  store?: Storage;
}

export class Views {
  view: View = "gallery";
  /** Pictures are not wanted at all: sound goes on. */
  private soundOnly = false;
  private readonly speakers = new Speakers();
  private readonly seen = new Set<string>();
  private readonly looking: IntersectionObserver;
  private pinned: string | undefined;
  private own = "";
  private screen = "";
  private asked: string | undefined = "";
  private asking: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly page: Document,
    private readonly tiles: HTMLElement,
    private readonly hooks: ViewHooks,
  ) {
    this.view = this.store?.getItem(KEPT) === "speaker" ? "speaker" : "gallery";
    this.looking = new IntersectionObserver((entries) => this.look(entries), { rootMargin: "80px" });
    setInterval(() => void this.listen(), LISTEN_EVERY_MS);
  }

  /** After the tiles were drawn: which of them are looked at, and which is large. */
  draw(own: string, screen: string): void {
    this.own = own;
    this.screen = screen;
    for (const tile of this.all()) {
      this.looking.observe(tile);
      const picture = tile.querySelector<HTMLButtonElement>(".tile-picture");
      if (picture) picture.onclick = () => this.pin(tile.dataset["key"] ?? "");
    }
    this.show();
  }

  turn(): void {
    this.view = this.view === "gallery" ? "speaker" : "gallery";
    this.pinned = undefined;
    this.store?.setItem(KEPT, this.view);
    this.show();
  }

  /** Ask for no pictures, or for those that are seen again. */
  withoutPictures(holds: boolean): void {
    this.soundOnly = holds;
    this.ask();
  }

  /** A new connection to the media server knows nothing of what was asked for: it sends all, until it is told what is looked at. */
  anew(): void {
    this.asked = this.soundOnly ? undefined : "";
    this.ask();
  }

  private get store(): Storage | undefined {
    try {
      return this.hooks.store ?? localStorage;
    } catch {
      return undefined; // a browser that keeps nothing
    }
  }

  private all(): HTMLElement[] {
    return Array.from(this.tiles.children) as HTMLElement[];
  }

  private pin(one: string): void {
    this.pinned = this.pinned === one ? undefined : one;
    this.show();
  }

  private async listen(): Promise<void> {
    this.speakers.hear(await this.hooks.levels().catch(() => new Map<string, number>()), Date.now());
    this.show();
  }

  private show(): void {
    const all = this.all();
    if (!all.some(({ dataset }) => dataset["key"] === this.pinned)) this.pinned = undefined;
    const others = all.filter(({ dataset }) => dataset["key"] !== this.own);
    const speaking = this.speakers.speaking ?? others[0]?.dataset["key"];
    const large = this.pinned ?? (this.view === "speaker" ? speaking : undefined);
    this.tiles.dataset["view"] = large ? "speaker" : "gallery";
    for (const tile of all) {
      const key = tile.dataset["key"] ?? "";
      tile.dataset["large"] = String(key === large);
      tile.dataset["speaks"] = String(this.speakers.isHeard(key));
      const picture = tile.querySelector<HTMLButtonElement>(".tile-picture");
      if (!picture) continue;
      const name = tile.querySelector(".tile-name span")?.textContent ?? "";
      picture.setAttribute("aria-pressed", String(key === this.pinned));
      picture.setAttribute("aria-label", this.hooks.say("show-large", { name }));
    }
    const button = this.page.querySelector("#do-view");
    button?.setAttribute("aria-pressed", String(this.view === "speaker"));
    const label = button?.querySelector("span");
    if (label) label.textContent = this.hooks.say(this.view === "speaker" ? "do-view-gallery" : "do-view-speaker");
    this.ask();
  }

  private look(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const key = (target as HTMLElement).dataset["key"] ?? "";
      if (isIntersecting) this.seen.add(key);
      else this.seen.delete(key);
    }
    this.ask();
  }

  /** A moment later, for scrolling passes many. */
  private ask(): void {
    if (this.asked === "" && this.wanted().length > 0) this.asked = undefined; // what was in sight is told of when it goes, however soon
    this.asking ??= setTimeout(() => {
      this.asking = undefined;
      const wanted = this.wanted();
      const words = wanted.sort().join();
      if (words === this.asked) return;
      this.asked = words;
      this.hooks.watch(wanted);
    }, ASK_AFTER_MS);
  }

  private wanted(): string[] {
    if (this.soundOnly) return [];
    const present = new Set(this.all().map(({ dataset }) => dataset["key"] ?? ""));
    const wanted = [...this.seen].filter((one) => one !== this.own && present.has(one));
    return this.screen ? [...wanted, this.screen] : wanted;
  }
}
