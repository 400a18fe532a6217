/**
 * Leads through an exercise, step by step, without sound and without a network.
 *
 * Everything that moves also stands there in words and numbers; where a person wants less motion nothing moves at all.
 */
import { button, paragraph } from "../companion/shown";
import type { Say } from "../companion/words";
import { breathAt, clockWords, promptAt, waveAt } from "./pace";
import type { Exercise, Step } from "./shelf";

type Timed = Extract<Step, { seconds: number }>;
const TICK_MS = 200;
const [WIDTH, HEIGHT, FOOT] = [320, 90, 80];

/** Runs an exercise inside `element`, which is emptied at its end. "done" when the last step was finished, "stopped" when the person stopped. */
export function runExercise(element: HTMLElement, exercise: Exercise, say: Say): Promise<"done" | "stopped"> {
  return new Promise((resolve) => {
    const awake = stayAwake();
    let end = (): void => undefined;
    const finish = (how: "done" | "stopped"): void => {
      end();
      awake();
      element.replaceChildren();
      resolve(how);
    };
    const show = (index: number): void => {
      end();
      const step = exercise.steps[index];
      if (!step) return finish("done");
      const isLast = index === exercise.steps.length - 1;
      end = showStep(element, step, {
        title: say("ex-step", { n: index + 1, of: exercise.steps.length }),
        next: say(isLast ? "ex-finish" : "ex-next"),
        goOn: () => show(index + 1),
        stop: () => finish("stopped"),
        say,
      });
    };
    show(0);
  });
}

interface Way {
  title: string;
  next: string;
  goOn: () => void;
  stop: () => void;
  say: Say;
}

/** Draws one step; answers how to end whatever runs in it. */
function showStep(element: HTMLElement, step: Step, { title, next, goOn, stop, say }: Way): () => void {
  const page = element.ownerDocument;
  const place = paragraph(page, title, "soft");
  const words = paragraph(page, step.words, "ex-words");
  words.tabIndex = -1;
  const middle = page.createElement("div");
  middle.className = "ex-middle";
  const actions = page.createElement("div");
  actions.className = "actions";
  const forward = button(page, next, "button next", goOn);
  actions.append(forward, button(page, say("ex-stop"), "button quiet", stop));
  element.replaceChildren(place, words, middle, actions);
  words.focus();
  return fill(middle, step, say, forward, goOn);
}

function fill(middle: HTMLElement, step: Step, say: Say, forward: HTMLButtonElement, goOn: () => void): () => void {
  switch (step.do) {
    case "read":
      return () => undefined;
    case "write":
      return write(middle, step.words, say);
    case "tick":
      return tick(middle, step.count, say, forward);
    default:
      return time(middle, step, say, goOn);
  }
}

function write(middle: HTMLElement, words: string, say: Say): () => void {
  const page = middle.ownerDocument;
  const box = page.createElement("textarea");
  box.rows = 3;
  box.setAttribute("aria-label", words);
  box.setAttribute("autocomplete", "off");
  middle.append(box, paragraph(page, say("ex-not-kept"), "hint"));
  return () => undefined;
}

/** One thing after the other is ticked off; after the last the way on has the focus. */
function tick(middle: HTMLElement, count: number, say: Say, forward: HTMLButtonElement): () => void {
  const page = middle.ownerDocument;
  const boxes = Array.from({ length: count }, (_, index) => {
    const label = page.createElement("label");
    const box = page.createElement("input");
    box.type = "checkbox";
    box.setAttribute("aria-label", say("ex-thing", { n: index + 1, of: count }));
    const number = page.createElement("span");
    number.textContent = String(index + 1);
    number.setAttribute("aria-hidden", "true");
    label.append(box, number);
    return { label, box };
  });
  for (const { box } of boxes) box.addEventListener("change", () => void (boxes.every((one) => one.box.checked) && forward.focus()));
  const row = page.createElement("div");
  row.className = "ex-ticks";
  row.append(...boxes.map(({ label }) => label));
  middle.append(row);
  return () => undefined;
}

