/** Sentences live in the page's template in the person's language; the script only chooses one and fills its braces. */
export type Say = (word: string, values?: Record<string, string | number>) => string;

export function wordsOf(page: Document): Say {
  const templates = page.querySelectorAll<HTMLTemplateElement>("#words, template[data-words]");
  const spoken = Array.from(templates).flatMap(({ content }) => Array.from(content.querySelectorAll<HTMLElement>("[data-word]")));
  const words = new Map(spoken.map((one) => [one.dataset["word"] ?? "", one.textContent ?? ""]));
  return (word, values = {}) => filled(words.get(word) ?? "", values);
}

export function filled(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (brace, name: string) => String(values[name] ?? brace));
}
