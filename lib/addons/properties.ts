/** Writes configuration files of the Java world: properties as Spark reads them, core-site.xml as Hadoop reads it. */

/** `key=value` lines, escaped as java.util.Properties wants it, sorted so that the same configuration is the same text. */
export function javaProperties(configuration: Record<string, string>): string {
  return sorted(configuration)
    .map(([key, value]) => `${escapeKey(key)}=${escapeValue(value)}\n`)
    .join("");
}

/** The `spark.hadoop.*` part of a Spark configuration, for programs that are Hadoop's and not Spark's. */
export function coreSite(configuration: Record<string, string>): string {
  const prefix = "spark.hadoop.";
  const properties = sorted(configuration)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => {
      const name = escapeXml(key.slice(prefix.length));
      return `  <property><name>${name}</name><value>${escapeXml(value)}</value></property>\n`;
    });
  return `<configuration>\n${properties.join("")}</configuration>\n`;
}

function sorted(configuration: Record<string, string>): [string, string][] {
  return Object.entries(configuration).sort(([a], [b]) => (a < b ? -1 : 1));
}

function escapeKey(key: string): string {
  return escapeValue(key).replace(/[ =:#!]/g, "\\$&");
}

function escapeValue(value: string): string {
  return value
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")
    .replace(/^ /, "\\ ");
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
