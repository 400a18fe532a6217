/** My progress: days, not streaks; what went together, as counts; what was reached, which stays. */
import type { Seen } from "../companion/phone";
import { checkInsOf } from "../companion/picture";
import { clockOf, paragraph, setHidden, setWords, showRows } from "../companion/shown";
import { dayOf, daysBefore } from "../companion/times";
import { showPicture } from "../companion/trend";
import type { Say } from "../companion/words";
import { entriesOf, isSaid, type Insight } from "./work";

export function showProgress(page: Document, seen: Seen, say: Say): void {
  const { progress } = seen.work ?? {};
  setHidden(page, "#progress", progress === undefined);
  if (!progress) return;
  const { without, of } = progress.days;
  setWords(page, "#days-words", without === of ? say("days-all", { of }) : say("days", { without, of }));
  const path = page.querySelector<HTMLProgressElement>("#days-path");
  if (path) Object.assign(path, { max: Math.max(1, of), value: without });
  showWeek(page, seen, say);
  const insights = progress.insights.map((one) => listItem(page, insightWords(one, say)));
  setHidden(page, "#insights-none", insights.length > 0);
  setHidden(page, "#insights-caution", insights.length === 0);
  showRows(page.querySelector<HTMLElement>("#insights"), insights);
  const reached = progress.milestones.map(({ code, reached }) => listItem(page, say(`reached-${code}`, { n: reached }))).filter(({ textContent }) => textContent);
  setHidden(page, "#milestones-card", reached.length === 0);
  showRows(page.querySelector<HTMLElement>("#milestones"), reached);
  showPicture(page, seen, say);
}

function listItem(page: Document, words: string): HTMLElement {
  const made = page.createElement("li");
  made.append(paragraph(page, words));
  return made;
}

export function insightWords({ code, good_with, days_with, good_without, days_without, tells }: Insight, say: Say): string {
  return say(tells ? `insight-${code}` : `insight-same-${code}`, { good_with, days_with, good_without, days_without });
}

function showWeek(page: Document, seen: Seen, say: Say): void {
  const today = dayOf(new Date(), clockOf(page, seen).zone);
  const since = daysBefore(today, 6);
  const inWeek = ({ on_day }: { on_day: string }): boolean => on_day >= since && on_day <= today;
  const checkIns = new Set(checkInsOf(seen.today, seen.items).filter(inWeek).map(({ on_day }) => on_day)).size;
  const entries = entriesOf(seen.work, seen.items).filter(inWeek);
  const skills = entries.flatMap(({ worksheet, answers }) => (worksheet === "diary" && Array.isArray(answers["skills"]) ? answers["skills"] : []));
  const done = entries.filter(({ worksheet, answers }) => worksheet === "activity-plan" && isSaid(answers["done"]) && answers["done"] !== "not-yet").length;
  const rest = entries.filter(({ worksheet }) => !["diary", "activity-plan", "setback", "coping", "comfort", "sleep-diary", "wellness-day"].includes(worksheet)).length;
  const counts: [string, number][] = [["week-check-ins", checkIns], ["week-skills", skills.length], ["week-done", done], ["week-worksheets", rest]];
  const lines = counts.filter(([, n]) => n > 0).map(([word, n]) => listItem(page, say(word, { n })));
  showRows(page.querySelector<HTMLElement>("#week"), lines);
  setHidden(page, "#week-none", lines.length > 0);
}
