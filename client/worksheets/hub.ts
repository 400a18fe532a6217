/** Skills: every way into one's own work, what is open first. */
import type { Seen } from "../companion/phone";
import { clockOf, dayWords, setHidden, showRows } from "../companion/shown";
import type { Say } from "../companion/words";
import { entriesOf, isOpen, titleOf, type Worksheet } from "./work";

const MOST_OPEN = 4;

export function showHub(page: Document, seen: Seen, say: Say): void {
  const worksheets = seen.work?.worksheets ?? [];
  for (const list of page.querySelectorAll<HTMLElement>("[data-place]")) {
    const here = worksheets.filter(({ place }) => place === list.dataset["place"]);
    showRows(list, here.map((one) => door(page, one.icon, `/companion/worksheets/?sheet=${one.code}`, one.name, one.lede)));
  }
  showOpen(page, seen, say);
}

/** What was planned or begun: the way back to it. */
export function showOpen(page: Document, seen: Seen, say: Say): void {
  const clock = clockOf(page, seen);
  const byCode = new Map<string, Worksheet>(seen.work?.worksheets.map((one) => [one.code, one]));
  const open = entriesOf(seen.work, seen.items).flatMap((entry) => {
    const worksheet = byCode.get(entry.worksheet);
    return worksheet && isOpen(worksheet, entry) ? [{ worksheet, entry }] : [];
  });
  setHidden(page, "#open-work", open.length === 0);
  const rows = open.slice(0, MOST_OPEN).map(({ worksheet, entry }) => door(page, worksheet.icon, `/companion/worksheets/?sheet=${worksheet.code}`, titleOf(worksheet, entry), `${worksheet.name} · ${dayWords(entry.on_day, say, clock)}`));
  showRows(page.querySelector<HTMLElement>("#open-work ul"), rows);
}

function door(page: Document, icon: string, href: string, name: string, beside: string): HTMLElement {
  const made = page.createElement("li");
  const link = page.createElement("a");
  link.href = href;
  const sprite = page.querySelector<SVGUseElement>(".companion-places use")?.getAttribute("href")?.split("#")[0] ?? "";
  const drawing = page.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = page.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${icon}`);
  drawing.append(use);
  const words = page.createElement("span");
  words.append(name);
  const soft = page.createElement("span");
  soft.className = "soft";
  soft.textContent = beside;
  words.append(soft);
  link.append(drawing, words);
  made.append(link);
  return made;
}
