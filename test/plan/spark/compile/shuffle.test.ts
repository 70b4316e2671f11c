import { findMachine } from "../../../../lib/plan/nodes/catalogue/catalogue";
import { planMachine } from "../../../../lib/plan/nodes/pool-machines";
import { eksProfile } from "../../../../lib/plan/nodes/profiles/eks";
import { podTemplate } from "../../../../lib/plan/placement/pod-template";
import type { ShuffleArgs } from "../../../../lib/plan/spark/shuffle";
import { cluster, issuesOf, m7i4xlarge, plan, pool, valuesOf } from "../../fixtures";

const image = "registry.example.com/spark:1";
const keysSetBy = (shuffle: ShuffleArgs, more: Parameters<typeof plan>[0] = {}) => {
  const without = valuesOf(plan({ spark: { image }, ...more }));
  const all = Object.entries(valuesOf(plan({ spark: { image }, ...more, shuffle })));
  return Object.fromEntries(all.filter(([key]) => !(key in without)));
};

describe("the disk of the node", () => {
  test("is Spark's own choice, and needs no key", () => {
    expect(keysSetBy({})).toEqual({});
    expect(keysSetBy({ volume: "node-disk" })).toEqual({});
    expect(plan({ spark: { image }, shuffle: { volume: "node-disk" } }).warnings).toEqual([]);
  });
});

describe("volumes of their own", () => {
  const volume = "spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1";

  // "Local Storage" of Spark's guide to Kubernetes, with the path and plugin that SPARK-44745 documents.
  test("are claimed, reused and searched for shuffle files as Spark's guide says", () => {
    expect(keysSetBy({ volume: "pvc", storageClass: "gp3", sizeGiB: 200 })).toEqual({
      [`${volume}.options.claimName`]: "OnDemand",
      [`${volume}.options.storageClass`]: "gp3",
      [`${volume}.options.sizeLimit`]: "200Gi",
      [`${volume}.mount.path`]: "/data/spark-x/executor-x",
      [`${volume}.mount.readOnly`]: "false",
      "spark.kubernetes.driver.ownPersistentVolumeClaim": "true",
      "spark.kubernetes.driver.reusePersistentVolumeClaim": "true",
      "spark.kubernetes.driver.waitToReusePersistentVolumeClaim": "true",
      "spark.shuffle.sort.io.plugin.class": "org.apache.spark.shuffle.KubernetesLocalDiskShuffleDataIO",
    });
  });

  test("have 100 GiB unless told otherwise", () => {
    expect(keysSetBy({ volume: "pvc", storageClass: "gp3" })[`${volume}.options.sizeLimit`]).toBe("100Gi");
  });

  test.each([
    [{ volume: "pvc" }, ["shuffle.storageClass"]],
    [{ volume: "pvc", storageClass: "" }, ["shuffle.storageClass"]],
    [{ volume: "pvc", storageClass: "my class" }, ["shuffle.storageClass"]],
    [{ volume: "pvc", storageClass: "gp3", sizeGiB: 0 }, ["shuffle.sizeGiB"]],
    [{ volume: "pvc", storageClass: "gp3", sizeGiB: 1.5 }, ["shuffle.sizeGiB"]],
    [{ volume: "pvc", storageClass: "gp3", sizeGiB: "100Gi" }, ["shuffle.sizeGiB"]],
    [{ volume: "pvc", storageClass: "my class", sizeGiB: 0 }, ["shuffle.sizeGiB", "shuffle.storageClass"]],
    [{ volume: "tmpfs", storageClass: "gp3", sizeGiB: 10 }, ["shuffle.storageClass", "shuffle.sizeGiB"]],
    [{ sizeGiB: 10 }, ["shuffle.sizeGiB"]],
    [{ volume: "hostPath" }, ["shuffle.volume"]],
    [{ volumes: "pvc" }, ["shuffle.volumes"]],
    ["pvc", ["shuffle"]],
  ])("%j is refused", (shuffle, paths) => {
    expect(issuesOf({ shuffle }).map(({ path }) => path)).toEqual(paths);
  });
});

describe("memory", () => {
  const key = "spark.kubernetes.local.dirs.tmpfs";

  test("comes with a warning that has the figures of the pods", () => {
    const { warnings, configuration, executor, driver } = plan({ spark: { image }, shuffle: { volume: "tmpfs" } });
    expect(configuration.find((entry) => entry.key === key)?.value).toBe("true");
    expect(warnings.map(({ path }) => path)).toEqual(["shuffle.volume"]);
    const { overheadMiB, memoryMiB } = executor.shape;
    expect(warnings[0]?.problem).toContain(
      `an executor has ${overheadMiB} MiB of its ${memoryMiB} MiB outside the heap`,
    );
    expect(warnings[0]?.problem).toContain(`a driver ${driver.shape.overheadMiB} MiB`);
  });

  test("is warned of as well when sparkConf asks for it, and not when sparkConf takes it back", () => {
    const paths = (args: Parameters<typeof plan>[0]) =>
      plan({ spark: { image }, ...args }).warnings.map(({ path }) => path);
    expect(paths({ sparkConf: { [key]: "true" } })).toEqual([`sparkConf["${key}"]`]);
    expect(paths({ sparkConf: { [key]: "false" }, shuffle: { volume: "tmpfs" } })).toEqual([]);
  });
});

