/** The participant's pages: shells that this fills from the phone's own sealed store, then from the server. */
import { showCheckIn, startCheckIn } from "./companion/check_in";
import { copyOnTap } from "./companion/copying";
import { listen } from "./companion/live";
import { refreshToken, showMe, startMe } from "./companion/me";
import { showMeasures, showQuestionsCard, startMeasures } from "./companion/measures";
import { startPeers } from "./companion/peers";
import { Phone, type Seen } from "./companion/phone";
import { showPlan, startPlan } from "./companion/plan";
import { endWhenIdle, emptyThisPhone, warnBeforeLeaving } from "./companion/shared_phone";
import { guardSignal } from "./companion/signal";
import { setHidden, showFrame, showPeople, showRequests } from "./companion/shown";
import { showAfterSetback, showTold, startAsking } from "./companion/support";
import { showAfterwards } from "./companion/afterwards";
import { lookAtTheClock, showNextSessions } from "./companion/next_sessions";
import { showToday } from "./companion/today";
import { wordsOf } from "./companion/words";
import { showLibraryCard } from "./library/card";
import { keepShelf, loadLibrary } from "./library/load";
import { showDosesCard, showMedicines, startMedicines } from "./medications/page";
import { offerThisDevice } from "./notifications/device";
import { askAboutZone, followTest } from "./notifications/testing";
import { PageStore } from "./offline/page_store";
import { isSharedPhone, isThisTab } from "./offline/shared_choice";
import { endSession } from "./offline/shared_phone";
import { Store, type Keeping } from "./offline/store";
import { keepNotes } from "./notes/keeping";
import { showCoping, startCoping } from "./worksheets/coping";
import { showDiary, startDiary } from "./worksheets/diary";
import { showHub } from "./worksheets/hub";
import { showWorksheets, startWorksheets } from "./worksheets/page";
import { showProgress } from "./worksheets/progress";
import { printOnTap } from "./workspace/printing";

const say = wordsOf(document);
/** A page that comes back from the browser's memory shows what lies on this phone now, which may be nothing. */
addEventListener("pageshow", (event) => (event as PageTransitionEvent).persisted && void phone?.look());
/** The pages that have something of the library: they see to it that it lies on this phone before the signal is gone. */
const WITH_LIBRARY = ["skills", "library", "now"];
const place = document.querySelector<HTMLElement>(".companion")?.dataset["page"];

function show(seen: Seen): void {
  const takeBack = (id: string): void => void phone?.takeBack(id);
  showFrame(document, seen, say, (id) => void phone?.drop(id), () => phone?.seenLoss());
  if (place === "today") showToday(document, seen, say, takeBack);
  if (place === "check-in") showCheckIn(document, seen, say);
  if (place === "today") showQuestionsCard(document, seen, say);
  if (place === "today") showLibraryCard(document, seen, say);
  if (place === "today") showDosesCard(document, seen, say);
  if (place === "today" && phone) showNextSessions(document, seen, say, phone);
  if (place === "today" && phone) showAfterwards(document, seen, say, phone);
  if (place === "medicines" && phone) showMedicines(document, seen, say, phone);
  if (place === "measures" && phone) showMeasures(document, seen, say, phone);
  if (place === "me" && phone) showMe(document, seen, say, phone);
  if (place === "skills") showHub(document, seen, say);
  if (place === "worksheets" && phone) showWorksheets(document, seen, say, phone);
  if (place === "now" && phone) showCoping(document, seen, say, phone);
  if (place === "diary") showDiary(document, seen, say);
  if (place === "progress") showProgress(document, seen, say);
  if (place === "library" && phone) library?.showLibrary(document, seen, say, phone);
  if (seen.library && phone && WITH_LIBRARY.includes(place ?? "")) void keepShelf(phone, seen.library);
  if (place === "plan") showPlan(document, seen, say);
  if (place === "week" && phone) week?.showWeek(document, seen, say, phone);
  if (place === "use" && phone) use?.showUse(document, seen, say, phone);
  if (place === "messages" && phone) messages?.showMessages(document, seen, say, phone);
  if (place !== "support") return;
  showTold(document, seen, say);
  showAfterSetback(document);
  showPeople(document, seen, say);
  showRequests(document, seen, say, takeBack);
}

