import { expect, test } from "vitest";
import { canBlur } from "./blur";

function camera(backgroundBlur?: boolean[]): MediaStreamTrack {
  return { getCapabilities: () => (backgroundBlur ? { backgroundBlur } : {}) } as unknown as MediaStreamTrack;
}

test("a background is blurred where the camera lets us choose, and nowhere else", () => {
  expect(canBlur(camera([false, true]))).toBe(true);
  expect(canBlur(camera([true]))).toBe(false); // the device's own setting, not ours to change
  expect(canBlur(camera([false]))).toBe(false);
  expect(canBlur(camera())).toBe(false);
  expect(canBlur(undefined)).toBe(false);
});
