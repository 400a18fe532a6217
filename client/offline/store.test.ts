import "fake-indexeddb/auto";
import { openDB } from "idb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { NobodysPhone, Store } from "./store";
import { uuid7 } from "./uuid7";

let name: string;
let store: Store;

beforeEach(async () => {
  name = `store-${uuid7()}`;
  store = await Store.open(name);
  await store.belongTo("ana");
});

afterEach(() => store.close());

/** Every row as it lies on the disk. */
async function onDisk(): Promise<{ text: string; key: unknown }> {
  const database = await openDB(name, 1);
  const rows = [...(await database.getAll("things")), ...(await database.getAll("entries"))];
  const sealed = rows.map((row: { bytes?: ArrayBuffer; sealed?: { bytes: ArrayBuffer } }) => row.bytes ?? row.sealed!.bytes);
  const key = await database.get("keys", "key");
  database.close();
  return { text: sealed.map((bytes) => new TextDecoder().decode(bytes)).join(), key };
}

test("what is kept is recalled after the phone was closed", async () => {
  await store.keep("today", { note: "a hard morning" });
  store.close();
  store = await Store.open(name);
  expect(await store.recall("today")).toEqual({ note: "a hard morning" });
});

test("nothing a person wrote lies readable on the disk", async () => {
  await store.keep("today", { note: "a hard morning" });
  await store.addEntry("one", { note: "a harder evening" });
  expect((await onDisk()).text).not.toMatch(/hard|note/);
});

test("the key can't be read out of the browser", async () => {
  await store.keep("today", {});
  const { key } = await onDisk();
  await expect(crypto.subtle.exportKey("raw", key as CryptoKey)).rejects.toThrow();
});

test("entries come back in the order they were made", async () => {
  for (const id of ["c", "a", "b"]) await store.addEntry(id, { id });
  expect((await store.entries<{ id: string }>()).map(({ value }) => value.id)).toEqual(["c", "a", "b"]);
});

test("an entry with an id that is already there is refused", async () => {
  await store.addEntry("one", { first: true });
  await expect(store.addEntry("one", { first: false })).rejects.toThrow();
});

test("a removed entry is not brought back by a late write", async () => {
  await store.addEntry("one", { tries: 0 });
  const place = (await store.entries())[0]!.place;
  await store.removeEntry(place);
  await store.replaceEntry(place, "one", { tries: 1 });
  expect(await store.entries()).toEqual([]);
});

test("the same account keeps its store", async () => {
  await store.keep("today", "picture");
  expect(await store.belongTo("ana")).toEqual({ cleared: false });
  expect(await store.recall("today")).toBe("picture");
});

test("another account that signs in finds nothing", async () => {
  await store.keep("today", "picture");
  await store.addEntry("one", {});
  expect(await store.belongTo("zoe")).toEqual({ cleared: true });
  expect(await store.recall("today")).toBeUndefined();
  expect(await store.entries()).toEqual([]);
});

test("signing out destroys the key with the data", async () => {
  await store.keep("today", "picture");
  await store.leave();
  expect((await onDisk()).key).toBeUndefined();
  expect(await store.recall("today")).toBeUndefined();
});

test("a page that is still open after signing out can't put anything back", async () => {
  await store.leave();
  await store.keep("today", "picture");
  await expect(store.addEntry("one", {})).rejects.toThrow(NobodysPhone);
  expect(await onDisk()).toEqual({ text: "", key: undefined });
});

test("what was being kept while somebody signs out leaves neither data nor a key", async () => {
  await Promise.all([store.keep("plan", "words"), store.keep("today", "picture"), store.leave()]);
  expect(await onDisk()).toEqual({ text: "", key: undefined });
});

test("signing out twice still remembers whose session is to be ended", async () => {
  await store.leave();
  await store.leave();
  expect(await store.leaving()).toBe("ana");
});

test("two accounts at once leave one owner and nothing of the other", async () => {
  await store.keep("today", "picture");
  await Promise.all([store.belongTo("zoe"), store.belongTo("zoe"), store.keep("today", "late")]);
  expect(await store.owner()).toBe("zoe");
});

test("ids are version 7 and sort by when they were made", () => {
  const ids = [1_700_000_000_000, 1_700_000_000_001, 1_800_000_000_000].map(uuid7);
  expect([...ids].sort()).toEqual(ids);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("a full phone tells a page what it has fetched, and refuses an entry that it can't keep", async () => {
  const { add, put } = IDBObjectStore.prototype;
  const refuse = (): never => {
    throw new DOMException("No room", "QuotaExceededError");
  };
  await store.keep("today", { n: 1 });
  Object.assign(IDBObjectStore.prototype, { add: refuse, put: refuse });
  try {
    await store.keep("today", { n: 2 });
    expect(await store.recall("today")).toEqual({ n: 2 });
    expect(store.inPageOnly()).toEqual(["today"]);
    await expect(store.addEntry("one", {})).rejects.toThrow("No room");
  } finally {
    Object.assign(IDBObjectStore.prototype, { add, put });
  }
  await store.keep("today", { n: 3 });
  expect(await store.recall("today")).toEqual({ n: 3 });
  expect(store.inPageOnly()).toEqual([]);
  expect(await store.entries()).toEqual([]);
});
