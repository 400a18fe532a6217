/** The staff's pages: everything works without this file; with it they are live, keyboard-friendly and lock themselves. */
import { offerThisDevice } from "./notifications/device";
import { announceAlerts } from "./workspace/announce";
import { walkBoards } from "./workspace/board";
import { moveFocusToErrors } from "./workspace/focus";
import { insertOnTap } from "./workspace/inserting";
import { keepNotes } from "./notes/keeping";
import { listenForPokes } from "./workspace/live";
import { lockWhenIdle } from "./workspace/lock";
import { openMenusAndDialogs, sendOnce } from "./workspace/openers";
import { explainPasskeyTrouble, openPasskeyButtons } from "./workspace/passkeys";
import { holdNewsWhilePressed } from "./workspace/pressed";
import { printOnTap } from "./workspace/printing";
import { WeekGrid } from "./workspace/schedule";
import { offerSharedPhone } from "./workspace/shared_phone";
import { tellWhenStale } from "./workspace/stale";
import { UseCalendar } from "./workspace/use_calendar";

openMenusAndDialogs(document);
sendOnce(document);
moveFocusToErrors(document);
explainPasskeyTrouble(document);
openPasskeyButtons(document);
printOnTap(document);
insertOnTap(document);
offerSharedPhone(document);
customElements.define("week-grid", WeekGrid);
customElements.define("use-calendar", UseCalendar);

const frame = document.querySelector<HTMLElement>(".workspace");
if (frame) {
  announceAlerts(document);
  offerThisDevice(document);
  walkBoards(document);
  keepNotes(document, frame.dataset["person"] ?? "");
  tellWhenStale(document);
  holdNewsWhilePressed(document);
  listenForPokes(frame.dataset["live"] ?? "/live");
  lockWhenIdle(frame);
}
