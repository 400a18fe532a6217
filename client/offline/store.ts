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
  /** The key, and whose phone store this is: an opaque mark from the server. */
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

const KEY = "key";
const OWNER = "owner";

export class Store {
  private constructor(private readonly database: IDBPDatabase<Shelves>) {}

  static async open(name = "daybridge-companion"): Promise<Store> {
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

  async keep(name: string, thing: unknown): Promise<void> {
    await this.database.put("things", await this.seal(thing), name);
  }

  async recall<T>(name: string): Promise<T | undefined> {
    const sealed = await this.database.get("things", name);
    return sealed && (await this.unseal<T>(sealed));
  }

  async forget(name: string): Promise<void> {
    await this.database.delete("things", name);
  }

  /** Resolves once the entry is on the disk, not before. A second entry with the same id is refused. */
  async addEntry(id: string, entry: unknown): Promise<void> {
    const sealed = await this.seal(entry);
    const writing = this.database.transaction("entries", "readwrite", { durability: "strict" });
    await Promise.all([writing.store.add({ id, sealed }), writing.done]);
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
  async replaceEntry(place: number, id: string, entry: unknown): Promise<void> {
    const sealed = await this.seal(entry);
    const writing = this.database.transaction("entries", "readwrite", { durability: "strict" });
    if (await writing.store.getKey(place)) await writing.store.put({ id, sealed }, place);
    await writing.done;
  }

  async removeEntry(place: number): Promise<void> {
    await this.database.delete("entries", place);
  }

  /** Makes this the store of one account; what another account left here is destroyed first. */
  async belongTo(mark: string): Promise<{ cleared: boolean }> {
    const owner = await this.database.get("keys", OWNER);
    if (owner === mark) return { cleared: false };
    if (owner !== undefined) await this.clear();
    await this.database.put("keys", mark, OWNER);
    return { cleared: owner !== undefined };
  }

  async owner(): Promise<string | undefined> {
    const owner = await this.database.get("keys", OWNER);
    return typeof owner === "string" ? owner : undefined;
  }

  /** Destroys the data and the key that could open it. */
  async clear(): Promise<void> {
    const clearing = this.database.transaction(["keys", "things", "entries"], "readwrite");
    for (const shelf of ["keys", "things", "entries"] as const) void clearing.objectStore(shelf).clear();
    await clearing.done;
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
    if (first === undefined) await writing.store.put(fresh, KEY);
    await writing.done;
    return first instanceof CryptoKey ? first : fresh;
  }
}
