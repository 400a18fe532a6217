/**
 * Frames closed with AES-256-GCM, each sender by a key of their own that HKDF draws from the room's key.
 *
 * A few bytes stay clear, for the server must see where frames begin and which are whole pictures: 10 of a VP8 key frame, 3 of another,
 * 1 of Opus. They are authenticated. At the end of a frame stand the room key's number and the frame's own, which with the key make it unique:
 * a sender's id is new with each connection, so no number is ever used twice under one key (docs/adr/0039).
 */
export type Told = { do: "own"; id: string } | { do: "key"; epoch: number; secret: ArrayBuffer } | { do: "carries"; receiver: number; id: string } | { do: "forget" };

const TAIL_BYTES = 5; // one of the epoch, four of the count
const TAG_BYTES = 16;
/** Keys before the present one are kept for frames that are still on their way. */
const KEPT_EPOCHS = 2;

export class Frames {
  private own = "";
  private epoch = -1;
  private count = 0;
  private place = 0;
  private readonly secrets = new Map<number, CryptoKey>();
  private readonly senders = new Map<string, Promise<CryptoKey>>();
  /** Whom each of the browser's receivers carries: one that carried somebody who left is given to the next who comes. */
  private readonly carried = new Map<number, string>();

  async learn(told: Told): Promise<void> {
    if (told.do === "own") {
      this.own = told.id;
      return;
    }
    if (told.do === "carries") {
      this.carried.set(told.receiver, told.id);
      return;
    }
    if (told.do === "forget") {
      // another place, with other people in it: nothing is closed with, or opened by, a key of the one before
      this.place++;
      this.secrets.clear();
      this.senders.clear();
      return;
    }
    const { place } = this;
    const secret = await crypto.subtle.importKey("raw", told.secret, "HKDF", false, ["deriveKey"]);
    if (place !== this.place) return;
    this.forget(told.epoch);
    this.secrets.set(told.epoch, secret);
    this.epoch = told.epoch;
    for (const old of [...this.secrets.keys()].slice(0, -KEPT_EPOCHS)) this.forget(old);
  }

  /** A frame that nobody without the room's key can read; nothing where there is no key yet. `as`: of our screen, which has an id of its own. */
  async close(data: ArrayBuffer, kind: "audio" | "video", as = ""): Promise<ArrayBuffer | undefined> {
    const { epoch } = this;
    const sender = as || this.own;
    const key = this.keyOf(epoch, sender);
    if (!key || !sender) return undefined;
    const clear = clearBytes(data, kind);
    const tail = tailOf(epoch, this.count++);
    const closed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: ivOf(tail), additionalData: data.slice(0, clear) }, await key, data.slice(clear));
    return joined(data.slice(0, clear), closed, tail.buffer);
  }

  /** What came by one of the browser's receivers. */
  async received(data: ArrayBuffer, receiver: number, kind: "audio" | "video"): Promise<ArrayBuffer | undefined> {
    return this.open(data, this.carried.get(receiver) ?? "", kind);
  }

  /** What somebody sent; nothing where the key is missing or the frame was changed on its way. */
  async open(data: ArrayBuffer, from: string, kind: "audio" | "video"): Promise<ArrayBuffer | undefined> {
    if (data.byteLength < TAIL_BYTES + TAG_BYTES) return undefined;
    const tail = new Uint8Array(data.slice(data.byteLength - TAIL_BYTES));
    const key = this.keyOf(tail[0] ?? 0, from);
    if (!key) return undefined;
    const clear = clearBytes(data, kind);
    try {
      const opened = await crypto.subtle.decrypt(
        { name: "AES-GCM", iv: ivOf(tail), additionalData: data.slice(0, clear) },
        await key,
        data.slice(clear, data.byteLength - TAIL_BYTES),
      );
      return joined(data.slice(0, clear), opened);
    } catch {
      return undefined;
    }
  }

  private keyOf(epoch: number, sender: string): Promise<CryptoKey> | undefined {
    const known = Array.from(this.secrets.keys()).findLast((one) => (one & 0xff) === (epoch & 0xff));
    const secret = known === undefined ? undefined : this.secrets.get(known);
    if (!secret || known === undefined) return undefined;
    const name = `${known}:${sender}`;
    let key = this.senders.get(name);
    if (!key) {
      const info = new TextEncoder().encode(`daybridge video frames ${sender}`);
      key = crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info }, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
      this.senders.set(name, key);
    }
    return key;
  }

  private forget(epoch: number): void {
    this.secrets.delete(epoch);
    for (const name of [...this.senders.keys()]) if (name.startsWith(`${epoch}:`)) this.senders.delete(name);
  }
}

/** How many bytes at a frame's beginning stay readable. The lowest bit of a VP8 frame says whether it is a whole picture. */
function clearBytes(data: ArrayBuffer, kind: "audio" | "video"): number {
  if (kind === "audio") return 1;
  const first = new Uint8Array(data, 0, 1)[0] ?? 0;
  return Math.min((first & 1) === 0 ? 10 : 3, data.byteLength);
}

function tailOf(epoch: number, count: number): Uint8Array<ArrayBuffer> {
  const tail = new Uint8Array(TAIL_BYTES);
  tail[0] = epoch & 0xff;
  new DataView(tail.buffer).setUint32(1, count);
  return tail;
}

function ivOf(tail: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const iv = new Uint8Array(12);
  iv.set(tail, 12 - TAIL_BYTES);
  return iv;
}

function joined(...parts: ArrayBuffer[]): ArrayBuffer {
  const whole = new Uint8Array(parts.reduce((sum, one) => sum + one.byteLength, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(new Uint8Array(part), place);
    place += part.byteLength;
  }
  return whole.buffer;
}
