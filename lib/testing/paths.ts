/** Property paths as Pulumi writes them: `spec.template["my.key"][0]`. */

/** The path of a field; a key that is no identifier stands in quotes. */
export function pathOf(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}
