/** Days and times as this person's own clock shows them. Days are ISO dates ("2026-11-23"). */
export interface Clock {
  language: string;
  zone: string;
}

export function dayOf(moment: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  const by = Object.fromEntries(parts.formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${by["year"]}-${by["month"]}-${by["day"]}`;
}

export function daysBefore(day: string, days: number): string {
  const noon = new Date(`${day}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() - days);
  return noon.toISOString().slice(0, 10);
}

export function timeWords(moment: string, { language, zone }: Clock): string {
  return new Intl.DateTimeFormat(language, { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(moment));
}

/** "Monday, November 23", for a day that is neither today nor yesterday. */
export function dateWords(day: string, language: string): string {
  const noon = new Date(`${day}T12:00:00Z`);
  return new Intl.DateTimeFormat(language, { timeZone: "UTC", weekday: "long", month: "long", day: "numeric" }).format(noon);
}

/** "Nov 23", where there is no room for more. */
export function shortDate(day: string, language: string): string {
  return new Intl.DateTimeFormat(language, { timeZone: "UTC", month: "short", day: "numeric" }).format(new Date(`${day}T12:00:00Z`));
}

/** The phone's own zone until the server has said the person's. */
export function phoneZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
