/**
 * The library's own script and shelf, fetched by the pages that need them and by no other: the companion's first load stays small.
 *
 * The script is one of the files that the service worker keeps; the shelf lies in the store until the server names another mark.
 */
import type * as Library from "../library";
import type { Phone } from "../companion/phone";
import { readShelf, type OwnLibrary, type Shelf } from "./shelf";

const SHELF = "library-shelf";
const PATIENCE_MS = 20_000;

/** The library's script. Rejects where it can't be had. */
export async function loadLibrary(page: Document): Promise<typeof Library> {
  const address = page.querySelector<HTMLElement>("[data-library]")?.dataset["library"] ?? "";
  return (await import(address)) as typeof Library;
}

/** Read once a page: it is large, and the same for everybody. */
let here: Shelf | undefined;
let asking: Promise<unknown> = Promise.resolve();

/** The shelf that belongs to what the server said last; the one on this phone where that can't be had. */
export function keepShelf(phone: Phone, own: OwnLibrary | undefined): Promise<Shelf | undefined> {
  const next = asking.then(() => fetched(phone, own)); // one after the other: a look that knew less must not stand for a later one
  asking = next.catch(() => undefined);
  return next;
}

async function fetched(phone: Phone, own: OwnLibrary | undefined): Promise<Shelf | undefined> {
  const known = here ?? (await phone.recall<Shelf>(SHELF));
  here = known;
  if (!own || (known && known.mark === own.mark && known.language === own.language)) return known;
  try {
    const response = await fetch("/companion/library/shelf.json", { signal: AbortSignal.timeout(PATIENCE_MS) });
    const shelf = response.ok ? readShelf(await response.json()) : undefined;
    if (shelf) await phone.keep(SHELF, shelf);
    return (here = shelf ?? known);
  } catch {
    return known;
  }
}
