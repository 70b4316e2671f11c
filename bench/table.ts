/** How the benchmark's tables look. */

/** Without colours, so that a table can be kept in a file. */
export const plain = { head: [], border: [] };
