/** How the benchmark's tables look. */

/** Without colours, so that a table can be kept in a file, and without lines between its rows. */
export const plain = { head: [], border: [], compact: true };
