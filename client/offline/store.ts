/**
 * What this phone remembers, sealed.
 *
 * Everything personal lies in IndexedDB under AES-256-GCM. The key is made on this phone, lives beside the data as a
 * CryptoKey that no script can read out, and is thrown away with the data when somebody signs out or somebody else
 * signs in. It keeps words from a copied disk or a backup, not from a person who holds the unlocked, signed-in phone.
 */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  bytes: ArrayBuffer;
}

interface Shelves extends DBSchema {
  /** The key; whose store this is (an opaque mark from the server); who signed out here while the server was away. */
  keys: { key: string; value: CryptoKey | string };
  /** Single things by name: the last picture of today. */
  things: { key: string; value: Sealed };
  /** Entries on their way to the server, in the order they were made. */
  entries: { key: number; value: { id: string; sealed: Sealed }; indexes: { id: string } };
}

export interface Kept<T> {
  place: number;
  value: T;
}

/** Whether the browser refused for want of room. */
function isFull(trouble: unknown): boolean {
  return trouble instanceof DOMException && trouble.name === "QuotaExceededError";
}

const KEY = "key";
const OWNER = "owner";
const LEAVING = "leaving";
const SHELVES = ["keys", "things", "entries"] as const;

/** Nobody is signed in on this phone, so nothing is kept: the next person to sign in must not be its author. */
export class NobodysPhone extends Error {}

export const STORE = "daybridge-companion";

/** What the outbox and the pages need of a store, wherever it lies. */
export type Keeping = Pick<Store, Exclude<keyof Store, "keepsNothing">> & { readonly keepsNothing: boolean };

export class Store {
  readonly keepsNothing: boolean = false;
  /** What a full phone had no room for: known to this page, and gone with it. */
  private readonly unkept = new Map<string, unknown>();

  private constructor(private readonly database: IDBPDatabase<Shelves>) {}

