/** The Maven project that gets jars by their exact versions, and nothing that they depend on. Pure. */

import type { Coordinates } from "./connectors";

/** https://maven.apache.org/plugins/maven-dependency-plugin/copy-mojo.html; it copies into `jars`. */
const PLUGIN_VERSION = "3.8.1";

/** What a build runs beside it. Maven refuses a file that is not what the repository's own checksum says. */
export const mavenCommand = "mvn --batch-mode --no-transfer-progress --strict-checksums dependency:copy";

export function pom(jars: readonly Coordinates[]): string {
  return [
    "<project>",
    "  <modelVersion>4.0.0</modelVersion>",
    "  <groupId>spark-platform</groupId>",
    "  <artifactId>connectors</artifactId>",
    "  <version>1</version>",
    "  <packaging>pom</packaging>",
    "  <build><plugins><plugin>",
    "    <artifactId>maven-dependency-plugin</artifactId>",
    `    <version>${PLUGIN_VERSION}</version>`,
    "    <configuration>",
    "      <outputDirectory>jars</outputDirectory>",
    "      <artifactItems>",
    ...jars.map(artifactItem),
    "      </artifactItems>",
    "    </configuration>",
    "  </plugin></plugins></build>",
    "</project>",
    "",
  ].join("\n");
}

function artifactItem(jar: Coordinates): string {
  const [groupId, artifactId, version, classifier] = jar.split(":");
  const parts = { groupId, artifactId, version, ...(classifier !== undefined && { classifier }) };
  const elements = Object.entries(parts).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `        <artifactItem>${elements.join("")}</artifactItem>`;
}
