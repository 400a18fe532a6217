/** On Today, that somebody of the team chose something for this person which they have not opened yet. */
import type { Seen } from "../companion/phone";
import { setHidden, setWords } from "../companion/shown";
import type { Say } from "../companion/words";
import { waitingIn } from "./visits";

export function showLibraryCard(page: Document, seen: Seen, say: Say): void {
  const [first] = seen.isSignedOut ? [] : waitingIn(seen.library, seen.items);
  setHidden(page, "#library-card", !first);
  if (first) setWords(page, "#library-card-words", first.by ? say("library-waits", { name: first.by }) : say("library-waits-team"));
}
