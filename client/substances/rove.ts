/** Walking a month of days by keys: one day takes the Tab key, arrows go from day to day. */

/** The day that a key leads to from another (ISO dates); undefined for a key that means nothing here. Weeks begin on Sunday. */
export function dayAfter(key: string, day: string): string | undefined {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, Home: -weekday, End: 6 - weekday };
  const step = steps[key];
  if (step === undefined) return undefined;
  const noon = new Date(`${day}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() + step);
  return noon.toISOString().slice(0, 10);
}

function daysIn(grid: HTMLElement): HTMLButtonElement[] {
  return [...grid.querySelectorAll<HTMLButtonElement>("button[data-day]")];
}

/** One day alone takes the Tab key: this one, else the last. */
export function settle(grid: HTMLElement, day?: string): void {
  const days = daysIn(grid);
  const chosen = days.find((one) => one.dataset["day"] === day) ?? days.at(-1);
  for (const one of days) one.tabIndex = one === chosen ? 0 : -1;
}

export function rove(grid: HTMLElement): void {
  settle(grid);
  grid.addEventListener("keydown", (press) => {
    const at = (press.target as HTMLElement).dataset["day"];
    const to = at && dayAfter(press.key, at);
    if (!to) return;
    press.preventDefault();
    const days = daysIn(grid);
    const ends = days.filter((one) => (press.key === "Home" ? (one.dataset["day"] ?? "") >= to : (one.dataset["day"] ?? "") <= to));
    const there = days.find((one) => one.dataset["day"] === to) ?? (press.key === "Home" ? ends[0] : press.key === "End" ? ends.at(-1) : undefined);
    if (!there) return;
    settle(grid, there.dataset["day"]);
    there.focus();
  });
  grid.addEventListener("focusin", (came) => settle(grid, (came.target as HTMLElement).dataset["day"]));
}
