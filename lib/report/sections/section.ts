/** One table of the report as data, so that the terminal and the page show the same cells. */

export interface Column {
  title: string;
  /** Numbers stand right. @default "left" */
  align?: "left" | "right";
  /** Text that may break between words when the terminal is narrow. */
  prose?: boolean;
  /** Prose with names so long that they may break after a dot, a comma or an equals sign. */
  names?: boolean;
}

export interface Section {
  /** Fragment of the page's address. */
  id: string;
  title: string;
  /** One sentence under the title. */
  intro?: string;
  /** In a terminal: a table, or `key = value` with the third cell, a sentence, below. @default "table" */
  layout?: "table" | "settings";
  columns: Column[];
  rows: string[][];
  /** Sentences under the table. */
  notes?: string[];
}