  static async open(name = STORE): Promise<Store> {
    const database = await openDB<Shelves>(name, 1, {
      upgrade(fresh) {
        fresh.createObjectStore("keys");
        fresh.createObjectStore("things");
        fresh.createObjectStore("entries", { autoIncrement: true }).createIndex("id", "id", { unique: true });
      },
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
      },
    });
    return new Store(database);
  }

  close(): void {
    this.database.close();
  }

  /** Keeps a thing for the store's owner; without one it keeps nothing. On a full phone it is known to this page only (`inPageOnly`). */
  async keep(name: string, thing: unknown): Promise<void> {
    if ((await this.owner()) === undefined) return;
    try {
      await this.put(name, await this.seal(thing));
      this.unkept.delete(name);
    } catch (trouble) {
      if (!isFull(trouble)) throw trouble;
      this.unkept.set(name, structuredClone(thing));
    }
  }

  /** The names of what is known to this page and lies nowhere else. */
  inPageOnly(): string[] {
    return [...this.unkept.keys()];
  }

  private async put(name: string, sealed: Sealed): Promise<void> {
    const writing = this.database.transaction(["keys", "things"], "readwrite");
    const keeping = async (): Promise<void> => {
      const hasOwner = (await writing.objectStore("keys").getKey(OWNER)) !== undefined;
      if (hasOwner) await writing.objectStore("things").put(sealed, name);
    };
    await Promise.all([keeping(), writing.done]);
  }

  async recall<T>(name: string): Promise<T | undefined> {
    if (this.unkept.has(name)) return structuredClone(this.unkept.get(name)) as T;
    const sealed = await this.database.get("things", name);
    return sealed && (await this.unseal<T>(sealed));
  }

  /** The names of everything that is kept. */
  async names(): Promise<string[]> {
    return [...new Set([...(await this.database.getAllKeys("things")), ...this.unkept.keys()])];
  }

  async forget(name: string): Promise<void> {
    this.unkept.delete(name);
    await this.database.delete("things", name);
  }

  /** Resolves once the entry is on the disk, not before. A second entry with the same id is refused. Raises NobodysPhone. */
  async addEntry(id: string, entry: unknown): Promise<void> {
    if ((await this.owner()) === undefined) throw new NobodysPhone(); // before a key is made for nothing
    const sealed = await this.seal(entry);
    const writing = this.database.transaction(["keys", "entries"], "readwrite", { durability: "strict" });
    if ((await writing.objectStore("keys").getKey(OWNER)) === undefined) throw new NobodysPhone();
    await Promise.all([writing.objectStore("entries").add({ id, sealed }), writing.done]);
  }

  async entries<T>(): Promise<Kept<T>[]> {
    const reading = this.database.transaction("entries");
    const [places, rows] = await Promise.all([reading.store.getAllKeys(), reading.store.getAll()]);
    const opened = rows.map(async (row, index) => {
      const value = await this.unseal<T>(row.sealed);
      return value === undefined ? [] : [{ place: places[index] ?? 0, value }];
    });
    return (await Promise.all(opened)).flat();
  }

  /** Writes an entry anew in its old place; one that was removed meanwhile stays removed. */
  async replaceEntry(place: number, id: string, entry: unknown): Promise<boolean> {
    const sealed = await this.seal(entry);
    const writing = this.database.transaction("entries", "readwrite", { durability: "strict" });
    const isThere = (await writing.store.getKey(place)) !== undefined;
    if (isThere) await writing.store.put({ id, sealed }, place);
    await writing.done;
    return isThere;
  }

  async removeEntry(place: number): Promise<void> {
    await this.database.delete("entries", place);
  }

  /** Makes this the store of one account; what another account left here is destroyed first, in the same breath. */
  async belongTo(mark: string): Promise<{ cleared: boolean }> {
    const changing = this.database.transaction(SHELVES, "readwrite");
    const keys = changing.objectStore("keys");
    const owner = await keys.get(OWNER);
    const isAnothers = owner !== undefined && owner !== mark;
    if (isAnothers) this.unkept.clear();
    if (isAnothers) await Promise.all(SHELVES.map((shelf) => changing.objectStore(shelf).clear()));
    if (owner !== mark) await Promise.all([keys.put(mark, OWNER), keys.delete(LEAVING)]);
    await changing.done;
    return { cleared: isAnothers };
  }

  async owner(): Promise<string | undefined> {
    return this.mark(OWNER);
  }

  /** Destroys the data and the key that could open it. Whose session is still to be ended is remembered until `hasLeft`. */
  async leave(): Promise<void> {
    this.unkept.clear();
    const clearing = this.database.transaction(SHELVES, "readwrite");
    const keys = clearing.objectStore("keys");
    const [owner, leaving] = await Promise.all([keys.get(OWNER), keys.get(LEAVING)]);
    await Promise.all(SHELVES.map((shelf) => clearing.objectStore(shelf).clear()));
    await keys.put(owner ?? leaving ?? "", LEAVING);
    await clearing.done;
  }

  /** The mark of who signed out here without the server knowing yet; empty when it was never learnt. */
  async leaving(): Promise<string | undefined> {
    return this.mark(LEAVING);
  }

  async hasLeft(): Promise<void> {
    await this.database.delete("keys", LEAVING);
  }

  private async mark(name: string): Promise<string | undefined> {
    const mark = await this.database.get("keys", name);
    return typeof mark === "string" ? mark : undefined;
  }

  private async seal(thing: unknown): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const words = new TextEncoder().encode(JSON.stringify(thing));
    return { iv, bytes: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await this.key(), words) };
  }

  /** Undefined when it was sealed with a key that is gone: nobody can read that any more. */
  private async unseal<T>({ iv, bytes }: Sealed): Promise<T | undefined> {
    try {
      const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await this.key(), bytes);
      return JSON.parse(new TextDecoder().decode(words)) as T;
    } catch (trouble) {
      if (trouble instanceof DOMException && trouble.name === "OperationError") return undefined;
      throw trouble;
    }
  }

  private async key(): Promise<CryptoKey> {
    const known = await this.database.get("keys", KEY);
    if (known instanceof CryptoKey) return known;
    const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const writing = this.database.transaction("keys", "readwrite");
    const first = await writing.store.get(KEY); // another tab may have been quicker
    const hasOwner = (await writing.store.getKey(OWNER)) !== undefined; // somebody may have just signed out
    if (first === undefined && hasOwner) await writing.store.put(fresh, KEY);
    await writing.done;
    return first instanceof CryptoKey ? first : fresh;
  }
}
