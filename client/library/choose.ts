/** Which exercises fit a moment, the best first: what the page for a hard moment asks. */
import type { Exercise, Help, Piece, Visit } from "./shelf";

export interface Moment {
  /** 0 to 10, as the person says it now. */
  distress: number;
  /** What it is about, where the person says so. */
  helps?: Help[];
  /** One's own visits: what helped before comes first. */
  visits: Visit[];
}

const WORTH = { yes: 4, a_little: 2, "": 0, no: -3 } as const;

/** The exercises for this much distress: those that helped before first, then those that fit what it is about. */
export function exercisesFor(pieces: Piece[], { distress, helps = [], visits }: Moment): Exercise[] {
  const fitting = pieces.filter((piece): piece is Exercise => piece.kind === "exercise" && piece.distress !== null && piece.distress.least <= distress && distress <= piece.distress.most);
  const ranked = fitting.map((piece, place) => ({ piece, place, rank: WORTH[lastWord(visits, piece.code)] + 2 * piece.helps_with.filter((one) => helps.includes(one)).length }));
  return ranked.sort((one, other) => other.rank - one.rank || one.place - other.place).map(({ piece }) => piece);
}

function lastWord(visits: Visit[], code: string): Visit["helped"] {
  const said = visits.filter((visit) => visit.code === code && visit.helped !== "");
  return said.sort((one, other) => other.opened_at.localeCompare(one.opened_at))[0]?.helped ?? "";
}