describe("local disks", () => {
  const shuffle: ShuffleArgs = { volume: "local-disks" };
  const eks = (os: "al2023" | "bottlerocket", type: string) =>
    planMachine(findMachine("aws", type)!, {}, { profile: eksProfile(os), daemonSets: [] });

  test("need no key where nodes keep the scratch space of pods on them", () => {
    // EKS AL2023 with its instance store as RAID 0; AWS: m6id.4xlarge has one NVMe disk of 950 GB.
    const disks = { cluster: cluster({ sparkPools: [pool("nvme", [eks("al2023", "m6id.4xlarge")])] }) };
    expect(keysSetBy(shuffle, disks)).toEqual({});
  });

  test("are refused on a machine without, with one that has them", () => {
    const [issue, ...others] = issuesOf({ shuffle, executors: { pools: ["spot"] } });
    expect(others).toEqual([]);
    expect(issue).toMatchObject({
      path: "shuffle.volume",
      value: "local-disks",
      problem: 'asks for local disks, and m7i.4xlarge of pool "spot" is not known to have any',
    });
    const [, suggested = ""] = /^Use (\S+) for the pool/.exec(issue?.change ?? "") ?? [];
    // Sixteen vCPU, 64 GiB, amd64 and NVMe: what m7i.4xlarge is but for the disks.
    expect(findMachine("aws", suggested)).toMatchObject({ vcpu: 16, memoryMiB: 65_536, architecture: "amd64" });
    expect(findMachine("aws", suggested)?.localDisks).toBeDefined();
  });

  test("are refused where the nodes do not use the ones they have", () => {
    const root = cluster({ sparkPools: [pool("nvme", [eks("bottlerocket", "m6id.4xlarge")])] });
    expect(issuesOf({ shuffle, cluster: root }).map(({ problem }) => problem)).toEqual([
      'asks for local disks, and nodes of pool "nvme" keep the scratch space of pods on their root disk, although m6id.4xlarge has local ones',
    ]);
  });

  test("are what the nodes of an existing cluster report, where no root disk is known", () => {
    const { machine, ...rest } = m7i4xlarge();
    const nodes = (localDisks?: { count: number; sizeGiB: number }) => ({
      shuffle,
      cluster: cluster({
        sparkPools: [
          pool("nvme", [{ ...rest, machine: { ...machine, name: "m6id.4xlarge", localDisks } }], {
            diskGiB: undefined,
          }),
        ],
      }),
    });
    expect(issuesOf(nodes({ count: 1, sizeGiB: 884 }))).toEqual([]);
    // The catalogue knows of disks that these nodes do not offer to pods.
    expect(issuesOf(nodes()).map(({ problem }) => problem)).toEqual([
      'asks for local disks, and nodes of pool "nvme" keep the scratch space of pods on their root disk, although m6id.4xlarge has local ones',
    ]);
  });

  test("are asked of pools of executors only, each machine by itself", () => {
    const mixed = cluster({
      sparkPools: [
        pool("drivers", [m7i4xlarge()], { runs: ["driver"] }),
        pool("work", [eks("al2023", "m6id.4xlarge"), m7i4xlarge()], { runs: ["executor"] }),
      ],
    });
    expect(issuesOf({ shuffle, cluster: mixed }).map(({ problem }) => problem)).toEqual([
      'asks for local disks, and m7i.4xlarge of pool "work" is not known to have any',
    ]);
  });
});

describe("fallback storage", () => {
  const fallbackStorage = "s3a://bucket/spark-shuffle/";

  test("takes the shuffle files of executors that lose their spot node", () => {
    expect(keysSetBy({ fallbackStorage })).toEqual({
      "spark.dynamicAllocation.shuffleTracking.timeout": "600s",
      "spark.storage.decommission.fallbackStorage.path": fallbackStorage,
      "spark.storage.decommission.fallbackStorage.cleanUp": "true",
    });
  });

  test("is left out with a warning where no executor is decommissioned", () => {
    const args = { spark: { image }, executors: { pools: ["on-demand"] }, shuffle: { fallbackStorage } };
    expect(Object.keys(valuesOf(plan(args))).filter((key) => key.includes("fallback"))).toEqual([]);
    expect(plan(args).warnings.map(({ path, value }) => [path, value])).toEqual([
      ["shuffle.fallbackStorage", fallbackStorage],
    ]);
  });

  // FallbackStorage of Spark: the path must end with a separator.
  test.each([
    ["s3a://bucket/spark-shuffle", 'does not end in "/", and Spark refuses such a path'],
    ["s3://bucket/spark-shuffle/", "has the scheme s3, which Spark's images do not bring"],
    ["gs://bucket/spark-shuffle/", "is on gs, and pods of this cluster have no identity for it"],
    ["s3a://bucket/a b/", "is malformed for s3a"],
  ])("%s %s", (given, problem) => {
    expect(issuesOf({ shuffle: { fallbackStorage: given } })).toEqual([
      expect.objectContaining({ path: "shuffle.fallbackStorage", value: given, problem }),
    ]);
  });
});

// The key came with Spark 4.1; the template serves all versions.
test.each(["3.5.8", "4.0.1", "4.3.0"])(
  "executors on Spark %s have the time of the notice in their template",
  (version) => {
    expect(podTemplate(plan({ spark: { version } }), "executor").spec.terminationGracePeriodSeconds).toBe(105);
  },
);
