// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { openPasskeyButtons } from "./passkeys";

beforeEach(() => {
  document.body.innerHTML = "<button data-passkey disabled>Go on</button><button disabled>Save</button>";
});

test("a passkey's button opens only after allauth has begun to listen to it", () => {
  const passkey = document.querySelector<HTMLButtonElement>("[data-passkey]");
  const wasOpen: (boolean | undefined)[] = [];
  document.addEventListener("DOMContentLoaded", () => wasOpen.push(!passkey?.disabled), { once: true });
  openPasskeyButtons(document);
  expect(passkey?.disabled).toBe(true);
  document.dispatchEvent(new Event("DOMContentLoaded"));
  expect(wasOpen).toEqual([false]);
  expect(passkey?.disabled).toBe(false);
});

test("other buttons stay as they are", () => {
  openPasskeyButtons(document);
  document.dispatchEvent(new Event("DOMContentLoaded"));
  expect(document.querySelectorAll("button:disabled")).toHaveLength(1);
});
