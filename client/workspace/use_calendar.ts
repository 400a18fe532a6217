/** The month of somebody's days on the staff's page: walked by keys, and after a tap the same day has the focus again. */
import { rove, settle } from "../substances/rove";

const LAST = "daybridge-use-day";

export class UseCalendar extends HTMLElement {
  connectedCallback(): void {
    rove(this);
    this.addEventListener("click", (tap) => {
      const day = (tap.target as HTMLElement).closest<HTMLElement>("button[data-day]")?.dataset["day"];
      if (day) sessionStorage.setItem(LAST, day);
    });
    const day = sessionStorage.getItem(LAST);
    if (!day) return;
    sessionStorage.removeItem(LAST);
    settle(this, day);
    const again = (): void => this.querySelector<HTMLElement>(`button[data-day="${CSS.escape(day)}"]`)?.focus();
    if (document.readyState === "complete") again();
    else addEventListener("load", () => setTimeout(again), { once: true }); // going to #calendar takes the focus away first
  }
}
