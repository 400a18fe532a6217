import { expect, test } from "vitest";
import { pokesOf } from "./live";

test("a poke is itself", () => {
  expect(pokesOf("alerts")).toEqual(["alerts"]);
  expect(pokesOf("referrals")).toEqual(["referrals"]);
});

test("refresh stands for everything that may have been missed", () => {
  expect(pokesOf("refresh")).toEqual(["alerts", "referrals", "plan", "medicines", "week", "alarms", "notices", "schedule", "proposal", "session", "note", "screens", "messages", "peers"]);
});

test("a name nobody shows is ignored", () => {
  expect(pokesOf("answer")).toEqual([]);
});
