// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import { Draft } from "./peers";

const PAGE = `<form><input type="hidden" name="post_id" value="new-id"><div class="field"><textarea data-draft="peer-post"></textarea>
  <p data-draft-words hidden></p></div></form><div id="feed"></div>`;

class Kept {
  readonly all = new Map<string, string>();
  getItem = (key: string): string | null => this.all.get(key) ?? null;
  setItem = (key: string, said: string): void => void this.all.set(key, said);
  removeItem = (key: string): void => void this.all.delete(key);
}

let kept: Kept;

function open(): HTMLTextAreaElement {
  document.body.innerHTML = PAGE;
  const field = document.querySelector("textarea");
  if (!field) throw new Error("no field");
  new Draft(document, field, kept).begin();
  return field;
}

function type(field: HTMLTextAreaElement, words: string): void {
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const idOnPage = (): string | undefined => document.querySelector<HTMLInputElement>("input[name=post_id]")?.value;

beforeEach(() => (kept = new Kept()));

it("keeps what is typed, and gives it back under the id that it had", () => {
  type(open(), "On the train");
  document.body.innerHTML = "";
  document.body.innerHTML = PAGE.replace("new-id", "another-id");
  const field = document.querySelector("textarea");
  if (!field) throw new Error("no field");
  new Draft(document, field, kept).begin();
  expect([field.value, idOnPage()]).toEqual(["On the train", "new-id"]);
  expect(document.querySelector<HTMLElement>("[data-draft-words]")?.hidden).toBe(false);
});

it("forgets a draft once it stands on the page, and one that was emptied", () => {
  type(open(), "On the\ntrain");
  document.body.innerHTML = `${PAGE}<article id="post-new-id"><p class="in-words">On the<br>train</p></article>`;
  const field = document.querySelector("textarea");
  if (!field) throw new Error("no field");
  new Draft(document, field, kept).begin();
  expect([field.value, kept.all.size]).toEqual(["", 0]);
  type(open(), "x");
  type(open(), " ");
  expect(kept.all.size).toBe(0);
});

it("keeps what was typed after the same post had gone out, under an id of its own", () => {
  type(open(), "On the train, and late");
  document.body.innerHTML = `${PAGE.replace('value="new-id"', 'value="fresh-id"')}<article id="post-new-id"><p class="in-words">On the train</p></article>`;
  const field = document.querySelector("textarea");
  if (!field) throw new Error("no field");
  new Draft(document, field, kept).begin();
  expect([field.value, idOnPage(), kept.all.size]).toEqual(["On the train, and late", "fresh-id", 1]);
});

it("goes by the id of what the server brought back", () => {
  type(open(), "On the train, and late");
  document.body.innerHTML = PAGE.replace('value="new-id"', 'value="fresh-id"').replace("></textarea>", ">On the train, and late</textarea>");
  const field = document.querySelector("textarea");
  if (!field) throw new Error("no field");
  new Draft(document, field, kept).begin();
  expect(idOnPage()).toBe("fresh-id");
});

it("leaves what the server brought back, and survives a store that keeps something else", () => {
  type(open(), "Mine");
  document.body.innerHTML = PAGE.replace("></textarea>", ">Refused words</textarea>");
  const field = document.querySelector("textarea");
  if (!field) throw new Error("no field");
  new Draft(document, field, kept).begin();
  expect(field.value).toBe("Refused words");
  for (const key of kept.all.keys()) kept.all.set(key, "{cut o");
  expect(open().value).toBe("");
});
