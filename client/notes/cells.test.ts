import { describe, expect, it } from "vitest";
import { Keep, answerOf, both, forgetUnsent, knownCells } from "./cells";

class Store {
  private readonly held = new Map<string, string>();
  get length(): number {
    return this.held.size;
  }
  key(number: number): string | null {
    return [...this.held.keys()][number] ?? null;
  }
  getItem(key: string): string | null {
    return this.held.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.held.set(key, value);
  }
  removeItem(key: string): void {
    this.held.delete(key);
  }
}

describe("what the server answers", () => {
  it("is saved only with a revision", () => {
    expect(answerOf(200, { revision: 3 })).toEqual({ kind: "saved", revision: 3 });
    expect(answerOf(200, "<html>")).toEqual({ kind: "unreachable" });
  });
  it("shows a colleague's words, or why not", () => {
    const theirs = { said: "Hers", revision: 2, by: "Cora" };
    expect(answerOf(409, { changed: theirs, why: "" })).toEqual({ kind: "changed", theirs });
    expect(answerOf(409, { changed: null, why: "Signed already" })).toEqual({ kind: "refused", why: "Signed already" });
    expect(answerOf(422, { why: "Too long" })).toEqual({ kind: "refused", why: "Too long" });
  });
  it("is out of reach when signed out, redirected or broken: nothing is thrown away", () => {
    for (const status of [0, 302, 401, 403, 500, 502]) expect(answerOf(status, null).kind).toBe("unreachable");
  });
});

describe("the browser's keep", () => {
  it("is empty of everything typed once somebody signs out, and of nothing else", () => {
    const store = new Store();
    store.setItem("theme", "dark");
    const keep = new Keep(store, "", "n1");
    for (const code of ["feelings", "bring"]) keep.put({ who: "", code, said: "Grey", revision: 0 });
    forgetUnsent(store);
    expect(keep.all()).toEqual([]);
    expect(store.getItem("theme")).toBe("dark");
  });
  it("holds each cell until it is dropped, and hides it from others and other notes", () => {
    const store = new Store();
    const mine = new Keep(store, "ben", "n1");
    mine.put({ who: "ana", code: "response", said: "She", revision: 0 });
    mine.put({ who: "ana", code: "response", said: "She spoke", revision: 0 });
    mine.put({ who: "", code: "topic", said: "Sleep", revision: 4 });
    expect(mine.all()).toEqual([
      { who: "ana", code: "response", said: "She spoke", revision: 0 },
      { who: "", code: "topic", said: "Sleep", revision: 4 },
    ]);
    expect(new Keep(store, "cora", "n1").all()).toEqual([]);
    expect(new Keep(store, "ben", "n2").all()).toEqual([]);
    mine.drop({ who: "ana", code: "response" });
    expect(mine.all().map((one) => one.code)).toEqual(["topic"]);
  });
  it("passes over what is cut off", () => {
    const store = new Store();
    store.setItem("daybridge-note ben n1 ana/response", "{");
    expect(new Keep(store, "ben", "n1").all()).toEqual([]);
  });
});

describe("both texts", () => {
  it("are joined once", () => {
    expect(both("Hers", "Mine")).toBe("Hers\nMine");
    expect(both("Hers and mine", "mine")).toBe("Hers and mine");
    expect(both("Hers", "Hers and mine")).toBe("Hers and mine");
  });
});

describe("the cells that a server tells", () => {
  it("are read, and what is none is passed over", () => {
    const one = { who: "", code: "topic", said: "Sleep", revision: 1, by: "Ben" };
    expect(knownCells({ cells: [one, { who: 3 }, null] })).toEqual([one]);
    expect(knownCells(null)).toEqual([]);
  });
});
