/** Writes HTML without a way to forget escaping: text goes in through the template, markup is marked as such. */

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Markup that is safe to put into a page. */
export class Html {
  constructor(readonly markup: string) {}
}

/** Escaped unless it is markup already; lists are put together. */
type Part = Html | string | number | readonly Html[];

/** Template tag: everything that is put in is escaped, except markup made by this tag. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.reduce((markup, text, index) => markup + rendered(parts[index - 1] ?? "") + text));
}

export const NOTHING = new Html("");

function rendered(part: Part): string {
  if (part instanceof Html) return part.markup;
  if (typeof part === "string") return part.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
  if (typeof part === "number") return String(part);
  return part.map(({ markup }) => markup).join("");
}
