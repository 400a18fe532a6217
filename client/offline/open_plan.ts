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

/** Keeps what is in force, or the draft where nothing is; resolves to whether there was anything to keep. */
export async function keepOpenCopy(mark: string, plan: Plan): Promise<boolean> {
  const version = plan.in_force ?? plan.draft;
  if (!version) return false;
  await on((database) => database.put("plan", { mark, version, isDraft: !plan.in_force }, COPY));
  return true;
}

export async function removeOpenCopy(): Promise<void> {
  await on((database) => database.delete("plan", COPY));
}

/** Brings a copy that is there up to date; one that another person left here goes. Makes none by itself. */
export async function followOpenCopy(mark: string, plan: Plan): Promise<void> {
  const copy = await readOpenCopy();
  if (!copy) return;
  if (copy.mark !== mark) await removeOpenCopy();
  else await keepOpenCopy(mark, plan);
}
