/** As much of an XML parser as an SVG document needs: throws for what is not well-formed. */

export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

const tag = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y;

export function parseXml(document: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  for (let at = 0; at < document.length;) {
    const within = open.at(-1)!;
    tag.lastIndex = at;
    const [all, end, name = "", attributes = "", empty] = tag.exec(document) ?? [];
    if (all === undefined) {
      const next = document.indexOf("<", at + 1);
      const text = document.slice(at, next < 0 ? undefined : next);
      if (/[<]|&(?!(?:amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`not well-formed: ${text}`);
      within.text += text;
      at += text.length;
      continue;
    }
    at += all.length;
    if (end === "/") {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]);
    const element = { name, attributes: Object.fromEntries(pairs) as Record<string, string>, children: [], text: "" };
    within.children.push(element);
    if (empty === "") open.push(element);
  }
  if (open.length > 1 || root.children.length !== 1) throw new Error("not one document");
  return root.children[0]!;
}

/** An element and all that is in it, in order. */
export function allOf(element: Element): Element[] {
  return [element, ...element.children.flatMap(allOf)];
}
