/** A search over titles and bodies that needs no network. */
import type { Block, Piece } from "./shelf";

/** Words as a search compares them: small letters without accents. */
export function plain(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}

/** The pieces with every word of `wanted` in title or body, those with all in the title first; none for an empty search. */
export function found(pieces: Piece[], wanted: string): Piece[] {
  const words = plain(wanted).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const inTitle = pieces.filter(({ title }) => words.every((word) => plain(title).includes(word)));
  const inBody = pieces.filter((piece) => !inTitle.includes(piece) && words.every((word) => textOf(piece).includes(word)));
  return [...inTitle, ...inBody];
}

function textOf({ title, body }: Piece): string {
  return plain([title, ...body.map(wordsOf)].join(" "));
}

function wordsOf(block: Block): string {
  return block.is === "list" ? block.lines.join(" ") : block.words;
}
