import { expect, test } from "vitest";
import type { Item, MessageWritten, Standing } from "../offline/entries";
import { letterOf } from "../offline/entries";
import { atWork, entriesOf, messagesOf, newest, readThread, withWords, type OwnThread, type SavedMessage } from "./thread";

const WAITING: Standing = { is: "waiting", tries: 0, notBefore: 0 };

function theThread(said: Partial<OwnThread> = {}): OwnThread {
  return { is_open: true, is_at_work: true, changes_at: null, people: [], messages: [], has_older: false, read_up_to: 0, unread: 0, ...said };
}

function saved(said: Partial<SavedMessage> = {}): SavedMessage {
  return { id: "s", number: 1, by: "", words: "Hello", made_at: "2026-11-23T15:00:00Z", saved_at: "2026-11-23T15:00:01Z", is_urgent: false, earlier: [], readers: [], ...said };
}

function written(said: Partial<MessageWritten> = {}): MessageWritten {
  return { kind: "message", id: "w", made_at: "2026-11-23T16:00:00Z", about: null, words: "On the train", is_urgent: false, isCritical: false, ...said };
}

function item(entry: MessageWritten, standing: Standing = WAITING): Item {
  return { entry, standing };
}

test("what waits on the phone stands after what the server has, with how far it has come", () => {
  const shown = messagesOf(theThread({ messages: [saved()] }), [item(written())]);
  expect(shown.map(({ id, way }) => [id, way])).toEqual([["s", undefined], ["w", "waiting"]]);
});

test("a message that the server tells of already is shown once, and a refused one not at all", () => {
  const thread = theThread({ messages: [saved({ id: "w" })] });
  expect(messagesOf(thread, [item(written())])).toHaveLength(1);
  expect(messagesOf(theThread(), [item(written(), { is: "refused", status: 409, reason: "" })])).toEqual([]);
});

test("what is put in other words on the phone keeps what it said before", () => {
  const thread = theThread({ messages: [saved()] });
  const [shown] = messagesOf(thread, [item(written({ about: "s", words: "Hello again" }))]);
  expect(shown).toMatchObject({ id: "s", words: "Hello again", way: "waiting", earlier: [{ words: "Hello" }] });
  const fetched = theThread({ messages: [saved({ words: "Hello again", number: 2 })] });
  expect(messagesOf(fetched, [item(written({ about: "s", words: "Hello again" }), { is: "saved", savedAt: "" })])[0]?.way).toBeUndefined();
});

test("a word is looked for in what is said now and what was said before", () => {
  const shown = messagesOf(theThread({ messages: [saved({ id: "a", words: "See you Friday" }), saved({ id: "b", words: "Yes", earlier: [{ words: "FRIDAY is fine", at: "" }] }), saved({ id: "c" })] }), []);
  expect(withWords(shown, " friday ").map(({ id }) => id)).toEqual(["a", "b"]);
  expect(withWords(shown, "  ")).toHaveLength(3);
});

test("only what the team wrote and one has not read counts as new", () => {
  const thread = theThread({ read_up_to: 2, messages: [saved({ number: 2, by: "Ben" }), saved({ number: 3, by: "Ben" }), saved({ number: 4 })] });
  expect(newest(thread)).toBe(3);
  expect(newest({ ...thread, read_up_to: 3 })).toBe(0);
});

test("a phone that was without a signal past the hour says nothing of whether the team is at work", () => {
  const thread = theThread({ is_at_work: false, changes_at: "2026-11-23T14:00:00Z" });
  expect(atWork(thread, new Date("2026-11-23T13:59:00Z"))).toBe(false);
  expect(atWork(thread, new Date("2026-11-23T14:00:00Z"))).toBeUndefined();
  expect(atWork(theThread(), new Date())).toBe(true);
});

test("urgent words wait for no file that came with them", () => {
  const ids = ["a", "b"];
  const file = { kind: "picture" as const, name: "", content: "AAAA" };
  const said = { about: null, words: "Please call me", is_urgent: true, made_at: "2026-11-23T16:00:00Z", file };
  const sent = entriesOf(said, () => ids.shift() ?? "");
  expect(sent.map(({ id, words, is_urgent, isCritical, file }) => [id, words, is_urgent, isCritical, file?.content])).toEqual([
    ["a", "Please call me", true, true, undefined],
    ["b", "", false, false, "AAAA"],
  ]);
  for (const alone of [{ ...said, is_urgent: false }, { ...said, words: "" }, { ...said, file: null }]) expect(entriesOf(alone, () => "c")).toHaveLength(1);
});

test("what only the phone needs to know is not sent", () => {
  const letter = letterOf(written({ is_urgent: true, isCritical: true }));
  expect(letter.path).toBe("/api/companion/messages");
  expect(Object.keys(letter.body ?? {}).sort()).toEqual(["about", "id", "is_urgent", "made_at", "words"]);
});

test("an answer that is not ours is none", () => {
  for (const said of [undefined, null, "Sign in", {}, { is_open: true, read_up_to: 0, people: [], messages: "x" }]) expect(readThread(said)).toBeUndefined();
  expect(readThread(theThread())).toEqual(theThread());
});
