/** A blurred background, where the camera itself offers it: on this device, with nothing to load. Where it doesn't, the button says so. */
import type { Say } from "../companion/words";

type Blurred = MediaTrackCapabilities & MediaTrackConstraintSet & { backgroundBlur?: boolean[] | boolean };

export function canBlur(track: MediaStreamTrack | undefined): boolean {
  const offered = (track?.getCapabilities?.() as Blurred | undefined)?.backgroundBlur;
  return Array.isArray(offered) && offered.includes(true) && offered.includes(false);
}

export function offerBlur(page: Document, say: Say, track: MediaStreamTrack | undefined): void {
  const button = page.querySelector<HTMLButtonElement>("#do-blur");
  if (!button) return;
  const label = (word: string, on: boolean): void => {
    button.setAttribute("aria-pressed", String(on));
    button.querySelector("span")!.textContent = say(word);
  };
  button.disabled = !canBlur(track);
  label(button.disabled ? "blur-not-here" : "do-blur", false);
  let on = false;
  button.onclick = async () => {
    const wanted = { backgroundBlur: !on } as MediaTrackConstraints;
    await track?.applyConstraints(wanted).then(() => (on = !on), (error: unknown) => console.warn("blur", error));
    label(on ? "do-blur-stop" : "do-blur", on);
  };
}