/** Registers the service worker, and asks one that waits to take over, until it has; in a new language it fetches the kept pages anew. */
async function install(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const worker = await navigator.serviceWorker.register("/companion/sw.js", { scope: "/companion/" });
  const askAgain = (): void => worker.waiting?.postMessage({ takeOver: true });
  askAgain();
  setInterval(askAgain, 10_000);
  const { active } = await navigator.serviceWorker.ready;
  const look = document.querySelector<HTMLElement>(".companion")?.dataset["look"] ?? "";
  active?.postMessage({ keepPages: document.documentElement.lang, look });
}

/** Where this page keeps what it knows; a browser that refuses to keep anything is used like a phone that may not. */
async function openStore(): Promise<Keeping> {
  if (isShared) return new PageStore();
  return Store.open().catch(() => new PageStore());
}

/** What the server says of this session is what holds, whatever the cookie said when the page was opened. */
function heard(sharedMinutes: number): void {
  if (sharedMinutes > 0 !== isShared) location.reload();
  else if (isShared) idle?.(sharedMinutes);
}

const isShared = isSharedPhone(document.cookie);
let phone: Phone | undefined;
let library: Awaited<ReturnType<typeof loadLibrary>> | undefined;
let week: typeof import("./week") | undefined;
let use: typeof import("./use") | undefined;
let messages: typeof import("./messages") | undefined;
let idle: ((minutes: number) => void) | undefined;
refreshToken(document);
guardSignal(document);
offerThisDevice(document);
printOnTap(document);
copyOnTap(document);
followTest(document);
askAboutZone(document);
void install().catch(() => undefined); // without it everything works that works with a signal
if (isShared && !isThisTab()) {
  // The tab in which somebody had signed in was closed: whoever opens a new one is not taken for them.
  if (await endSession()) location.replace("/accounts/login/");
  else addEventListener("online", () => location.reload());
} else {
  await begin();
}

/** A script that only one page needs, from the address that the frame names. */
async function load<Script>(name: "week" | "use" | "messages"): Promise<Script | undefined> {
  const address = document.querySelector<HTMLElement>(".companion")?.dataset[name] ?? "";
  return (import(address) as Promise<Script>).catch(() => undefined);
}

async function begin(): Promise<void> {
  try {
    phone = new Phone(await openStore(), show, place, heard);
    if (isShared) {
      idle = endWhenIdle(phone);
      await emptyThisPhone(document, say);
    }
    warnBeforeLeaving(phone);
    if (document.querySelector("form[data-note]")) keepNotes(document, "", isShared ? sessionStorage : localStorage);
    startPeers(document, isShared ? sessionStorage : localStorage);
    startAsking(document, phone);
    startCheckIn(document, phone, say);
    startMeasures(document, phone);
    startMe(document, phone, say);
    startPlan(document, phone, say);
    startMedicines(document, phone, say);
    startWorksheets(document, phone, say);
    startDiary(document, phone, say);
    startCoping(document, phone, say);
    if (place === "library") {
      library = await loadLibrary(document).catch(() => undefined);
      library?.startLibrary(document, phone, say);
      setHidden(document, "#library-none", library !== undefined);
    }
    if (place === "week") {
      week = await load("week");
      setHidden(document, "#week-none", week !== undefined);
      await week?.startWeek(document, phone, say);
    }
    if (place === "use") {
      use = await load("use");
      setHidden(document, "#use-unloaded", use !== undefined);
      use?.startUse(document, phone, say);
    }
    if (place === "messages") {
      messages = await load("messages");
      setHidden(document, "#messages-unloaded", messages !== undefined);
      messages?.startMessages(document, phone, say);
    }
    if (place === "today") lookAtTheClock(phone);
    await phone.start();
    listen(() => void phone?.refresh());
  } catch {
    setHidden(document, "#no-room", false);
  }
}
