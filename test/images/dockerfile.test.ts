import { sparkDockerfile, type SparkDockerfileArgs } from "../../lib/images";
import { connectors, jarsOf } from "../../lib/images/connectors";
import known from "../../lib/images/checksums.json";
import { sparkMinors } from "../../lib/plan/spark/registry/minors";
import { issuesIn } from "../issues-in";
import { parseDockerfile, type Instruction } from "./parse-dockerfile";

const s3a: SparkDockerfileArgs = { version: "4.1.1", connectors: ["s3a"] };

/** Instructions of each stage, by its name; the last has none. */
function stages(text: string): Map<string, Instruction[]> {
  const found = new Map<string, Instruction[]>();
  let stage: Instruction[] = [];
  for (const instruction of parseDockerfile(text)) {
    if (instruction.name === "FROM") found.set(/ AS (\w+)$/.exec(instruction.text)?.[1] ?? "", (stage = []));
    stage.push(instruction);
  }
  return found;
}

function artifacts(args: SparkDockerfileArgs): string[] {
  const items = sparkDockerfile(args).matchAll(/<artifactItem>(.*)<\/artifactItem>/g);
  return Array.from(items, ([, item = ""]) => Array.from(item.matchAll(/>([^<]+)</g), ([, part]) => part).join(":"));
}

describe("the Dockerfile", () => {
  test("has three stages: Spark, jars that a Maven got on the machine that builds, and the image", () => {
    const found = stages(sparkDockerfile(s3a));
    const shape = [...found].map(([stage, instructions]) => [stage, instructions.map(({ name }) => name)]);
    expect(shape).toEqual([
      ["spark", ["FROM"]],
      ["jars", ["FROM", "WORKDIR", "COPY", "COPY", "RUN", "COPY"]],
      ["", ["FROM", "USER", "COPY", "USER"]],
    ]);
    const [spark, jars, image] = [...found.values()].map(([from]) => from?.text);
    expect(spark).toBe("apache/spark:4.1.1 AS spark");
    expect(jars).toBe("--platform=$BUILDPLATFORM maven:3.9.9-eclipse-temurin-17 AS jars");
    expect(image).toBe("spark");
  });

  test("ends as the user of Apache's images, by number, so that Kubernetes knows that it is not root", () => {
    // ARG spark_uid=185 in https://github.com/apache/spark-docker/blob/master/Dockerfile.template
    expect(parseDockerfile(sparkDockerfile(s3a)).at(-1)).toMatchObject({ name: "USER", text: "185" });
  });

  test("asks every jar for the sum that is pinned, and takes none besides", () => {
    const text = sparkDockerfile(s3a);
    const [, sums = ""] = /COPY <<'SHA512SUMS' SHA512SUMS\n([^]*?)SHA512SUMS\n/.exec(text) ?? [];
    const files = sums.trim().split("\n");
    expect(files).toHaveLength(artifacts(s3a).length);
    expect(files.filter((line) => !/^[0-9a-f]{128} {2}[\w.-]+\.jar$/.test(line))).toEqual([]);
    expect(text).toContain("sha512sum --check --strict");
    expect(text).not.toMatch(/apt-get|curl|wget|https?:/);
  });

  test("stops where the image has another Hadoop than the connectors", () => {
    // hadoop.version of spark-parent_2.13:4.1.1 is 3.4.2, of spark-parent_2.12:3.5.8 it is 3.3.4.
    expect(sparkDockerfile(s3a)).toContain("COPY --from=spark /opt/spark/jars/hadoop-client-api-3.4.2.jar");
    const old = sparkDockerfile({ version: "3.5.8", connectors: ["s3a"] });
    expect(old).toContain("COPY --from=spark /opt/spark/jars/hadoop-client-api-3.3.4.jar");
  });

  test("starts from another image, and takes instructions before it gives root up", () => {
    const text = sparkDockerfile({
      ...s3a,
      base: "registry.example.com/hub/apache/spark:4.1.1-r",
      mavenImage: "registry.example.com/hub/maven:3.9",
      instructions: ["COPY jobs /opt/jobs", "RUN pip3 install --no-cache-dir pandas==2.2.3"],
    });
    const last = parseDockerfile(text).slice(-5);
    expect(last.map(({ name }) => name)).toEqual(["USER", "COPY", "COPY", "RUN", "USER"]);
    expect(text).toContain("FROM registry.example.com/hub/apache/spark:4.1.1-r AS spark\n");
    expect(text).toContain("FROM --platform=$BUILDPLATFORM registry.example.com/hub/maven:3.9 AS jars\n");
  });
});

test("a here-document may hold lines that begin as instructions do", () => {
  const job = "COPY <<'EOF' /opt/job.py\nfrom pyspark.sql import SparkSession\nEOF";
  expect(sparkDockerfile({ ...s3a, instructions: [job] })).toContain(`${job}\nUSER 185\n`);
});

