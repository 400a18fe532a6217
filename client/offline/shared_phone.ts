/**
 * A phone that is not only its holder's. The choice is the browser's, in a cookie that goes when it closes; it is made on the
 * sign-in page or on Me, and the server makes the session a short one. Such a phone keeps nothing (`PageStore`), and a tab that
 * was not there at the sign-in ends the session, so that closing the tab is leaving.
 */
import { deleteDB } from "idb";
import { removeOpenCopy } from "./open_plan";
import { isUnsent, type Outbox } from "./outbox";
import { Store, STORE } from "./store";

const WHOSE = "/companion/whose/";
const SIGN_OUT = "/accounts/logout/";

/** Ends whatever session this browser has. Resolves to whether the server knows. */
export async function endSession(): Promise<boolean> {
  try {
    const whose = await fetch(WHOSE, { cache: "no-store" });
    if (whose.status === 401) return true;
    const { csrf = "" } = (await whose.json()) as { csrf?: string };
    await fetch(SIGN_OUT, { method: "POST", headers: { "X-CSRFToken": csrf } });
    return (await fetch(WHOSE, { cache: "no-store" })).status === 401;
  } catch {
    return false;
  }
}

/**
 * Takes away what was kept here before the phone was said to be shared. What its owner had not sent yet is sent first; resolves
 * to how much of that is left, which stays until there is a signal.
 */
export async function leaveNothing(outboxOf: (store: Store) => Outbox): Promise<number> {
  const store = await Store.open();
  const outbox = outboxOf(store);
  const count = async (): Promise<number> => (await outbox.items()).filter(isUnsent).length;
  if (await count()) await outbox.flush({ atOnce: true });
  const left = await count();
  if (left === 0) await store.leave();
  if (left === 0) await store.hasLeft();
  store.close();
  await removeOpenCopy();
  if (left === 0) await Promise.all([deleteDB(STORE), deleteDB("daybridge-open-plan")]);
  return left;
}
