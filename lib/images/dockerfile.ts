/** The Dockerfile of an image of Spark with connectors to object storage: one file, that needs no other. Pure. */

import { type IssueList, quoted } from "../plan/issue";
import { minorOf, type SparkMinor } from "../plan/spark/registry/minors";
import { checkSparkVersion, defaultSparkVersion } from "../plan/spark/versions";
import { checksumOf } from "./checksums";
import { type Connector, connectors, type Coordinates, fileOf, hadoopOf, jarsOf } from "./connectors";
import { mavenCommand, pom } from "./pom";

export interface SparkDockerfileArgs {
  /** Spark version, 3.5.2 to 4.3. @default "4.1.1" */
  version?: string;
  /** Schemes of the object storage that the image can open. At least one. */
  connectors: Connector[];
  /**
   * Image to start from, of the same Spark version: that of a mirror, one with R (`apache/spark:4.1.1-r`) or without Python
   * (`apache/spark:4.1.1-scala`), or one pinned by its digest. @default `apache/spark:<version>`, which has Python
   */
  base?: string;
  /** Image with Maven and a JDK, which gets the jars; nothing of it is left in the image. @default maven:3.9.9-eclipse-temurin-17 */
  mavenImage?: string;
  /** SHA-512 of jars that the library does not know yet, by the names of their files. @default none */
  checksums?: Record<string, string>;
  /** Instructions of a Dockerfile that come last and run as root, for example `RUN pip3 install ...`. @default none */
  instructions?: string[];
}

/** An image that is to be built, as plain data. */
export interface ImagePlan {
  version: string;
  connectors: Connector[];
  base: string;
  /** What is added to it. */
  jars: { file: string; jar: Coordinates; sha512?: string }[];
  /** The whole Dockerfile. */
  dockerfile: string;
}

const defaultMavenImage = "maven:3.9.9-eclipse-temurin-17";

/** The user of Apache's images, by number: Kubernetes can't tell of a name that it is not root. */
const SPARK_UID = 185;

/** @returns undefined when an issue was added */
export function planImage(args: SparkDockerfileArgs, issues: IssueList): ImagePlan | undefined {
  const { version: asked = defaultSparkVersion, checksums = {}, instructions = [] } = args;
  const { base = `apache/spark:${asked}`, mavenImage = defaultMavenImage } = args;
  const before = issues.length;
  const version = checkSparkVersion(asked, "version", issues);
  checkConnectors(args.connectors, issues);
  checkReference(base, "base", issues);
  checkReference(mavenImage, "mavenImage", issues);
  checkBaseVersion(base, asked, issues);
  checkChecksums(checksums, issues);
  checkInstructions(instructions, issues);
  const minor = version && minorOf(version);
  if (minor === undefined || issues.length > before) return undefined;

  const jars = jarsOf(asked, minor, args.connectors).map((jar) => {
    const file = fileOf(jar);
    return { file, jar, sha512: checksums[file] ?? checksumOf(jar) };
  });
  const plan = { version: asked, connectors: args.connectors, base, jars };
  return { ...plan, dockerfile: render(plan, minor, mavenImage, instructions) };
}

/** The names of jars of which only the repository's own checksum is known. */
export function unpinned({ jars }: ImagePlan): string[] {
  return jars.flatMap(({ file, sha512 }) => (sha512 === undefined ? [file] : []));
}

