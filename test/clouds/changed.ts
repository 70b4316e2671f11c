/** A copy of recorded inputs with one property changed: how mistakes are made on purpose. */

/** @param path of the property, for example `rules[0].filter.prefix`; @param to `undefined` takes the property away */
export function changed(inputs: Record<string, unknown>, path: string, to: unknown): Record<string, unknown> {
  const copy = structuredClone(inputs);
  const names = path.split(/[.[\]]+/).filter((name) => name !== "");
  const last = names.pop()!;
  let holder: Record<string, unknown> = copy;
  for (const name of names) holder = (holder[name] ??= {}) as Record<string, unknown>;
  if (to === undefined) Reflect.deleteProperty(holder, last);
  else holder[last] = to;
  return copy;
}
