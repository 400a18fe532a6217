import { beforeAll, expect, test } from "vitest";
import { lookOf } from "./looks";

beforeAll(() => void Object.assign(globalThis, { ICONS: { home: "/h.png", "home-notes": "/n.png", "home-journal": "/j.png" } }));

test("a notice shows the look that was chosen, in its own language", () => {
  expect(lookOf("notes", "es")).toEqual({ title: "Notas", icon: "/n.png" });
  expect(lookOf("journal", "fr")).toEqual({ title: "Journal", icon: "/j.png" });
});

test.each(["", "daybridge", "unknown"])("without a known choice (%s) it shows the house's own", (name) => {
  expect(lookOf(name, "en")).toEqual({ title: "Daybridge", icon: "/h.png" });
});
