/** What a notice calls itself and shows, where a phone's owner chose a discreet name and picture. */

/** A look's picture, by its name, as the build named it. */
declare const ICONS: Record<string, string>;

export interface Look {
  title: string;
  icon: string;
}

const TITLES: Record<string, Record<string, string>> = {
  notes: { en: "Notes", es: "Notas" },
  journal: { en: "Journal", es: "Diario" },
};

/** The house's own for a name that is not known. */
export function lookOf(name: string, language: string): Look {
  const titles = TITLES[name];
  const icon = titles ? ICONS[`home-${name}`] : ICONS["home"];
  return { title: titles?.[language] ?? titles?.["en"] ?? "Daybridge", icon: icon ?? "" };
}
