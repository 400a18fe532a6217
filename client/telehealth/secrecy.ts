/**
 * The room's key. The keeper's browser (the facilitator's who has been in it longest) makes it, wraps it for each admitted browser by
 * ECDH and AES-GCM, and makes a new one whenever somebody comes or goes. The server hands the wrapped keys on and can open none.
 */
import type { Message } from "./link";
import type { Protection } from "./way";
import type { Person, RoomShown } from "./room";

const CURVE = { name: "ECDH", namedCurve: "P-256" } as const;
type Bytes = Uint8Array<ArrayBuffer>;

export function canEncrypt(): boolean {
  return "RTCRtpScriptTransform" in globalThis && globalThis.isSecureContext;
}

export class Secrecy {
  readonly protection: Protection;
  private readonly worker: Worker;
  private pair: Promise<CryptoKeyPair> | undefined;
  private own = "";
  private epoch = -1;
  /** For whom the present key was made, by connection. */
  private madeFor = "";
  private turn: Promise<void> = Promise.resolve();
  /** The last room that was shown: whom a key may come from, and with which public key. */
  private people: readonly Person[] = [];
  private keeper = "";
  private early: Message[] = [];
  /** The room's last two keys, for words. */
  private readonly secrets = new Map<number, CryptoKey>();

  constructor(
    frames: string,
    private readonly shown: (code: string) => void,
  ) {
    this.worker = new Worker(frames, { type: "module" });
    const pass = (of: RTCRtpSender | RTCRtpReceiver, options: object): void => {
      if (!of.transform) of.transform = new RTCRtpScriptTransform(this.worker, options);
    };
    const numbers = new WeakMap<RTCRtpReceiver, number>();
    let next = 0;
    this.protection = {
      sending: (sender, as = "") => pass(sender, { way: "close", as, kind: sender.track?.kind ?? "video" }),
      receiving: (receiver, from) => {
        const number = numbers.get(receiver) ?? next++;
        numbers.set(receiver, number);
        this.worker.postMessage({ do: "carries", receiver: number, id: from });
        pass(receiver, { way: "open", receiver: number, kind: receiver.track.kind });
      },
    };
  }

  /** A new connection, or another place of this one: keys of their own, so that nothing of an earlier one is used twice, or elsewhere. */
  begin(): void {
    this.worker.postMessage({ do: "forget" });
    this.pair = crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
    this.epoch = -1;
    this.secrets.clear();
    this.madeFor = "";
    this.early = [];
  }

  async publicKey(): Promise<JsonWebKey> {
    const { publicKey } = await this.keys();
    const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", publicKey);
    return { kty: kty ?? "", crv: crv ?? "", x: x ?? "", y: y ?? "" };
  }

  /** The room as it is now: the keeper makes a new key for whoever is in it, and nobody who has left. */
  room(shown: RoomShown, send: (message: Message) => void): void {
    this.people = shown.people ?? [];
    if (this.keeper !== shown.keeper) this.madeFor = ""; // whoever kept it meanwhile knows it: it is made anew
    this.keeper = shown.keeper ?? "";
    if (this.own !== shown.you.id) {
      this.own = shown.you.id;
      this.worker.postMessage({ do: "own", id: this.own });
    }
    this.turn = this.turn.then(() => this.follow(send)).catch((error: unknown) => console.warn("key", error));
  }

  private async follow(send: (message: Message) => void): Promise<void> {
    if (this.keeper !== this.own) {
      const waiting = this.early;
      this.early = [];
      for (const message of waiting) await this.wrapped(message);
      return;
    }
    const present = this.people.filter(({ key }) => key);
    const names = present.map(({ id, key }) => `${id} ${key?.x ?? ""}`).sort().join();
    if (names === this.madeFor || !present.some(({ id }) => id === this.own)) return;
    this.madeFor = names;
    const { pair } = this;
    const secret = crypto.getRandomValues(new Uint8Array(32));
    const epoch = Math.max(this.epoch + 1, Math.floor(Date.now() / 1000)); // never one that another keeper has used
    for (const one of present) {
      if (one.id === this.own || !one.key) continue;
      try {
        send({ type: "wrapped", to: one.id, ...(await this.wrap(one, secret, epoch)) });
      } catch (error) {
        console.warn("key", error); // what they told is no key: they alone go without
      }
    }
    await this.use(secret, epoch, pair);
  }

