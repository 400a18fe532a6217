// @vitest-environment happy-dom
import { expect, test } from "vitest";
import type { Phone, Seen } from "./phone";
import { showPlan, startPlan } from "./plan";
import type { Say } from "./words";

const say: Say = (word) => word;
const seen: Seen = { items: [], isSignedOut: false, isLeaving: false, plan: undefined, openCopy: undefined } as unknown as Seen;

test("a page that is drawn again while the phone keeps the plan readable does not undo the tap", async () => {
  document.body.innerHTML = '<div id="plan-editor"></div><input type="checkbox" id="keep-plan-open"><span id="keep-plan-state"></span>';
  const choice = document.querySelector<HTMLInputElement>("#keep-plan-open")!;
  let keep = (): void => undefined;
  const phone = { keepPlanOpen: () => new Promise<void>((resolve) => (keep = resolve)) } as unknown as Phone;
  startPlan(document, phone, say);
  choice.click();
  showPlan(document, seen, say);
  expect(choice.checked).toBe(true);
  keep();
  await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve));
  showPlan(document, seen, say); // the phone's own word counts again
  expect(choice.checked).toBe(false);
});
