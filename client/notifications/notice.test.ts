import { expect, test } from "vitest";
import { noticeOf } from "./notice";
import { nameOfBrowser } from "./device";

test("a notice says what it was told", () => {
  const told = { words: "Tiene una nota nueva.", language: "es", id: "1", link: "/companion/", receipt: "key", deeds: [{ what: "snooze-60", words: "En 1 hora" }] };
  expect(noticeOf(JSON.stringify(told))).toEqual(told);
});

test.each(["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", 7, undefined])(
  "a notice leads nowhere but to our own pages: %s",
  (link) => expect(noticeOf(JSON.stringify({ link })).link).toBe("/"),
);

test.each([undefined, "x", [7], [{ what: "done" }], [{ what: "../x", words: "y" }]])("deeds that can't be read are left out: %s", (deeds) => {
  expect(noticeOf(JSON.stringify({ deeds })).deeds).toEqual([]);
});

test.each([undefined, "", "{", "null", "7"])("what can't be read still shows that something waits: %s", (text) => {
  expect(noticeOf(text)).toMatchObject({ words: "Something waits for you.", link: "/", receipt: "" });
});

test.each([
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1", "Safari, iPhone"],
  ["Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36", "Chrome, Android"],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge, Windows"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox, Linux"],
  ["something else", ""],
])("a device is called what its owner knows it by: %s", (agent, name) => expect(nameOfBrowser(agent)).toBe(name));
