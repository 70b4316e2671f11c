/** Writes options as one types them, so that a next command can be copied. */

/** For example ` --cloud aws --machine m7g.4xlarge --max-pods 30`. */
export function optionText(options: object, names: readonly string[]): string {
  const given = options as Record<string, unknown>;
  return names
    .filter((name) => given[name] !== undefined)
    .flatMap((name) => {
      const value = given[name];
      const option = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      if (value === true) return [option];
      return [value].flat().map((one) => `${option} ${String(one)}`);
    })
    .map((text) => ` ${text}`)
    .join("");
}
