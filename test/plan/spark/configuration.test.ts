import { checkConfiguration } from "../../../lib/plan/spark/check/check-configuration";
import { sparkMinors } from "../../../lib/plan/spark/registry/minors";
import { keysOf } from "../../../lib/plan/spark/registry/spark-keys";
import { cluster, issuesOf, m7i4xlarge, plan, pool, valuesOf } from "../fixtures";

const onDemandOnly = { cluster: cluster({ sparkPools: [pool("on-demand", [m7i4xlarge()])] }) };

test("the whole configuration of a platform with spot executors on Spark 4.1, key by key", () => {
  expect(valuesOf(plan())).toEqual({
    "spark.decommission.enabled": "true",
    "spark.driver.cores": "1",
    "spark.driver.memory": "3199m",
    "spark.driver.memoryOverhead": "384m",
    "spark.dynamicAllocation.cachedExecutorIdleTimeout": "3600s",
    "spark.dynamicAllocation.enabled": "true",
    "spark.dynamicAllocation.executorIdleTimeout": "60s",
    "spark.dynamicAllocation.initialExecutors": "0",
    // 20 nodes of 4; a driver on an on-demand node costs one of them.
    "spark.dynamicAllocation.maxExecutors": "79",
    "spark.dynamicAllocation.minExecutors": "0",
    "spark.dynamicAllocation.shuffleTracking.enabled": "true",
    "spark.eventLog.compress": "true",
    "spark.eventLog.compression.codec": "zstd",
    "spark.eventLog.dir": { deferred: "eventLogUri" },
    "spark.eventLog.enabled": "true",
    "spark.eventLog.logStageExecutorMetrics": "true",
    "spark.eventLog.rolling.enabled": "true",
    "spark.eventLog.rolling.maxFileSize": "32m",
    "spark.executor.cores": "4",
    "spark.executor.decommission.forceKillTimeout": "300s",
    // EC2 gives 120 seconds, 15 of which pass before the pod is told.
    "spark.executor.decommission.killInterval": "105s",
    "spark.executor.failuresValidityInterval": "1h",
    "spark.executor.memory": "13032m",
    "spark.executor.memoryOverhead": "1303m",
    "spark.executor.metrics.pollingInterval": "5s",
    "spark.executor.processTreeMetrics.enabled": "true",
    "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "1",
    "spark.kubernetes.allocation.batch.size": "20",
    "spark.kubernetes.allocation.maxPendingPods": "79",
    "spark.kubernetes.driver.request.cores": "978m",
    "spark.kubernetes.executor.request.cores": "3915m",
    "spark.kubernetes.executor.terminationGracePeriodSeconds": "105s",
    "spark.kubernetes.executor.useDriverPodIP": "true",
    "spark.kubernetes.submission.waitAppCompletion": "false",
    "spark.metrics.conf.*.sink.prometheusServlet.class": "org.apache.spark.metrics.sink.PrometheusServlet",
    "spark.metrics.conf.*.sink.prometheusServlet.path": "/metrics/prometheus",
    "spark.network.crypto.cipher": "AES/GCM/NoPadding",
    "spark.scheduler.maxRegisteredResourcesWaitingTime": "180s",
    "spark.storage.decommission.enabled": "true",
    "spark.storage.decommission.rddBlocks.enabled": "true",
    "spark.storage.decommission.replicationReattemptInterval": "5s",
    "spark.storage.decommission.shuffleBlocks.enabled": "true",
    "spark.ui.prometheus.enabled": "true",
  });
});

test("keys are sorted and unique, and each has a reason and a source", () => {
  const { configuration } = plan({ sparkConf: { "spark.sql.shuffle.partitions": "400" } });
  const names = configuration.map(({ key }) => key);
  expect(names).toEqual([...new Set(names)].sort());
  expect(configuration.filter(({ reason, source }) => reason === "" || source === "")).toEqual([]);
});