describe("the jars", () => {
  // hadoop.version of each minor's spark-parent POM; Scala of the images in https://github.com/apache/spark-docker.
  test.each([
    ["3.5.8", "3.3.4", "2.12"],
    ["4.0.2", "3.4.1", "2.13"],
    ["4.1.2", "3.4.2", "2.13"],
    ["4.2.0", "3.5.0", "2.13"],
    ["4.3.0", "3.5.0", "2.13"],
  ])("of Spark %s are of Hadoop %s and Scala %s", (version, hadoop, scala) => {
    const found = artifacts({ version, connectors: ["s3a", "abfss"] });
    expect(found).toEqual(
      expect.arrayContaining([
        `org.apache.hadoop:hadoop-aws:${hadoop}`,
        `org.apache.hadoop:hadoop-azure:${hadoop}`,
        `org.apache.spark:spark-hadoop-cloud_${scala}:${version}`,
      ]),
    );
  });

  test("are Google's connector before Hadoop 3.5, and Hadoop's own from then on", () => {
    const ofGoogle = artifacts({ version: "4.1.1", connectors: ["gs"] });
    expect(ofGoogle).toContain("com.google.cloud.bigdataoss:gcs-connector:hadoop3-2.2.28:shaded");
    const ofHadoop = artifacts({ version: "4.2.0", connectors: ["gs"] });
    expect(ofHadoop).toContain("org.apache.hadoop:hadoop-gcp:3.5.0");
    expect(ofHadoop).toHaveLength(2);
  });

  test("are none that Spark brings itself, and no bundle of the AWS SDK", () => {
    const all = sparkMinors.flatMap((minor) => jarsOf(`${minor}.0`, minor, connectors));
    expect(
      all.filter((jar) => /:(netty-(?!nio)|slf4j|jackson-(core|databind)|httpc|commons-|bundle|guava)/.test(jar)),
    ).toEqual([]);
  });

  test("have a known sum each, but for the module of patches of Spark that came later", () => {
    const all = sparkMinors.flatMap((minor) => jarsOf(`${minor}.0`, minor, connectors));
    const unknown = all.filter((jar) => !(jar in known) && !jar.startsWith("org.apache.spark:spark-hadoop-cloud"));
    expect(unknown).toEqual([]);
    expect(known).toHaveProperty(["org.apache.spark:spark-hadoop-cloud_2.13:4.1.1"]);
  });

  test("are checked against a sum of one's own where the library knows none", () => {
    const file = "spark-hadoop-cloud_2.13-4.3.0.jar";
    const sum = "0".repeat(128);
    expect(sparkDockerfile({ version: "4.3.0", connectors: ["gs"] })).not.toContain(`  ${file}`);
    const text = sparkDockerfile({ version: "4.3.0", connectors: ["gs"], checksums: { [file]: sum } });
    expect(text).toContain(`${sum}  ${file}\n`);
  });
});

describe("arguments that are refused", () => {
  test.each<[Partial<SparkDockerfileArgs>, string[]]>([
    [{ version: "3.4.0" }, ["version"]],
    [{ connectors: [] }, ["connectors"]],
    [{ connectors: ["s3a", "s3a"] }, ["connectors"]],
    [{ connectors: ["hdfs" as "s3a"] }, ["connectors[0]"]],
    [{ instructions: "RUN true" as unknown as string[], base: 3 as unknown as string }, ["base", "instructions"]],
    [{ jars: [] } as object, ["jars"]],
    [{ base: "apache/spark:4.1.1\nRUN true" }, ["base"]],
    [{ base: "apache/spark:4.0.0" }, ["base"]],
    [{ mavenImage: "maven latest" }, ["mavenImage"]],
    [{ checksums: { "a.jar": "abc" } }, ['checksums["a.jar"]']],
    [{ instructions: ["RUN true", "USER root"] }, ["instructions[1]"]],
    [{ instructions: ["FROM scratch"] }, ["instructions[0]"]],
    [{ instructions: ["RUN <<EOF\ntrue\nEOF\nuser root"] }, ["instructions[0]"]],
    [{ version: "9", base: "", mavenImage: "a b", connectors: [] }, ["version", "connectors", "base", "mavenImage"]],
  ])("%j", (args, paths) => {
    expect(issuesIn(() => sparkDockerfile({ ...s3a, ...args })).map(({ path }) => path)).toEqual(paths);
  });

  test.each(["apache/spark:4.1.1@sha256:" + "0".repeat(64), "registry.example.com:5000/own/image:latest", "spark"])(
    "%s is not",
    (base) => expect(sparkDockerfile({ ...s3a, base })).toContain(`FROM ${base} AS spark\n`),
  );
});
