/** The count-down that everybody in the room sees. Said aloud at its beginning, a minute before its end, and at its end; never each second. */
import type { Say } from "../companion/words";

export interface TimerShown {
  seconds: number;
  /** Whether the pairs go back to the room when it is over. */
  back: boolean;
}

export function asClock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export class Timer {
  private endsAt: number | undefined;
  private shown: TimerShown | undefined;
  private told = new Set<string>();
  private ticking: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly face: HTMLElement,
    private readonly voice: HTMLElement,
    private readonly say: Say,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {}

  /** As the room says it is now: seconds that are left, for clocks differ. A message that brings the same again changes nothing. */
  draw(shown: TimerShown | null | undefined): void {
    const endsAt = shown ? this.now() + shown.seconds : undefined;
    const isSame = endsAt !== undefined && this.endsAt !== undefined && Math.abs(endsAt - this.endsAt) < 3 && shown?.back === this.shown?.back;
    if (isSame) return;
    const wasSet = this.endsAt !== undefined;
    this.endsAt = endsAt;
    this.shown = shown ?? undefined;
    this.told = new Set();
    clearInterval(this.ticking);
    this.face.hidden = !shown;
    if (!shown) {
      if (wasSet) this.voice.textContent = "";
      return;
    }
    if (shown.seconds > 0) this.speak("timer-set", asClock(shown.seconds));
    if (shown.seconds <= 60) this.told.add("timer-minute");
    this.tick();
    this.ticking = setInterval(() => this.tick(), 500);
  }

  private tick(): void {
    const left = (this.endsAt ?? 0) - this.now();
    const isOver = left <= 0;
    this.face.dataset["tone"] = isOver ? "next" : "plain";
    const words = isOver ? this.say("timer-over") : this.say(this.shown?.back ? "timer-back" : "timer-left", { time: asClock(left) });
    if (this.face.textContent !== words) this.face.textContent = words;
    if (isOver) {
      clearInterval(this.ticking);
      this.speak("timer-over");
    } else if (left <= 60) this.speak("timer-minute");
  }

  private speak(word: string, time = ""): void {
    if (this.told.has(word)) return;
    this.told.add(word);
    this.voice.textContent = this.say(word, { time });
  }
}