const versions = ["3.5.2", "3.5.8", "4.0.1", "4.1.1", "4.2.0", "4.3.0"];

describe.each(versions)("Spark %s", (version) => {
  const values = valuesOf(plan({ spark: { version } }));

  const minor = sparkMinors.find((one) => version.startsWith(one))!;

  test("every key that is set is one that this Spark reads", () => {
    const known = new Set(keysOf(minor).map(({ name }) => name));
    // The metrics system's keys belong to a family whose ends users choose.
    expect(Object.keys(values).filter((key) => !known.has(key))).toEqual([
      "spark.metrics.conf.*.sink.prometheusServlet.class",
      "spark.metrics.conf.*.sink.prometheusServlet.path",
    ]);
  });

  test("the checker finds nothing wrong with what the plan sets", () => {
    const texts = Object.entries(values).map(([key, value]) => [
      key,
      typeof value === "string" ? value : "s3a://logs/",
    ]);
    const conf = Object.fromEntries(texts) as Record<string, string>;
    expect(checkConfiguration(conf, { version: minor, storage: "s3a" })).toEqual([]);
  });

  test("keys come and go with the version that has them", () => {
    // "since" of Spark's registry: terminationGracePeriodSeconds and useDriverPodIP 4.1.0, the latter true from 4.3 on
    // (SPARK-57351); ignoreDecommissionFetchFailure is true from 4.0 on.
    expect("spark.kubernetes.executor.terminationGracePeriodSeconds" in values).toBe(version >= "4.1");
    expect("spark.kubernetes.executor.useDriverPodIP" in values).toBe(version >= "4.1" && version < "4.3");
    expect("spark.stage.ignoreDecommissionFetchFailure" in values).toBe(version < "4.0");
  });
});

test("maxExecutors is what the pools hold beside the driver where it costs most", () => {
  const max = (args: Parameters<typeof plan>[0]) => valuesOf(plan(args))["spark.dynamicAllocation.maxExecutors"];
  expect(max(onDemandOnly)).toBe("39");
  // Drivers have a pool of their own.
  expect(max({ executors: { pools: ["spot"] } })).toBe("40");
  // One executor fills a node, so a driver costs a whole one.
  expect(max({ executors: { pools: ["on-demand"], memory: "50g" } })).toBe("9");
});

test("a driver and an executor that never fit the pools together are refused", () => {
  const one = cluster({ sparkPools: [pool("on-demand", [m7i4xlarge()], { maxNodes: 1 })] });
  expect(issuesOf({ cluster: one, executors: { memory: "50g" } })).toEqual([
    expect.objectContaining({ path: "cluster.sparkPools", value: ["on-demand: at most 1 nodes"] }),
  ]);
  expect(issuesOf({ cluster: one })).toEqual([]);
});

test("what the cluster's file system needs is passed on with its reason", () => {
  const entry = { key: "spark.hadoop.fs.s3a.endpoint.region", value: "eu-west-1", reason: "The bucket's region." };
  const built = plan({
    cluster: cluster({ storage: { schemes: ["s3a"], managedEventLogs: "s3a", configuration: [entry] } }),
  });
  expect(built.configuration.find(({ key }) => key === entry.key)).toEqual({
    ...entry,
    source: "cluster",
    since: "any",
  });
});

test("sparkConf adds keys and replaces values, and says what it replaced", () => {
  const { configuration } = plan({
    sparkConf: { "spark.dynamicAllocation.minExecutors": "2", "spark.sql.shuffle.partitions": "400" },
  });
  expect(configuration.filter(({ source }) => source === "user")).toEqual([
    {
      key: "spark.dynamicAllocation.minExecutors",
      value: "2",
      reason: 'Set in sparkConf in place of "0": An application that waits for nothing but its driver keeps no node.',
      source: "user",
      since: "3.5",
    },
    { key: "spark.sql.shuffle.partitions", value: "400", reason: "Set in sparkConf.", source: "user", since: "3.5" },
  ]);
});

