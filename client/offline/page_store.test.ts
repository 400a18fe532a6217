import { expect, test } from "vitest";
import { readNote, writtenNote } from "./kept";
import { PageStore } from "./page_store";
import { isSharedPhone } from "./shared_choice";
import { NobodysPhone } from "./store";

async function mine(): Promise<PageStore> {
  const store = new PageStore();
  await store.belongTo("ana");
  return store;
}

test("a page keeps an entry once, in its place, until it is taken away", async () => {
  const store = await mine();
  await store.addEntry("a", { n: 1 });
  await store.addEntry("b", { n: 2 });
  await expect(store.addEntry("a", { n: 3 })).rejects.toThrow();
  const [first] = await store.entries<{ n: number }>();
  expect(await store.replaceEntry(first!.place, "a", { n: 9 })).toBe(true);
  expect((await store.entries<{ n: number }>()).map(({ value }) => value.n)).toEqual([9, 2]);
  await store.removeEntry(first!.place);
  expect(await store.replaceEntry(first!.place, "a", { n: 9 })).toBe(false);
  expect(await store.entries()).toHaveLength(1);
});

test("what was kept can't be changed from outside", async () => {
  const store = await mine();
  const thing = { words: ["one"] };
  await store.keep("draft", thing);
  thing.words.push("two");
  expect(await store.recall("draft")).toEqual({ words: ["one"] });
  expect(store.inPageOnly()).toEqual(["draft"]);
  await store.forget("draft");
  expect(await store.recall("draft")).toBeUndefined();
});

test("nobody's page takes nothing", async () => {
  const store = new PageStore();
  await store.keep("today", { note: "whose?" });
  expect(await store.recall("today")).toBeUndefined();
  await expect(store.addEntry("a", {})).rejects.toThrow(NobodysPhone);
});

test("another account finds nothing of the first, and neither does who comes after signing out", async () => {
  const store = await mine();
  await store.addEntry("a", {});
  expect(await store.belongTo("zoe")).toEqual({ cleared: true });
  expect(await store.entries()).toEqual([]);
  await store.keep("today", {});
  await store.leave();
  expect([await store.recall("today"), await store.owner(), await store.leaving()]).toEqual([undefined, undefined, "zoe"]);
  await store.hasLeft();
  expect(await store.leaving()).toBeUndefined();
});

test("a note is read as it was written, and a copy counts only where the note is gone", () => {
  const said = { waits: 3, at: 1_790_000_000_000, isLost: false };
  expect(readNote(`a=b; daybridge-kept=${writtenNote(said)}; c=d`)).toEqual(said);
  expect(readNote(`daybridge-kept=${writtenNote({ ...said, isLost: true })}`)).toEqual({ ...said, isLost: true });
  expect(readNote("daybridge-kept-copy=1.5; daybridge-kept=2.6")?.waits).toBe(2);
  expect(readNote("daybridge-kept-copy=1.5")?.waits).toBe(1);
  expect(readNote("daybridge-kept=three; other=1")).toBeUndefined();
});

test("a phone is shared when its cookie says so in full", () => {
  expect(["daybridge-shared=yes", "a=b; daybridge-shared=yes; c=d", "daybridge-shared=yesterday", "xdaybridge-shared=yes"].map(isSharedPhone)).toEqual([true, true, false, false]);
});
