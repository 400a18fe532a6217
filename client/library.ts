/** The library's own script: loaded by the pages that show it, and by nothing else (see library/load.ts). */
export { exercisesFor } from "./library/choose";
export { showLibrary, startLibrary, suggestAfter } from "./library/page";
export { runExercise } from "./library/player";
export { found } from "./library/search";
export { enteredIn, suggestionsFor } from "./library/suggest";
export { visitsOf } from "./library/visits";
