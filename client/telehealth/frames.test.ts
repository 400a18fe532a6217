import { describe, expect, test } from "vitest";
import { Frames } from "./frames";

const KEY_FRAME = new Uint8Array([0b0000_0000, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]).buffer;
const DELTA = new Uint8Array([0b0000_0001, 1, 2, 3, 4, 5, 6, 7]).buffer;
const SOUND = new Uint8Array([120, 9, 8, 7, 6]).buffer;

function bytes(of: ArrayBuffer | undefined): number[] {
  return Array.from(new Uint8Array(of ?? new ArrayBuffer(0)));
}

async function a(id: string, epoch = 1, fill = 7): Promise<Frames> {
  const made = new Frames();
  await made.learn({ do: "own", id });
  await made.learn({ do: "key", epoch, secret: new Uint8Array(32).fill(fill).buffer });
  return made;
}

describe("frames", () => {
  test.each([
    ["video", KEY_FRAME, 10],
    ["video", DELTA, 3],
    ["audio", SOUND, 1],
  ] as const)("a %s frame is read by who holds the key, and shows the server its first bytes alone", async (kind, frame, clear) => {
    const [sender, receiver] = [await a("ana"), await a("ben")];
    const closed = await sender.close(frame, kind);
    expect(bytes(closed).slice(0, clear)).toEqual(bytes(frame).slice(0, clear));
    expect(bytes(closed).slice(clear, frame.byteLength)).not.toEqual(bytes(frame).slice(clear));
    expect(bytes(await receiver.open(closed!, "ana", kind))).toEqual(bytes(frame));
  });

  test("another key, another sender, a changed byte or none at all open nothing", async () => {
    const closed = (await (await a("ana")).close(DELTA, "video"))!;
    expect(await (await a("ben", 1, 8)).open(closed, "ana", "video")).toBeUndefined();
    expect(await (await a("ben")).open(closed, "bo", "video")).toBeUndefined();
    expect(await new Frames().open(closed, "ana", "video")).toBeUndefined();
    const changed = closed.slice(0);
    new Uint8Array(changed)[1]! ^= 1; // a byte that stays clear is held to as well
    expect(await (await a("ben")).open(changed, "ana", "video")).toBeUndefined();
    expect(await (await a("ben")).open(DELTA, "ana", "video")).toBeUndefined();
  });

  test("a receiver that carried somebody who left opens what the next one sends", async () => {
    const [ana, again, ben] = [await a("ana"), await a("ana-again"), await a("ben")];
    await ben.learn({ do: "carries", receiver: 4, id: "ana" });
    expect(bytes(await ben.received((await ana.close(DELTA, "video"))!, 4, "video"))).toEqual(bytes(DELTA));
    const closed = (await again.close(DELTA, "video"))!;
    expect(await ben.received(closed, 4, "video")).toBeUndefined();
    await ben.learn({ do: "carries", receiver: 4, id: "ana-again" });
    expect(bytes(await ben.received(closed, 4, "video"))).toEqual(bytes(DELTA));
    expect(await ben.received(closed, 5, "video")).toBeUndefined();
  });

  test("without a key nothing is sent", async () => {
    const keyless = new Frames();
    await keyless.learn({ do: "own", id: "ana" });
    expect(await keyless.close(DELTA, "video")).toBeUndefined();
  });

  test("two frames are never closed alike, and a new key leaves those on their way readable", async () => {
    const [sender, receiver] = [await a("ana"), await a("ben")];
    const [one, two] = [(await sender.close(DELTA, "video"))!, (await sender.close(DELTA, "video"))!];
    expect(bytes(one).slice(3, -5)).not.toEqual(bytes(two).slice(3, -5));
    await receiver.learn({ do: "key", epoch: 2, secret: new Uint8Array(32).fill(9).buffer });
    expect(bytes(await receiver.open(one, "ana", "video"))).toEqual(bytes(DELTA));
    await receiver.learn({ do: "key", epoch: 3, secret: new Uint8Array(32).fill(10).buffer });
    expect(await receiver.open(two, "ana", "video")).toBeUndefined();
  });
});
