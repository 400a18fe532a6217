import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import released from "../../tests/api/released/2026-11.json";
import { letterOf, type Entry } from "./entries";
import { Outbox, type Lane } from "./outbox";
import { Store } from "./store";
import { uuid7 } from "./uuid7";

const entries = released.map(({ entry }) => entry as unknown as Entry);

test.each(released)("$path is sent in the words of an app of $since", ({ entry, path, body }) => {
  expect(letterOf(entry as unknown as Entry)).toEqual({ method: "POST", path, body });
});

test("what an old app left waiting is sent, each entry once", async () => {
  const store = await Store.open(`released-${uuid7()}`);
  await store.belongTo("ana");
  for (const entry of entries) await store.addEntry(entry.id, { entry, standing: { is: "sending", tries: 1 } }); // its page died
  const sent: string[] = [];
  const fetch = async (address: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    if (String(address) === "/companion/whose/") return Response.json({ mark: "ana", csrf: "token" }); // as an old server said it
    const { id } = JSON.parse(String(init.body)) as { id: string };
    sent.push(id);
    return Response.json({ id, saved_at: "2026-11-23T20:00:01Z" }, { status: 201 });
  };
  const alone = async <T>(_lane: Lane, work: () => Promise<T>): Promise<T> => work();
  const outbox = new Outbox(store, { fetch, now: Date.now, random: () => 0.5, alone, tell: () => undefined, forgetDevice: async () => undefined });
  expect(await outbox.flush({ atOnce: true })).toEqual({ is: "done" });
  expect(sent.sort()).toEqual(entries.map(({ id }) => id).sort());
  store.close();
});
