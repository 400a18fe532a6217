// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { insertOnTap } from "./inserting";

function page(typed: string): HTMLTextAreaElement {
  document.body.innerHTML = `<textarea id="words"></textarea><div data-inserts-into="words"><button type="button" data-insert="I will call.">Call</button></div>`;
  const field = document.querySelector("textarea") as HTMLTextAreaElement;
  field.value = typed;
  field.setSelectionRange(typed.length, typed.length);
  insertOnTap(document);
  document.querySelector("button")?.click();
  return field;
}

test("a quick reply comes after what was typed, and what was typed stays", () => {
  expect(page("Hi Ana.").value).toBe("Hi Ana. I will call.");
  expect(page("").value).toBe("I will call.");
});
