/**
 * The safety plan that somebody chose to keep readable on this phone without signing in.
 *
 * It lies in a database of its own, in the clear, apart from the sealed store, so that signing out leaves it. That it is
 * there is the choice; taking it away is taking the choice back. It is never sent anywhere.
 */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Plan, PlanVersion } from "./plans";

export interface OpenCopy {
  /** Whose it is: the opaque mark of their account, so that nobody else's sign-in shows it. */
  mark: string;
  version: PlanVersion;
  isDraft: boolean;
}

interface Shelf extends DBSchema {
  plan: { key: string; value: OpenCopy };
}

const NAME = "daybridge-open-plan";
const COPY = "copy";

async function on<T>(work: (database: IDBPDatabase<Shelf>) => Promise<T>): Promise<T> {
  const database = await openDB<Shelf>(NAME, 1, { upgrade: (fresh) => void fresh.createObjectStore("plan") });
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

export async function readOpenCopy(): Promise<OpenCopy | undefined> {
  return on((database) => database.get("plan", COPY));
}

/** What is in force, or the draft where nothing is; undefined where there is neither. */
function copyOf(mark: string, plan: Plan): OpenCopy | undefined {
  const version = plan.in_force ?? plan.draft;
  return version ? { mark, version, isDraft: !plan.in_force } : undefined;
}

/** Resolves to whether there was anything to keep. */
export async function keepOpenCopy(mark: string, plan: Plan): Promise<boolean> {
  const copy = copyOf(mark, plan);
  if (copy) await on((database) => database.put("plan", copy, COPY));
  return copy !== undefined;
}

export async function removeOpenCopy(): Promise<void> {
  await on((database) => database.delete("plan", COPY));
}

/**
 * Brings a copy that is there up to date; one that another person left here goes. Makes none by itself: looking and
 * writing are one transaction, so that a copy that is being taken away meanwhile stays away.
 */
export async function followOpenCopy(mark: string, plan: Plan): Promise<void> {
  await on(async (database) => {
    const changing = database.transaction("plan", "readwrite");
    const copy = await changing.store.get(COPY);
    const next = copyOf(mark, plan);
    if (copy && copy.mark !== mark) await changing.store.delete(COPY);
    else if (copy && next) await changing.store.put(next, COPY);
    await changing.done;
  });
}
