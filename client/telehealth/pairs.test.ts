// @vitest-environment happy-dom
import { expect, it, vi } from "vitest";
import type { Message } from "./link";
import { asPut, Pairs } from "./pairs";
import type { Person, RoomShown } from "./room";

it("puts people together by the number beside them, and leaves whoever has none where they are", () => {
  const numbers = new Map([["ana", 2], ["bo", 1], ["cy", 0], ["dee", 2], ["eli", 1]]);
  expect(asPut(numbers)).toEqual([["bo", "eli"], ["ana", "dee"]]);
  expect(asPut(new Map([["ana", 0]]))).toEqual([]);
});

/** What happy-dom lacks. */
function AnOption(words: string, value: string): HTMLOptionElement {
  return Object.assign(document.createElement("option"), { textContent: words, value });
}

const aPerson = (id: string, more: Partial<Person> = {}): Person => ({ id, called: id, leads: false, hand: false, muted: false, camera_off: false, key: null, ...more });

it("offers guests to be put together by hand, and no staff, whether they lead or have handed over", () => {
  vi.stubGlobal("Option", AnOption);
  document.body.innerHTML = '<ul id="by-hand"></ul><button id="do-split"></button><button id="do-split-by-hand"></button><input id="pair-minutes" value="5">';
  const sent: Message[] = [];
  const pairs = new Pairs(document, (word) => word, (message) => sent.push(message));
  const ben = aPerson("ben", { staff: true, leads: true });
  const shown = (...guests: string[]): RoomShown => ({ type: "room", you: { ...ben, is_in: true }, locked: false, people: [ben, aPerson("cora", { staff: true }), ...guests.map((id) => aPerson(id, { staff: false }))] });
  const splits = (): boolean => !document.querySelector<HTMLButtonElement>("#do-split")!.disabled;
  pairs.draw(shown("ana"));
  expect(splits()).toBe(false); // nobody sits alone
  pairs.draw(shown("ana", "bo"));
  expect(Array.from(document.querySelectorAll("#by-hand label"), (one) => one.textContent)).toEqual(["ana", "bo"]);
  expect(splits()).toBe(true);
  for (const choice of document.querySelectorAll("select")) choice.value = "1";
  document.querySelector<HTMLButtonElement>("#do-split-by-hand")!.click();
  expect(sent).toEqual([{ type: "split", by_hand: [["ana", "bo"]], minutes: 5 }]);
});

it("lets a pair's call go once nobody calls any more, also when everybody was called back", () => {
  document.body.innerHTML = '<p id="pair-calls" hidden></p><ul id="pairs"></ul>';
  const pairs = new Pairs(document, (word) => word, () => undefined);
  const ben = aPerson("ben", { staff: true, leads: true });
  const shown = (calls: boolean, count: number): RoomShown => ({ type: "room", you: { ...ben, is_in: true }, locked: false, people: [ben], pairs: Array.from({ length: count }, (_, at) => ({ number: at + 1, calls: calls && at === 0, people: [], alone: false })) });
  const alert = document.querySelector<HTMLElement>("#pair-calls")!;
  pairs.heard({ type: "called", pair: 1, called: "Wren" });
  pairs.draw(shown(true, 2));
  expect(alert.hidden).toBe(false);
  pairs.draw(shown(false, 0));
  expect(alert.hidden).toBe(true);
});
