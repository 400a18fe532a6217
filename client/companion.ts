/** The participant's pages. */
export {};
