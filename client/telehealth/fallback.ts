/**
 * When the link is bad: sound only is offered, then done by itself, then the telephone. What the link is like is read from what this
 * browser sends and receives; when to say what is decided here, with nothing but a clock.
 */
import type { Say } from "../companion/words";

export type Grade = "good" | "bad" | "very-bad" | "away";
export type Advice = "none" | "offer-sound" | "sound-only" | "phone" | "pictures-again";

/** What one look at a link shows. Shares of what was lost, 0 to 1, and how long a word takes there and back. */
export interface Look {
  lost: number;
  roundTripMs: number;
  /** The room is not reached at all. */
  isAway: boolean;
}

const LOOK_EVERY_MS = 2_000;
const OFFER_AFTER_MS = 8_000;
const ALONE_AFTER_MS = 20_000;
const PHONE_AFTER_MS = 20_000;
const GOOD_AFTER_MS = 20_000;

export function gradeOf({ lost, roundTripMs, isAway }: Look): Grade {
  if (isAway) return "away";
  if (lost > 0.2 || roundTripMs > 2_000) return "very-bad";
  return lost > 0.06 || roundTripMs > 700 ? "bad" : "good";
}

export class LinkHealth {
  /** Since when it has been at least so bad, or good. */
  private since: Record<Grade, number | undefined> = { good: undefined, bad: undefined, "very-bad": undefined, away: undefined };
  private withoutPicturesSince: number | undefined;

  /** What to say now; `soundOnly`: pictures are off already. */
  tell(grade: Grade, now: number, soundOnly: boolean): Advice {
    const holds = { good: grade === "good", bad: grade !== "good", "very-bad": grade === "very-bad" || grade === "away", away: grade === "away" };
    for (const name of ["good", "bad", "very-bad", "away"] as const) this.since[name] = holds[name] ? (this.since[name] ?? now) : undefined;
    this.withoutPicturesSince = soundOnly ? (this.withoutPicturesSince ?? now) : undefined;
    const lasted = (name: Grade, from = 0): number => now - Math.max(this.since[name] ?? now, from);
    if (grade === "away") return lasted("away") >= PHONE_AFTER_MS ? "phone" : "none"; // nothing comes through: sound neither
    if (soundOnly) {
      if (lasted("very-bad", this.withoutPicturesSince) >= PHONE_AFTER_MS) return "phone";
      return lasted("good", this.withoutPicturesSince) >= GOOD_AFTER_MS ? "pictures-again" : "none";
    }
    if (lasted("very-bad") >= ALONE_AFTER_MS) return "sound-only";
    return lasted("bad") >= OFFER_AFTER_MS ? "offer-sound" : "none";
  }
}

export interface FallbackHooks {
  say: Say;
  look: () => Promise<Look>;
  /** Switch pictures off, ours and others', or on again. */
  withoutPictures: (holds: boolean) => void;
}

export class Fallback {
  soundOnly = false;
  private offersPhone = false;
  private readonly health = new LinkHealth();

  constructor(
    private readonly page: Document,
    private readonly hooks: FallbackHooks,
  ) {
    const on = (selector: string, deed: () => void): void => page.querySelector<HTMLElement>(selector)?.addEventListener("click", deed);
    for (const one of ["#do-sound-only", "#do-advice"]) on(one, () => this.turn(!this.soundOnly));
    on("#do-by-phone", () => page.querySelector("#by-phone")?.toggleAttribute("hidden"));
    setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  turn(holds: boolean, words = ""): void {
    this.soundOnly = holds;
    this.hooks.withoutPictures(holds);
    this.show(words);
    const button = this.page.querySelector("#do-sound-only");
    button?.setAttribute("aria-pressed", String(holds));
    const label = button?.querySelector("span");
    if (label) label.textContent = this.hooks.say(holds ? "do-pictures" : "do-sound-only");
  }

  private async look(): Promise<void> {
    const grade = gradeOf(await this.hooks.look());
    const advice = this.health.tell(grade, Date.now(), this.soundOnly);
    if (advice === "sound-only") this.turn(true, "advice-sound-only");
    else if (advice !== "none") this.show(`advice-${advice}`);
    else if (grade === "good") this.show("");
  }

  /** What is said, and the one button that belongs to it; the number to call beside it where that is the advice. */
  private show(words: string): void {
    const place = this.page.querySelector<HTMLElement>("#link-advice");
    if (!place) return;
    const isShown = words !== "" || this.soundOnly;
    place.hidden = !isShown;
    const text = place.querySelector("p");
    const said = this.hooks.say(words || "advice-sound-only");
    if (isShown && text && text.textContent !== said) text.textContent = said;
    const button = place.querySelector("#do-advice");
    if (button) button.textContent = this.hooks.say(this.soundOnly ? "do-pictures" : "do-sound-only");
    const phone = this.page.querySelector<HTMLElement>("#by-phone");
    if (phone && words === "advice-phone" && phone.hidden) {
      phone.hidden = false;
      this.offersPhone = true;
    } else if (phone && words === "" && this.offersPhone) {
      phone.hidden = true;
      this.offersPhone = false;
    }
  }
}
