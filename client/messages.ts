/** The thread's own script: loaded by the page that shows it, and by nothing else. */
export { showMessages, startMessages } from "./messaging/page";
