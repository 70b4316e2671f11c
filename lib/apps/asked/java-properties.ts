/** Reads what `java.util.Properties` writes: https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/Properties.html */

const escapes: Record<string, string> = { t: "\t", n: "\n", r: "\r", f: "\f" };

export function readJavaProperties(text: string): Record<string, string> {
  const lines = text
    // A backslash before the end of a line joins lines, unless it is itself one that a backslash escapes.
    .replace(/(?<!\\)((?:\\\\)*)\\\r?\n[ \t\f]*/g, "$1")
    .split(/\r?\n/)
    .map((line) => line.trimStart())
    .filter((line) => line !== "" && !/^[#!]/.test(line));
  return Object.fromEntries(
    lines.map((line) => {
      const [, key = "", value = ""] = /^((?:\\.|[^\\\s=:])*)\s*[=:]?\s*(.*)$/s.exec(line) ?? [];
      return [unescaped(key), unescaped(value)];
    }),
  );
}

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, one: string) =>
    code === undefined ? (escapes[one] ?? one) : String.fromCharCode(parseInt(code, 16)),
  );
}
