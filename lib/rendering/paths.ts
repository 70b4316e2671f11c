/** Reads the property paths of recordings, and goes along them. */

import { pathOf } from "../testing/paths";

/** The steps of a path. */
export function parsePath(path: string): (string | number)[] {
  return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, name]) => {
    if (quoted !== undefined) return JSON.parse(`"${quoted}"`) as string;
    return index === undefined ? (name ?? "") : Number(index);
  });
}

/** Puts a value in the place of another. */
export function replaceAt(root: Record<string, unknown>, path: (string | number)[], value: unknown): void {
  const last = path.at(-1);
  if (last === undefined) return;
  const holder = path.slice(0, -1).reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], root);
  (holder as Record<string | number, unknown>)[last] = value;
}

/** Every string in a value with its path. */
export function stringsIn(value: unknown, path = ""): { path: string; value: string }[] {
  if (typeof value === "string") return [{ path, value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => stringsIn(item, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => stringsIn(item, pathOf(path, key)));
}
