import { expect, test } from "vitest";
import { attach, MOST_BYTES, NotAttached, record, sizeWithin } from "./attaching";

test("a picture keeps its shape and is never made larger", () => {
  expect(sizeWithin(4000, 3000, 1600)).toEqual({ width: 1600, height: 1200 });
  expect(sizeWithin(300, 900, 1600)).toEqual({ width: 300, height: 900 });
  expect(sizeWithin(9000, 2, 600)).toEqual({ width: 600, height: 1 });
});

test("a PDF goes along as it is; what is too large or something else does not, and says why", async () => {
  expect(await attach(new File(["%PDF-1.7"], "letter.pdf", { type: "application/pdf" }))).toEqual({ kind: "document", name: "letter.pdf", content: btoa("%PDF-1.7") });
  await expect(attach(new File([new Uint8Array(MOST_BYTES + 1)], "l.pdf", { type: "application/pdf" }))).rejects.toMatchObject({ why: "too-large" });
  await expect(attach(new File(["MZ"], "run.exe", { type: "application/x-msdownload" }))).rejects.toBeInstanceOf(NotAttached);
});

test("a phone without a microphone says so", async () => {
  await expect(record()).rejects.toMatchObject({ why: "no-microphone" });
});
