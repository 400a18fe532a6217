/**
 * A store that keeps nothing: what a page knows lies in that page and is gone with it.
 *
 * For phones that are not only their holder's, and for browsers that refuse to keep anything. It stands in for `Store`, so that
 * the outbox sends from it as it does from a disk: at once, in order, each entry once.
 */
import { NobodysPhone, type Kept, type Keeping } from "./store";

export class PageStore implements Keeping {
  readonly keepsNothing = true;
  private readonly things = new Map<string, unknown>();
  private readonly shelf = new Map<number, { id: string; entry: unknown }>();
  private places = 0;
  private mine: string | undefined;
  private left: string | undefined;

  close(): void {
    this.things.clear();
    this.shelf.clear();
  }

  async keep(name: string, thing: unknown): Promise<void> {
    if (this.mine !== undefined) this.things.set(name, structuredClone(thing));
  }

  async recall<T>(name: string): Promise<T | undefined> {
    return structuredClone(this.things.get(name)) as T | undefined;
  }

  inPageOnly(): string[] {
    return [...this.things.keys()];
  }

  async names(): Promise<string[]> {
    return [...this.things.keys()];
  }

  async forget(name: string): Promise<void> {
    this.things.delete(name);
  }

  async addEntry(id: string, entry: unknown): Promise<void> {
    if (this.mine === undefined) throw new NobodysPhone();
    if ([...this.shelf.values()].some((one) => one.id === id)) throw new DOMException("There already", "ConstraintError");
    this.shelf.set((this.places += 1), { id, entry: structuredClone(entry) });
  }

  async entries<T>(): Promise<Kept<T>[]> {
    return [...this.shelf].map(([place, { entry }]) => ({ place, value: structuredClone(entry) as T }));
  }

  async replaceEntry(place: number, id: string, entry: unknown): Promise<boolean> {
    if (!this.shelf.has(place)) return false;
    this.shelf.set(place, { id, entry: structuredClone(entry) });
    return true;
  }

  async removeEntry(place: number): Promise<void> {
    this.shelf.delete(place);
  }

  async belongTo(mark: string): Promise<{ cleared: boolean }> {
    const cleared = this.mine !== undefined && this.mine !== mark;
    if (cleared) this.close();
    if (this.mine !== mark) this.left = undefined;
    this.mine = mark;
    return { cleared };
  }

  async owner(): Promise<string | undefined> {
    return this.mine;
  }

  async leave(): Promise<void> {
    this.close();
    this.left = this.mine ?? this.left ?? "";
    this.mine = undefined;
  }

  async leaving(): Promise<string | undefined> {
    return this.left;
  }

  async hasLeft(): Promise<void> {
    this.left = undefined;
  }
}