  private async wrap(one: Person, secret: Bytes, epoch: number): Promise<object> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const key = await this.between(one.key as JsonWebKey, this.own, one.id);
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(String(epoch)) }, key, secret);
    return { epoch, iv: text(iv), data: text(new Uint8Array(data)) };
  }

  /** A key from the keeper: opened with ours and theirs, and used from now on. */
  async wrapped(message: Message): Promise<void> {
    const from = this.people.find(({ id }) => id === message["from"]);
    if (!from?.key || from.id !== this.keeper) {
      if (this.early.length < 20) this.early.push(message); // the room that says who keeps the key is on its way
      return;
    }
    const { pair } = this;
    const epoch = Number(message["epoch"]);
    const key = await this.between(from.key, from.id, this.own);
    const additionalData = new TextEncoder().encode(String(epoch));
    const secret = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(String(message["iv"])), additionalData }, key, bytes(String(message["data"])));
    await this.use(new Uint8Array(secret), epoch, pair);
  }

  /** Words that only who is in the room can read; nothing where there is no key yet. */
  async seal(words: string): Promise<{ epoch: number; iv: string; data: string } | undefined> {
    const { epoch } = this;
    const key = await this.wordsKey(epoch, this.own);
    if (!key) return undefined;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(words));
    return { epoch, iv: text(iv), data: text(new Uint8Array(data)) };
  }

  /** What somebody sealed. Raises where it was changed or isn't theirs; nothing where the key is missing. */
  async open(message: Message): Promise<string | undefined> {
    const key = await this.wordsKey(Number(message["epoch"]), String(message["from"]));
    if (!key) return undefined;
    const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(String(message["iv"])) }, key, bytes(String(message["data"])));
    return new TextDecoder().decode(opened);
  }

  private async wordsKey(epoch: number, sender: string): Promise<CryptoKey | undefined> {
    const secret = this.secrets.get(epoch);
    if (!secret) return undefined;
    const info = new TextEncoder().encode(`daybridge words ${sender}`);
    return crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info }, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  /** Unless they are elsewhere by now, with another pair of keys. */
  private async use(secret: Bytes, epoch: number, pair: Promise<CryptoKeyPair> | undefined): Promise<void> {
    const imported = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    if (pair !== this.pair) return;
    this.secrets.set(epoch, imported);
    for (const old of [...this.secrets.keys()].slice(0, -2)) this.secrets.delete(old);
    this.epoch = epoch;
    this.worker.postMessage({ do: "key", epoch, secret: secret.buffer });
    this.shown(await codeOf(secret, this.people));
  }

  private async between(other: JsonWebKey, from: string, to: string): Promise<CryptoKey> {
    const { privateKey } = await this.keys();
    const theirs = await crypto.subtle.importKey("jwk", { ...other, ext: true, key_ops: [] }, CURVE, true, []);
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, privateKey, 256);
    const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const info = new TextEncoder().encode(`daybridge room key ${from} ${to}`);
    return crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info }, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  private keys(): Promise<CryptoKeyPair> {
    this.pair ??= crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
    return this.pair;
  }
}

/** Two groups of three digits that everybody in the room can read out: of the key and of all public keys, so that one put between shows. */
export async function codeOf(secret: Bytes, people: readonly Person[]): Promise<string> {
  const keys = people.filter(({ key }) => key).map(({ id, key }) => `${id} ${key?.x ?? ""} ${key?.y ?? ""}`).sort().join("\n");
  const told = new Uint8Array([...secret, ...new TextEncoder().encode(keys)]);
  const view = new DataView(await crypto.subtle.digest("SHA-256", told));
  const digits = String(view.getUint32(0) % 1_000_000).padStart(6, "0");
  return `${digits.slice(0, 3)} ${digits.slice(3)}`;
}

function text(of: Uint8Array): string {
  return btoa(String.fromCharCode(...of));
}

function bytes(of: string): Bytes {
  return Uint8Array.from(atob(of), (letter) => letter.charCodeAt(0));
}
