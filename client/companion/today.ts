/** Today: have I checked in, has anybody read what I asked, how have I been. */
import type { Seen } from "./phone";
import { checkInsOf } from "./picture";
import { clockOf, setHidden, setWords, showRequests } from "./shown";
import { dateWords, dayOf, timeWords } from "./times";
import { showPlanCard } from "./plan";
import { showPicture } from "./trend";
import type { Say } from "./words";
import { showHours } from "../week/hours";
import { showOpen } from "../worksheets/hub";

export function showToday(page: Document, seen: Seen, say: Say, takeBack: (id: string) => void): void {
  const clock = clockOf(page, seen);
  const today = dayOf(new Date(), clock.zone);
  if (seen.today?.person.name) setWords(page, "#hello", say("hello", { name: seen.today.person.name }));
  setWords(page, "#date", dateWords(today, clock.language));
  const asks = seen.today?.asks.check_in ?? true;
  setHidden(page, "#check-in-card", !asks);
  setHidden(page, "#no-check-in", asks);
  const mine = checkInsOf(seen.today, seen.items).filter(({ on_day }) => on_day === today).at(-1);
  setHidden(page, "#checked-in", !mine);
  setHidden(page, "#not-checked-in", mine !== undefined);
  setHidden(page, "#kind", !mine);
  if (mine) setWords(page, "#kind", say(`kind-${mine.mood}`));
  if (mine) setWords(page, "#checked-in", say("checked-in-today", { time: timeWords(mine.made_at, clock), mood: say(`mood-${mine.mood}`) }));
  setHidden(page, "#change-check-in", !mine);
  const link = page.querySelector("#to-check-in");
  link?.classList.toggle("next", !mine);
  setHidden(page, "#about-card", seen.isSignedOut || !seen.today?.about_me);
  setHidden(page, "#peers-card", seen.isSignedOut || !seen.today?.peers);
  showHours(page, seen, say);
  showOpen(page, seen, say);
  showPlanCard(page, seen, say);
  showRequests(page, seen, say, takeBack);
  showPicture(page, seen, say);
}
