/** The calendar's own script: loaded by the page that shows it, and by nothing else. */
export { showUse, startUse } from "./substances/page";
