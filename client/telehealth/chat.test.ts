// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import { ChatBox, type Chat } from "./chat";
import type { Message } from "./link";

const sent: Message[] = [];
const told: string[] = [];
let isConnected = true;
let chat: ChatBox;

const field = (): HTMLTextAreaElement => document.querySelector("#chat-words")!;
const write = (words: string): void => {
  field().value = words;
  document.querySelector("form")!.dispatchEvent(new Event("submit", { cancelable: true }));
};
const from = (who: string, words: string): Chat => ({ type: "chat", from: who, called: who, words, private: false });

beforeEach(() => {
  sent.length = told.length = 0;
  isConnected = true;
  document.body.innerHTML = `<details id="chat"><summary><span id="chat-unread"></span></summary><ol id="chat-list"></ol>
    <form id="chat-form"><select id="chat-to"><option value="">Everybody</option><option value="team">Facilitator</option></select><textarea id="chat-words"></textarea></form></details>`;
  chat = new ChatBox(document, {
    say: (word, filled) => [word, ...Object.values(filled ?? {})].join(" "),
    send: (message) => void sent.push(message),
    own: () => "me",
    isConnected: () => isConnected,
    tell: (words) => void told.push(words),
  });
});

it("sends words once and leaves the field empty; nothing but spaces is not sent", () => {
  write("   ");
  write("hello");
  expect(sent).toEqual([{ type: "chat", words: "hello", to: "" }]);
  expect(field().value).toBe("");
});

it("gives words back that were on their way when the connection was lost, before what was written since", () => {
  write("first");
  chat.take(from("me", "first"));
  write("second");
  write("third");
  field().value = "fourth";
  chat.lost();
  expect(field().value).toBe("second third fourth");
  expect(told).toEqual(["chat-unsure"]);
  chat.lost();
  expect(told).toHaveLength(1);
});

it("never gives private words back to be sent to others", () => {
  const to = document.querySelector<HTMLSelectElement>("#chat-to")!;
  to.value = "team";
  write("between us");
  to.value = "";
  chat.lost();
  expect([field().value, to.value]).toEqual(["between us", "team"]);
  write("between us");
  to.value = "";
  field().value = "hello all";
  chat.lost();
  expect([field().value, to.value]).toEqual(["hello all", ""]);
  write("hello all");
  expect(sent.at(-1)).toEqual({ type: "chat", words: "hello all", to: "" });
  expect([field().value, to.value]).toEqual(["between us", "team"]);
});

it("gives words to all pairs back for everybody once the pairs are over", () => {
  const to = document.querySelector<HTMLSelectElement>("#chat-to")!;
  to.insertAdjacentHTML("beforeend", '<option value="all">All pairs</option>');
  to.value = "all";
  write("two more minutes");
  to.querySelector("[value=all]")!.remove();
  chat.lost();
  expect([field().value, to.value]).toEqual(["two more minutes", ""]);
});

it("keeps words that are sent while there is no connection", () => {
  isConnected = false;
  write("are you there?");
  expect(field().value).toBe("are you there?");
  expect(told).toEqual(["chat-unsure"]);
});

it("gives words back that the room did not take, says why, and holds them no longer for lost", () => {
  write("psst");
  chat.unsent("psst", "They are not here.");
  expect([field().value, told]).toEqual(["psst", ["They are not here."]]);
  chat.lost();
  expect(field().value).toBe("psst");
});

it("counts what others say while it is closed, and forgets the count when it is opened", () => {
  chat.take(from("Wren", "hi"));
  chat.take(from("me", "hi"));
  chat.take(from("Wren", "all well?"));
  expect(document.querySelector("#chat-unread")!.textContent).toBe("unread 2");
  document.querySelector("details")!.dispatchEvent(new Event("toggle"));
  expect(document.querySelector("#chat-unread")!.textContent).toBe("");
});