/** Counts a step's time down, then goes on by itself. */
function time(middle: HTMLElement, step: Timed, say: Say, goOn: () => void): () => void {
  const page = middle.ownerDocument;
  const look = step.do === "breathe" ? breathe(middle, step, say) : step.do === "ride" ? ride(middle, step) : (): void => undefined;
  const left = paragraph(page, "", "ex-left");
  left.setAttribute("role", "timer");
  middle.append(left);
  const begun = Date.now();
  const beat = (): void => {
    const seconds = (Date.now() - begun) / 1000;
    if (seconds >= step.seconds) return goOn();
    look(seconds);
    put(left, say("ex-left", { time: clockWords(step.seconds - seconds) }));
  };
  beat();
  const timer = setInterval(beat, TICK_MS);
  return () => clearInterval(timer);
}

function breathe(middle: HTMLElement, step: Extract<Step, { do: "breathe" }>, say: Say): (seconds: number) => void {
  const page = middle.ownerDocument;
  const circle = page.createElement("div");
  circle.className = "ex-circle";
  circle.setAttribute("aria-hidden", "true");
  const inner = page.createElement("div");
  const count = page.createElement("span");
  circle.append(inner, count);
  const phase = paragraph(page, "", "ex-phase");
  phase.setAttribute("role", "status");
  middle.append(circle, phase);
  let before = "";
  return (seconds) => {
    const breath = breathAt(step, seconds);
    put(phase, say(`ex-${breath.phase}`));
    put(count, String(breath.count));
    if (breath.phase !== before && breath.phase !== "hold" && !wantsStillness()) grow(inner, breath.phase, breath.of);
    before = breath.phase;
  };
}

function grow(inner: HTMLElement, phase: "in" | "out", seconds: number): void {
  const [small, large] = [{ transform: "scale(0.45)" }, { transform: "scale(1)" }];
  inner.animate(phase === "in" ? [small, large] : [large, small], { duration: seconds * 1000, fill: "forwards", easing: "ease-in-out" });
}

/** The wave of an urge, and a dot that rides it; the sentences along the way are read out as they come. */
function ride(middle: HTMLElement, step: Extract<Step, { do: "ride" }>): (seconds: number) => void {
  const page = middle.ownerDocument;
  const drawing = shape(page, "svg", { class: "ex-wave", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" });
  const dot = shape(page, "circle", { r: "7" });
  drawing.append(shape(page, "path", { d: wavePath() }), dot);
  const prompt = paragraph(page, "", "ex-prompt");
  prompt.setAttribute("role", "status");
  middle.append(drawing, prompt);
  return (seconds) => {
    const share = Math.floor(seconds) / step.seconds;
    dot.setAttribute("cx", String(10 + share * (WIDTH - 20)));
    dot.setAttribute("cy", String(heightAt(share)));
    put(prompt, promptAt(step, seconds));
  };
}

function wavePath(): string {
  const points = Array.from({ length: 61 }, (_, index) => `${10 + (index / 60) * (WIDTH - 20)},${heightAt(index / 60).toFixed(1)}`);
  return `M${points.join("L")}`;
}

function heightAt(share: number): number {
  return FOOT - waveAt(share) * (FOOT - 12);
}

function shape(page: Document, name: string, said: Record<string, string>): SVGElement {
  const made = page.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(said)) made.setAttribute(key, value);
  return made;
}

/** Written again it would be read out again, so only a change is written. */
function put(place: HTMLElement, words: string): void {
  if (place.textContent !== words) place.textContent = words;
}

function wantsStillness(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Keeps the screen on where the browser can; answers how to let go of it. */
function stayAwake(): () => void {
  const lock = navigator.wakeLock?.request("screen").catch(() => undefined);
  return () => void lock?.then((held) => held?.release()).catch(() => undefined);
}
