import { isDeepStrictEqual } from "node:util";

import type { ShuffleArgs } from "../../../../lib/plan/spark/shuffle";
import { cluster, issuesOf, m7i4xlarge, plan, pool, valuesOf } from "../../fixtures";

const image = "registry.example.com/spark:celeborn";
const service = { endpoints: ["c-master-0.c-master.shuffle.svc:9097", "c-master-1.c-master.shuffle.svc:9097"] };

const planned = (shuffle: ShuffleArgs, more: Parameters<typeof plan>[0] = {}) =>
  plan({ spark: { image, version: "4.1.1", hadoopCloud: true }, ...more, shuffle });

/** Keys that differ from those of the same platform without a service. */
function changedBy(shuffle: ShuffleArgs): Record<string, unknown> {
  const without = valuesOf(planned({}));
  return Object.fromEntries(
    Object.entries(valuesOf(planned(shuffle))).filter(([key, value]) => !isDeepStrictEqual(without[key], value)),
  );
}

describe("a shuffle service", () => {
  // "Spark Configuration" of Celeborn's page, as of 0.6 and 0.7: https://celeborn.apache.org/docs/latest/#spark-configuration
  test("sets what Celeborn's page asks for, and lets executors go whatever they have written", () => {
    expect(changedBy({ service })).toEqual({
      "spark.shuffle.manager": "org.apache.spark.shuffle.celeborn.SparkShuffleManager",
      "spark.serializer": "org.apache.spark.serializer.KryoSerializer",
      "spark.celeborn.master.endpoints": service.endpoints.join(","),
      "spark.celeborn.client.push.replicate.enabled": "true",
      "spark.celeborn.client.spark.shuffle.fallback.policy": "NEVER",
      "spark.sql.adaptive.localShuffleReader.enabled": "false",
      "spark.shuffle.sort.io.plugin.class": "org.apache.spark.shuffle.celeborn.CelebornShuffleDataIO",
      "spark.dynamicAllocation.shuffleTracking.enabled": "false",
      "spark.storage.decommission.shuffleBlocks.enabled": "false",
    });
  });

  test("keeps one copy where that is asked for, as a single worker needs it", () => {
    const { ["spark.celeborn.client.push.replicate.enabled"]: replicate } = changedBy({
      service: { ...service, replicate: false },
    });
    expect(replicate).toBe("false");
  });

  test("does not ask for decommissioning where no executor runs on spot", () => {
    const onDemand = cluster({ sparkPools: [pool("on-demand", [m7i4xlarge()])] });
    const values = valuesOf(planned({ service }, { cluster: onDemand }));
    expect(values).not.toHaveProperty(["spark.storage.decommission.shuffleBlocks.enabled"]);
    expect(values["spark.dynamicAllocation.shuffleTracking.enabled"]).toBe("false");
  });

  test("leaves where executors spill to the volume, and has no finding of its own against itself", () => {
    const built = planned({ service, volume: "tmpfs" });
    expect(valuesOf(built)["spark.kubernetes.local.dirs.tmpfs"]).toBe("true");
    expect(planned({ service }).warnings).toEqual([]);
  });

  test.each([
    ["4.2.1", image, []],
    ["4.3.0", image, ["shuffle.service"]],
    ["4.1.1", "apache/spark:4.1.1", ["spark.image"]],
  ])("with Spark %s and %s it warns of %j", (version, image, paths) => {
    const warned = (shuffle: ShuffleArgs) =>
      plan({ spark: { version, image }, shuffle }).warnings.map(({ path }) => path);
    const before = warned({});
    expect(
      warned({ service }).filter((path, index, all) => all.indexOf(path) !== index || !before.includes(path)),
    ).toEqual(paths);
  });

  test.each([
    [{ service: { endpoints: [] } }, ["shuffle.service.endpoints"]],
    [{ service: {} }, ["shuffle.service.endpoints"]],
    [{ service: "celeborn" }, ["shuffle.service"]],
    [{ service: { endpoints: ["http://c:9097"] } }, ["shuffle.service.endpoints[0]"]],
    [{ service: { endpoints: ["c:9097", "c"] } }, ["shuffle.service.endpoints[1]"]],
    [{ service: { endpoints: ["c:0"] } }, ["shuffle.service.endpoints[0]"]],
    [{ service: { endpoints: ["c:65536"] } }, ["shuffle.service.endpoints[0]"]],
    [{ service: { ...service, replicas: 2 } }, ["shuffle.service.replicas"]],
    [{ service, volume: "pvc", storageClass: "gp3" }, ["shuffle.volume"]],
    [{ service, fallbackStorage: "s3a://bucket/shuffle/" }, ["shuffle.fallbackStorage"]],
  ])("%j is refused", (shuffle, paths) => {
    expect([...new Set(issuesOf({ shuffle }).map(({ path }) => path))]).toEqual(paths);
  });
});
