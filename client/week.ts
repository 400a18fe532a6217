/** The week's own script: loaded by the page that shows it, and by nothing else. */
export { showWeek, startWeek } from "./week/page";