function render(
  { version, connectors: schemes, base, jars }: Omit<ImagePlan, "dockerfile">,
  minor: SparkMinor,
  mavenImage: string,
  instructions: readonly string[],
): string {
  const hadoop = hadoopOf(minor);
  const sums = jars.flatMap(({ file, sha512 }) => (sha512 === undefined ? [] : [`${sha512}  ${file}`]));
  return [
    `# Spark ${version} with Hadoop ${hadoop}'s ${schemes.join(", ")}.`,
    `FROM ${base} AS spark`,
    "",
    "# Jars are the same on every architecture.",
    `FROM --platform=$BUILDPLATFORM ${mavenImage} AS jars`,
    "WORKDIR /connectors",
    "COPY <<'POM' pom.xml",
    pom(jars.map(({ jar }) => jar)) + "POM",
    "COPY <<'SHA512SUMS' SHA512SUMS",
    ...sums,
    "SHA512SUMS",
    "# A settings.xml of Maven, with a mirror and what it asks for, is taken from the secret maven-settings where there is one.",
    "RUN --mount=type=secret,id=maven-settings,target=/root/.m2/settings.xml \\",
    `    ${mavenCommand} && \\`,
    "    cd jars && sha512sum --check --strict --quiet ../SHA512SUMS && touch --date=@0 *.jar",
    "# Ends the build where the image has another Hadoop than the connectors are of.",
    `COPY --from=spark /opt/spark/jars/hadoop-client-api-${hadoop}.jar /hadoop/`,
    "",
    "FROM spark",
    "USER root",
    "COPY --from=jars --chown=0:0 --chmod=644 /connectors/jars/*.jar /opt/spark/jars/",
    ...instructions,
    `USER ${SPARK_UID}`,
    "",
  ].join("\n");
}

function checkConnectors(given: readonly Connector[], issues: IssueList): void {
  if (given.length > 0 && new Set(given).size === given.length) return;
  issues.add({
    path: "connectors",
    value: given,
    problem: "names no connectors, each once",
    allowed: `a list of ${quoted(connectors)}`,
    change: "Name the schemes of the storage that jobs open.",
  });
}

/** https://github.com/distribution/reference, as far as it keeps one argument of FROM apart from the next instruction. */
function checkReference(image: string, path: string, issues: IssueList): void {
  if (/^[A-Za-z0-9][\w.:/@-]*$/.test(image)) return;
  issues.add({
    path,
    value: image,
    problem: "is no name of an image",
    allowed: 'a name such as "apache/spark:4.1.1" or "<registry>/<repository>@sha256:<digest>"',
    change: `Leave ${path} out for the public image.`,
  });
}

/** A name may say nothing of Spark's version; one that says another one is a mistake. */
function checkBaseVersion(base: string, version: string, issues: IssueList): void {
  const said = /spark[^:@]*:v?(\d+\.\d+\.\d+)/.exec(base)?.[1];
  if (said === undefined || said === version) return;
  issues.add({
    path: "base",
    value: base,
    problem: `is of Spark ${said}, and the connectors are of ${version}`,
    allowed: `an image of Spark ${version}`,
    change: `Use another image, or version "${said}".`,
  });
}

function checkChecksums(checksums: Record<string, string>, issues: IssueList): void {
  for (const [file, sum] of Object.entries(checksums)) {
    if (/^[0-9a-f]{128}$/.test(sum)) continue;
    issues.add({
      path: `checksums[${JSON.stringify(file)}]`,
      value: sum,
      problem: "is no SHA-512",
      allowed: "128 hexadecimal digits in lower case",
      change: "Take it from the .sha512 file beside the jar, or from sha512sum.",
    });
  }
}

/** https://docs.docker.com/reference/dockerfile/#here-documents */
const HERE_DOCUMENT = /<<-?(["']?)(\w+)\1[^\n]*\n[^]*?^\s*\2$/gm;

/** What ends the stage would leave the connectors behind. */
function checkInstructions(instructions: readonly string[], issues: IssueList): void {
  instructions.forEach((instruction, index) => {
    if (!/^\s*(FROM|USER)\b/im.test(instruction.replace(HERE_DOCUMENT, ""))) return;
    issues.add({
      path: `instructions[${index}]`,
      value: instruction,
      problem: "begins another image, or changes the user",
      allowed: `instructions that run as root; the image then runs as ${SPARK_UID}`,
      change: "Build the other image by itself, and COPY --from its name.",
    });
  });
}