test.each([
  "spark.executor.memory",
  "spark.executor.cores",
  "spark.executor.memoryOverhead",
  "spark.executor.memoryOverheadFactor",
  "spark.executor.minMemoryOverhead",
  "spark.executor.pyspark.memory",
  "spark.driver.memory",
  "spark.driver.cores",
  "spark.driver.memoryOverhead",
  "spark.memory.offHeap.enabled",
  "spark.memory.offHeap.size",
  "spark.kubernetes.memoryOverheadFactor",
  "spark.kubernetes.executor.request.cores",
  "spark.kubernetes.driver.limit.cores",
  "spark.kubernetes.node.selector.disk",
  "spark.kubernetes.executor.node.selector.disk",
  "spark.kubernetes.driver.podTemplateFile",
  "spark.kubernetes.executor.podTemplateContainerName",
  "spark.master",
  "spark.submit.deployMode",
  "spark.kubernetes.namespace",
  "spark.kubernetes.authenticate.driver.serviceAccountName",
  "spark.kubernetes.authenticate.submission.oauthToken",
  "spark.kubernetes.container.image",
  "spark.kubernetes.executor.container.image",
  "spark.kubernetes.driver.pod.name",
  "spark.kubernetes.executor.podNamePrefix",
  "spark.app.name",
  "spark.eventLog.dir",
  "fs.s3a.endpoint",
  "",
  "spark",
  "spark.sql.shuffle partitions",
])("sparkConf %j is refused", (key) => {
  expect(issuesOf({ sparkConf: { [key]: "1" } }).map(({ path }) => path)).toEqual([
    `sparkConf[${JSON.stringify(key)}]`,
  ]);
});

describe("keys that Spark would ignore", () => {
  // The first three are real mistakes: two of data-on-eks's best-practice page, one of kubeflow/spark-operator#781.
  test.each([
    ["spark.executor.decommission.enabled", "spark.decommission.enabled"],
    ["spark.kubernetes.executor.reusePersistentVolume", "spark.kubernetes.driver.reusePersistentVolumeClaim"],
    ["spark.kubernetes.executor.memoryOverhead", "spark.executor.memoryOverhead"],
  ])("%s is warned of with %s", (key, nearest) => {
    const { warnings, configuration } = plan({ spark: { image: "mine:1" }, sparkConf: { [key]: "1" } });
    expect(warnings.map(({ path, change }) => [path, change])).toEqual([
      [`sparkConf[${JSON.stringify(key)}]`, `Did you mean ${nearest}?`],
    ]);
    expect(configuration.some((entry) => entry.key === key)).toBe(true);
  });

  test.each([
    ["spark.sql.shufle.partitions", "spark.sql.shuffle.partitions"],
    ["spark.sql.adaptive.enable", "spark.sql.adaptive.enabled"],
    ["spark.dynamicallocation.enabled", "spark.dynamicAllocation.enabled"],
  ])("%s is refused with %s: a letter or two are a slip", (key, nearest) => {
    expect(issuesOf({ sparkConf: { [key]: "1" } }).map(({ path, change }) => [path, change])).toEqual([
      [`sparkConf[${JSON.stringify(key)}]`, `Did you mean ${nearest}?`],
    ]);
  });

  test.each([
    "spark.hadoop.fs.s3a.endpoint",
    "spark.sql.catalog.lake.type",
    "spark.executorEnv.TZ",
    "spark.kubernetes.executor.label.team",
    "spark.kubernetes.executor.volumes.emptyDir.spark-local-dir-1.mount.path",
    "spark.celeborn.master.endpoints",
    "spark.executor.resource.gpu.amount",
    "spark.sql.shuffle.partitions",
  ])("%s is known", (key) => {
    expect(plan({ spark: { image: "mine:1" }, sparkConf: { [key]: "1" } }).warnings).toEqual([]);
  });
});
