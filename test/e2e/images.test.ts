/** What goes into images, on a JVM: the sums are those of what is published, classes load, S3 is written to and read. */

import { planPlatform } from "../../lib";
import { planEksCluster } from "../../lib/clusters/aws";
import { planAksCluster } from "../../lib/clusters/azure";
import { planGkeCluster } from "../../lib/clusters/gcp";
import type { Connector } from "../../lib/images";
import type { ClusterPlan } from "../../lib/plan/cluster";
import { createProgress } from "../../local/progress";
import { sparkJars } from "../../scripts/spark-registry/jars";
import { sparkVersions } from "../../scripts/spark-registry/versions";
import { type Connectors, getConnectors } from "./images/connectors";
import { type MotoServer, startMoto } from "./moto/server";

/** A first run downloads 460 MB for each Spark. */
jest.setTimeout(3_600_000);

/** `npm run e2e` says why they are not there, and the cases count as skipped then. Where it has the connector to S3 there is a Maven. */
const { SPARK_PLATFORM_SPARK_JARS: jars = "", SPARK_PLATFORM_S3A_JARS: connector = "" } = process.env;
const withSpark = [jars, connector].includes("") ? describe.skip : describe;
const moto = process.env.SPARK_PLATFORM_MOTO ?? "";
const withMoto = moto === "" ? test.skip : test;

/** A version whose module for committers has a known sum, beside jars of the same minor version. */
const versions = [
  ["3.5", "3.5.8"],
  ["4.3", "4.3.0"],
] as const;

const hadoopCloud = /^org\.apache\.spark\.internal\.io\.cloud\./;

const clusters: Record<Connector, (spark: string) => ClusterPlan> = {
  s3a: (spark) => planEksCluster("images", { region: "eu-central-1", ...(spark === "3.5" && { identity: "irsa" }) }),
  gs: () => planGkeCluster("images", { region: "europe-west1" }),
  abfss: () => planAksCluster("images", { region: "westeurope" }),
};

/** What the platform sets where an image of ours runs on the cluster of a connector. */
function configurationOf(connector: Connector, minor: string, version: string): [key: string, value: string][] {
  const spark = { version, image: "analytics:built", hadoopCloud: true };
  const { configuration } = planPlatform({ name: "images", cluster: clusters[connector](minor), spark });
  return configuration.flatMap(({ key, value }) => (typeof value === "string" ? [[key, value]] : []));
}

withSpark.each(versions)("an image of Spark %s", (minor, version) => {
  // The plan refuses Azure with 3.5, whose driver knows no workload identity.
  const schemes: Connector[] = minor === "3.5" ? ["s3a", "gs"] : ["s3a", "gs", "abfss"];
  let connectors: Connectors;

  beforeAll(async () => {
    const jars = await sparkJars(sparkVersions[minor], createProgress());
    connectors = await getConnectors({ version, connectors: schemes }, jars);
    if (connectors.missing.length > 0) console.warn(`WITHOUT ${connectors.missing.join()}, which Maven did not find.`);
  });
  afterAll(() => connectors?.remove());

  test.each(schemes)("opens %s:// and has every class that the plan names", async (scheme) => {
    const values = configurationOf(scheme, minor, version).map(([, value]) => value);
    const classes = values.filter((value) => /^(org|com|software)\.[\w.]+\.[A-Z]\w+$/.test(value));
    expect(classes.filter((name) => hadoopCloud.test(name))).toHaveLength(scheme === "gs" && minor === "3.5" ? 0 : 2);
    const there = connectors.missing.length === 0 ? classes : classes.filter((name) => !hadoopCloud.test(name));
    const lines = await connectors.job(["load", scheme, ...there]);
    const ofScheme = lines.filter((line) => /^(no )?scheme/.test(line));
    expect(ofScheme).toEqual([
      expect.stringMatching(/^scheme org\.apache\.hadoop\.|^scheme com\.google\.cloud\.hadoop\./),
    ]);
    expect(lines.filter((line) => /^(loaded|missing)/.test(line))).toEqual(there.map((name) => `loaded ${name}`));
  });

  withMoto("writes Parquet to S3 through the committer of the plan, and reads it", async () => {
    const server: MotoServer = await startMoto(moto, "000000000000");
    try {
      await createBucket(server);
      const committers = configurationOf("s3a", minor, version).filter(
        ([key, value]) =>
          key.startsWith("spark.hadoop.fs.s3a.committer.") ||
          (hadoopCloud.test(value) && connectors.missing.length === 0),
      );
      const lines = await connectors.job(["write", "s3a://data/table"], {
        "spark.master": "local[2]",
        "spark.app.name": "images",
        "spark.ui.enabled": "false",
        "spark.driver.host": "localhost",
        "spark.hadoop.fs.s3a.endpoint": server.endpoint,
        "spark.hadoop.fs.s3a.endpoint.region": "us-east-1",
        "spark.hadoop.fs.s3a.path.style.access": "true",
        "spark.hadoop.fs.s3a.access.key": "mocked",
        "spark.hadoop.fs.s3a.secret.key": "mocked",
        ...Object.fromEntries(committers),
      });
      // 0 + 1 + ... + 999
      expect(lines).toContain("read 1000 499500");
      // The S3A committers leave JSON in _SUCCESS, Hadoop's file committer leaves it empty.
      const committed = lines.find((line) => line.startsWith("committed"));
      if (connectors.missing.length === 0) expect(committed).toContain('"committer":"magic"');
      else expect(committed).toBe("committed");
    } finally {
      await server.stop();
    }
  });
});

/** moto takes any signature. */
async function createBucket({ endpoint }: MotoServer): Promise<void> {
  const scope = "Credential=mocked/20260101/us-east-1/s3/aws4_request";
  const { status } = await fetch(`${endpoint}/data`, {
    method: "PUT",
    headers: { Authorization: `AWS4-HMAC-SHA256 ${scope}` },
  });
  if (status !== 200) throw new Error(`moto answers ${status}`);
}
