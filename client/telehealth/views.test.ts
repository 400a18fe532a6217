// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Places, Speakers, STILL_MS, Views } from "./views";

function loud(levels: Record<string, number>): Map<string, number> {
  return new Map(Object.entries(levels));
}

test("who is loudest speaks, noise speaks not, and nobody's word: whoever spoke last", () => {
  const speakers = new Speakers();
  expect(speakers.hear(loud({ ana: 0.01, bo: 0.005 }), 0)).toBeUndefined();
  expect(speakers.hear(loud({ ana: 0.3, bo: 0.01 }), 400)).toBe("ana");
  expect(speakers.isHeard("ana")).toBe(true);
  for (let now = 800; now < 10_000; now += 400) expect(speakers.hear(loud({ ana: 0, bo: 0 }), now)).toBe("ana");
  expect(speakers.isHeard("ana")).toBe(false);
});

test("who is seen large changes no more often than every two seconds, and not for a cough", () => {
  const speakers = new Speakers();
  const changes: number[] = [];
  let last: string | undefined;
  for (let now = 0; now < 20_000; now += 400) {
    const turn = Math.floor(now / 800) % 2 === 0; // both talk across each other
    const speaking = speakers.hear(loud({ ana: turn ? 0.6 : 0, bo: turn ? 0 : 0.6 }), now);
    if (speaking !== last) changes.push(now);
    last = speaking;
  }
  expect(changes.length).toBeGreaterThan(2);
  for (let place = 1; place < changes.length; place++) expect(changes[place]! - changes[place - 1]!).toBeGreaterThanOrEqual(STILL_MS);
  const quiet = new Speakers();
  quiet.hear(loud({ ana: 0.4, bo: 0 }), 0);
  expect(quiet.hear(loud({ ana: 0.4, bo: 0.5 }), 5_000)).toBe("ana");
});

test("whoever has left speaks no more", () => {
  const speakers = new Speakers();
  speakers.hear(loud({ ana: 0.5, bo: 0 }), 0);
  expect(speakers.hear(loud({ bo: 0 }), 400)).toBeUndefined();
});

test("rows keep their places for two seconds, whoever is new comes last, whoever left is gone at once", () => {
  const places = new Places();
  const key = (one: string): string => one;
  expect(places.settle(["ben", "ana", "bo"], key, 0)).toEqual({ rows: ["ben", "ana", "bo"], again: 0 });
  expect(places.settle(["ben", "bo", "ana"], key, 5_000)).toEqual({ rows: ["ben", "bo", "ana"], again: 0 });
  expect(places.settle(["ben", "ana", "bo"], key, 5_500)).toEqual({ rows: ["ben", "bo", "ana"], again: 1_500 });
  expect(places.settle(["ben", "aki", "ana", "bo"], key, 6_000)).toEqual({ rows: ["ben", "bo", "ana", "aki"], again: 1_000 });
  expect(places.settle(["aki", "ana", "bo"], key, 6_100)).toEqual({ rows: ["bo", "ana", "aki"], again: 900 });
  expect(places.settle(["aki", "ana", "bo"], key, 7_000)).toEqual({ rows: ["aki", "ana", "bo"], again: 0 });
});

// --- Which pictures are asked for --------------------------------------------------------------------------------------------

/** What the browser's own watch over what is looked at would call: there is no layout to look at here. */
let seen: (entries: IntersectionObserverEntry[]) => void;
let asked: string[][];

function tell(looked: Record<string, boolean>): void {
  seen(Object.entries(looked).map(([key, isIntersecting]) => ({ target: document.querySelector(`[data-key=${key}]`), isIntersecting }) as unknown as IntersectionObserverEntry));
}

function room(...keys: string[]): Views {
  document.body.innerHTML = `<div id="tiles">${["own", ...keys].map((key) => `<div data-key="${key}"></div>`).join("")}</div>`;
  const tiles = document.querySelector<HTMLElement>("#tiles") as HTMLElement;
  const views = new Views(document, tiles, { say: (word) => word, levels: async () => new Map<string, number>(), watch: (ids) => asked.push(ids) });
  views.draw("own", "");
  return views;
}

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  vi.stubGlobal("IntersectionObserver", class {
    constructor(heard: typeof seen) {
      seen = heard;
    }
    observe(): void {}
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function aMoment(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1_000);
}

test("pictures that nobody looks at are not sent on a new connection, though they were out of sight before it had asked for any", async () => {
  const views = room("ben");
  tell({ own: true, ben: true });
  await aMoment();
  expect(asked).toEqual([["ben"]]);
  views.anew();
  tell({ ben: false });
  await aMoment();
  expect(asked).toEqual([["ben"], []]);
  views.anew();
  tell({ ben: true });
  tell({ ben: false });
  await aMoment();
  expect(asked).toEqual([["ben"], [], []]);
});

test("whoever comes first is not held back before the browser has told that they are looked at", async () => {
  const views = room();
  tell({ own: true });
  views.anew();
  await aMoment();
  expect(asked).toEqual([]); // alone
  document.querySelector("#tiles")?.insertAdjacentHTML("beforeend", `<div data-key="ben"></div>`);
  views.draw("own", "");
  await aMoment();
  expect(asked).toEqual([]);
  tell({ ben: true });
  await aMoment();
  expect(asked).toEqual([["ben"]]);
});

test("whoever went and comes back is not held back for having been gone", async () => {
  const views = room("ben");
  tell({ own: true, ben: true });
  await aMoment();
  const [tiles, gone] = [document.querySelector("#tiles"), document.querySelector("[data-key=ben]")];
  gone?.remove();
  seen([{ target: gone, isIntersecting: false } as unknown as IntersectionObserverEntry]);
  views.anew();
  tiles?.insertAdjacentHTML("beforeend", `<div data-key="ben"></div>`);
  views.draw("own", "");
  await aMoment();
  expect(asked).toEqual([["ben"]]);
  tell({ ben: true });
  await aMoment();
  expect(asked).toEqual([["ben"], ["ben"]]);
});

test("without pictures none is asked for, whoever is looked at", async () => {
  const views = room("ben");
  views.withoutPictures(true);
  tell({ own: true, ben: true });
  views.anew();
  await aMoment();
  expect(asked).toEqual([[]]);
  views.withoutPictures(false);
  await aMoment();
  expect(asked).toEqual([[], ["ben"]]);
});
