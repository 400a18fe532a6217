/** Where a timed step stands after so many seconds. */
import type { Step } from "./shelf";

export type Breath = { phase: "in" | "hold" | "out"; /** Whole seconds of this phase so far, from 1. */ count: number; of: number };

export function breathAt(step: Extract<Step, { do: "breathe" }>, seconds: number): Breath {
  const { breathe_in: inward, hold, breathe_out: outward } = step;
  const at = Math.floor(seconds) % (inward + hold + outward);
  if (at < inward) return { phase: "in", count: at + 1, of: inward };
  if (at < inward + hold) return { phase: "hold", count: at - inward + 1, of: hold };
  return { phase: "out", count: at - inward - hold + 1, of: outward };
}

export function promptAt(step: Extract<Step, { do: "ride" }>, seconds: number): string {
  return step.prompts.filter(({ at }) => at <= seconds).at(-1)?.words ?? "";
}

/** How high an urge's wave stands, 0 to 1: it rises to its top at two fifths of the time, and falls. */
export function waveAt(share: number): number {
  const top = 0.4;
  const along = share < top ? share / top : (1 - share) / (1 - top);
  return (1 - Math.cos(Math.PI * Math.min(1, Math.max(0, along)))) / 2;
}

/** Minutes and seconds, as 2:05. */
export function clockWords(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
