/** One's own visits to pieces: what the server knows, and what still lies on this phone. */
import type { Item } from "../offline/entries";
import type { Given, OwnLibrary, Visit } from "./shelf";

export function visitsOf(own: OwnLibrary | undefined, items: Item[]): Visit[] {
  const visits = new Map<string, Visit>((own?.visits ?? []).map((visit) => [visit.id, visit]));
  for (const { entry, standing } of items) {
    if (entry.kind !== "opening" || standing.is === "refused") continue;
    const known = visits.get(entry.visit_id) ?? { id: entry.visit_id, code: entry.code, way: entry.way, opened_at: entry.made_at, is_done: false, helped: "" as const };
    visits.set(entry.visit_id, { ...known, is_done: known.is_done || entry.is_done, helped: entry.helped ?? known.helped });
  }
  return [...visits.values()];
}

/** Whether something that was given has been opened since. */
export function isOpened({ code, assigned_at }: Given, visits: Visit[]): boolean {
  return visits.some((visit) => visit.code === code && Date.parse(visit.opened_at) >= Date.parse(assigned_at));
}

/** What was given and not opened yet, the latest first. */
export function waitingIn(own: OwnLibrary | undefined, items: Item[]): Given[] {
  const visits = visitsOf(own, items);
  return (own?.given ?? []).filter((given) => !isOpened(given, visits));
}
