// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { sendOnce } from "./openers";

function press(form: HTMLFormElement): boolean {
  return form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
}

test("a form that is sent once is sent once, and again by whoever comes back", () => {
  document.body.innerHTML = "<form data-once></form><form></form>";
  const [once, other] = [...document.querySelectorAll("form")] as [HTMLFormElement, HTMLFormElement];
  sendOnce(document);
  expect([press(once), press(once), press(other), press(other)]).toEqual([true, false, true, true]);
  window.dispatchEvent(new Event("pageshow"));
  expect(press(once)).toBe(true);
});
