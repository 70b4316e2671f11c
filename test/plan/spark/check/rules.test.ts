import fc from "fast-check";

import { checkConfiguration, type CheckContext } from "../../../../lib/plan/spark/check/check-configuration";
import { rules } from "../../../../lib/plan/spark/check/rules/all";
import { keysOf } from "../../../../lib/plan/spark/registry/spark-keys";

type Conf = Record<string, string>;

const celeborn: Conf = {
  "spark.shuffle.manager": "org.apache.spark.shuffle.celeborn.SparkShuffleManager",
  "spark.serializer": "org.apache.spark.serializer.KryoSerializer",
  "spark.celeborn.master.endpoints": "celeborn-master-0:9097",
  "spark.sql.adaptive.localShuffleReader.enabled": "false",
};
const dynamic: Conf = { "spark.dynamicAllocation.enabled": "true", "spark.dynamicAllocation.maxExecutors": "20" };
const volume = "spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1";
const claim: Conf = { [`${volume}.options.claimName`]: "OnDemand", [`${volume}.options.sizeLimit`]: "100Gi" };
const v2: Conf = { "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "2" };
const eventLog: Conf = { "spark.eventLog.enabled": "true", "spark.eventLog.dir": "s3a://logs/events" };

interface Case {
  name: string;
  /** Is found, and at this key. */
  wrong: Conf;
  key: string;
  level: "error" | "warning" | "note";
  /** Is like it, and nothing is found of it. */
  right: Conf;
  context?: Partial<CheckContext>;
  /** What makes it right, where it is no key. */
  rightContext?: Partial<CheckContext>;
}

const cases: Case[] = [
  {
    name: "dynamic allocation that nothing keeps shuffle data for",
    wrong: { ...dynamic, "spark.dynamicAllocation.shuffleTracking.enabled": "false" },
    key: "spark.dynamicAllocation.enabled",
    level: "error",
    right: {
      ...dynamic,
      "spark.dynamicAllocation.shuffleTracking.enabled": "false",
      "spark.decommission.enabled": "true",
      "spark.storage.decommission.enabled": "true",
    },
  },
  {
    name: "more executors at least than at most",
    wrong: { ...dynamic, "spark.dynamicAllocation.minExecutors": "30" },
    key: "spark.dynamicAllocation.maxExecutors",
    level: "error",
    right: { ...dynamic, "spark.dynamicAllocation.minExecutors": "20" },
  },
  {
    name: "no executor at most",
    wrong: { ...dynamic, "spark.dynamicAllocation.maxExecutors": "0" },
    key: "spark.dynamicAllocation.maxExecutors",
    level: "error",
    right: { ...dynamic, "spark.dynamicAllocation.maxExecutors": "1" },
  },
  {
    name: "a backlog timeout of nothing",
    wrong: { ...dynamic, "spark.dynamicAllocation.schedulerBacklogTimeout": "0s" },
    key: "spark.dynamicAllocation.schedulerBacklogTimeout",
    level: "error",
    right: { ...dynamic, "spark.dynamicAllocation.schedulerBacklogTimeout": "1s" },
  },
  {
    name: "an allocation ratio above 1",
    wrong: { ...dynamic, "spark.dynamicAllocation.executorAllocationRatio": "1.5" },
    key: "spark.dynamicAllocation.executorAllocationRatio",
    level: "error",
    right: { ...dynamic, "spark.dynamicAllocation.executorAllocationRatio": "0.5" },
  },
  {
    name: "more executors at first than at most",
    wrong: { ...dynamic, "spark.dynamicAllocation.initialExecutors": "21" },
    key: "spark.dynamicAllocation.initialExecutors",
    level: "warning",
    right: { ...dynamic, "spark.dynamicAllocation.initialExecutors": "20" },
  },
  {
    name: "dynamic allocation without a limit",
    wrong: { "spark.dynamicAllocation.enabled": "true" },
    key: "spark.dynamicAllocation.enabled",
    level: "warning",
    right: dynamic,
  },
  {
    name: "a number of executors beside dynamic allocation",
    wrong: { ...dynamic, "spark.executor.instances": "4" },
    key: "spark.executor.instances",
    level: "note",
    right: { "spark.executor.instances": "4" },
  },
  {
    name: "a heap below 450 MiB",
    wrong: { "spark.driver.memory": "449m" },
    key: "spark.driver.memory",
    level: "error",
    right: { "spark.driver.memory": "450m" },
  },
  {
    name: "a heap whose unit was left out",
    wrong: { "spark.executor.memory": "4" },
    key: "spark.executor.memory",
    level: "error",
    right: { "spark.executor.memory": "4096" },
  },
  {
    name: "off-heap memory of no size",
    wrong: { "spark.memory.offHeap.enabled": "true" },
    key: "spark.memory.offHeap.enabled",
    level: "error",
    right: { "spark.memory.offHeap.enabled": "true", "spark.memory.offHeap.size": "2g" },
  },
  {
    name: "a memory fraction above 1",
    wrong: { "spark.memory.fraction": "60" },
    key: "spark.memory.fraction",
    level: "error",
    right: { "spark.memory.fraction": "0.6" },
  },
  {
    name: "the heap in the JVM's options",
    wrong: { "spark.executor.extraJavaOptions": "-XX:+UseG1GC -Xmx8g" },
    key: "spark.executor.extraJavaOptions",
    level: "error",
    right: { "spark.executor.extraJavaOptions": "-XX:+UseG1GC" },
  },
  {
    name: "a key of Spark in the JVM's options",
    wrong: { "spark.executor.extraJavaOptions": "-Dspark.ui.port=1" },
    key: "spark.executor.extraJavaOptions",
    level: "error",
    right: { "spark.driver.extraJavaOptions": "-Duser.timezone=UTC" },
  },
  {
    name: "more CPUs of a task than of an executor",
    wrong: { "spark.executor.cores": "4", "spark.task.cpus": "8" },
    key: "spark.task.cpus",
    level: "error",
    right: { "spark.executor.cores": "8", "spark.task.cpus": "8" },
  },
  {
    name: "a CPU limit below the request",
    wrong: { "spark.kubernetes.executor.request.cores": "3800m", "spark.kubernetes.executor.limit.cores": "3.5" },
    key: "spark.kubernetes.executor.limit.cores",
    level: "error",
    right: { "spark.kubernetes.executor.request.cores": "3500m", "spark.kubernetes.executor.limit.cores": "3.5" },
  },
  {
    name: "a CPU limit below the cores, which are requested where nothing else is",
    wrong: { "spark.driver.cores": "2", "spark.kubernetes.driver.limit.cores": "1" },
    key: "spark.kubernetes.driver.limit.cores",
    level: "error",
    right: { "spark.driver.cores": "2", "spark.kubernetes.driver.limit.cores": "2" },
  },
  {
    name: "tmpfs in memory that was not enlarged",
    wrong: { "spark.kubernetes.local.dirs.tmpfs": "true" },
    key: "spark.kubernetes.local.dirs.tmpfs",
    level: "warning",
    right: { "spark.kubernetes.local.dirs.tmpfs": "true", "spark.executor.memoryOverhead": "8g" },
  },
  {
    name: "overhead as an amount and as a factor",
    wrong: { "spark.executor.memoryOverhead": "2g", "spark.executor.memoryOverheadFactor": "0.2" },
    key: "spark.executor.memoryOverheadFactor",
    level: "note",
    right: { "spark.executor.memoryOverheadFactor": "0.2" },
  },
  {
    name: "a shuffle service on Kubernetes",
    wrong: { "spark.shuffle.service.enabled": "true" },
    key: "spark.shuffle.service.enabled",
    level: "error",
    right: { "spark.shuffle.service.enabled": "false" },
  },
  {
    name: "a shuffle service beside Celeborn",
    wrong: { ...celeborn, "spark.shuffle.service.enabled": "true" },
    key: "spark.shuffle.service.enabled",
    level: "error",
    right: { ...celeborn, "spark.shuffle.service.enabled": "false" },
  },
  {
    name: "Celeborn with Java's serializer",
    wrong: { ...celeborn, "spark.serializer": "org.apache.spark.serializer.JavaSerializer" },
    key: "spark.shuffle.manager",
    level: "error",
    right: celeborn,
  },
  {
    name: "Celeborn without its masters",
    wrong: Object.fromEntries(Object.entries(celeborn).filter(([key]) => !key.includes("endpoints"))),
    key: "spark.shuffle.manager",
    level: "error",
    right: celeborn,
  },
  {
    name: "Celeborn with the local shuffle reader",
    wrong: { ...celeborn, "spark.sql.adaptive.localShuffleReader.enabled": "true" },
    key: "spark.shuffle.manager",
    level: "warning",
    right: celeborn,
  },
  {
    name: "Celeborn with shuffle tracking",
    wrong: { ...celeborn, ...dynamic },
    key: "spark.shuffle.manager",
    level: "note",
    right: {
      ...celeborn,
      ...dynamic,
      "spark.dynamicAllocation.shuffleTracking.enabled": "false",
      "spark.shuffle.sort.io.plugin.class": "org.apache.spark.shuffle.celeborn.CelebornShuffleDataIO",
    },
  },
  {
    name: "a claim on demand of no size",
    wrong: { [`${volume}.options.claimName`]: "OnDemand" },
    key: `${volume}.options.claimName`,
    level: "error",
    right: claim,
  },
  {
    name: "claims that are reused under ReadWriteOnce",
    wrong: { ...dynamic, ...claim, "spark.kubernetes.legacy.useReadWriteOnceAccessMode": "true" },
    key: `${volume}.options.claimName`,
    level: "warning",
    right: { ...dynamic, ...claim },
  },
  {
    name: "claims that are reused on Spark 3.5",
    wrong: { ...dynamic, ...claim },
    key: `${volume}.options.claimName`,
    level: "note",
    right: { ...dynamic, ...claim, "spark.kubernetes.driver.reusePersistentVolumeClaim": "false" },
    context: { version: "3.5" },
  },
  {
    name: "decommissioning that saves nothing",
    wrong: { "spark.decommission.enabled": "true" },
    key: "spark.decommission.enabled",
    level: "warning",
    right: { "spark.decommission.enabled": "true", "spark.storage.decommission.enabled": "true" },
  },
  {
    name: "a fallback storage without / at its end",
    wrong: {
      "spark.decommission.enabled": "true",
      "spark.storage.decommission.enabled": "true",
      "spark.storage.decommission.fallbackStorage.path": "s3a://data/fallback",
    },
    key: "spark.storage.decommission.fallbackStorage.path",
    level: "error",
    right: {
      "spark.decommission.enabled": "true",
      "spark.storage.decommission.enabled": "true",
      "spark.storage.decommission.fallbackStorage.path": "s3a://data/fallback/",
    },
  },
  {
    name: "committer algorithm 2 on an object store",
    wrong: v2,
    key: "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version",
    level: "warning",
    right: v2,
    context: { storage: "s3a" },
    rightContext: { storage: "hdfs" },
  },
  {
    name: "speculation with committer algorithm 2",
    wrong: { ...v2, "spark.speculation": "true" },
    key: "spark.speculation",
    level: "warning",
    right: { "spark.speculation": "true" },
    context: { storage: "hdfs" },
  },
  {
    name: "an S3A committer that Spark 4.0 does not ask for",
    wrong: { "spark.hadoop.fs.s3a.committer.name": "magic" },
    key: "spark.hadoop.fs.s3a.committer.name",
    level: "warning",
    right: { "spark.hadoop.fs.s3a.committer.name": "magic" },
    context: { version: "4.0" },
    rightContext: { version: "4.1" },
  },
  {
    name: "credentials by a class of the AWS SDK v1",
    wrong: {
      "spark.hadoop.fs.s3a.aws.credentials.provider": "com.amazonaws.auth.WebIdentityTokenCredentialsProvider",
    },
    key: "spark.hadoop.fs.s3a.aws.credentials.provider",
    level: "warning",
    right: {
      "spark.hadoop.fs.s3a.aws.credentials.provider": "com.amazonaws.auth.WebIdentityTokenCredentialsProvider",
    },
    rightContext: { version: "3.5" },
  },
  {
    name: "an event log in one piece on an object store",
    wrong: { ...eventLog, "spark.eventLog.rolling.enabled": "false" },
    key: "spark.eventLog.rolling.enabled",
    level: "note",
    right: { ...eventLog, "spark.eventLog.rolling.enabled": "true" },
  },
  {
    name: "a resize interval without its plugin",
    wrong: { "spark.kubernetes.executor.resizeInterval": "1m" },
    key: "spark.kubernetes.executor.resizeInterval",
    level: "warning",
    right: {
      "spark.kubernetes.executor.resizeInterval": "1m",
      "spark.plugins": "org.apache.spark.scheduler.cluster.k8s.ExecutorResizePlugin",
    },
  },
  {
    name: "Volcano's step with another scheduler",
    wrong: {
      "spark.kubernetes.driver.pod.featureSteps": "org.apache.spark.deploy.k8s.features.VolcanoFeatureStep",
    },
    key: "spark.kubernetes.driver.pod.featureSteps",
    level: "warning",
    right: {
      "spark.kubernetes.driver.pod.featureSteps": "org.apache.spark.deploy.k8s.features.VolcanoFeatureStep",
      "spark.kubernetes.scheduler.name": "volcano",
    },
  },
  {
    name: "encryption without authentication",
    wrong: { "spark.network.crypto.enabled": "true" },
    key: "spark.network.crypto.enabled",
    level: "error",
    right: { "spark.network.crypto.enabled": "true", "spark.authenticate": "true" },
  },
  {
    name: "heartbeats as rare as the timeout",
    wrong: { "spark.executor.heartbeatInterval": "120s" },
    key: "spark.executor.heartbeatInterval",
    level: "error",
    right: { "spark.executor.heartbeatInterval": "119s" },
  },
  {
    name: "a timeout as short as the heartbeats",
    wrong: { "spark.network.timeout": "10s" },
    key: "spark.network.timeout",
    level: "error",
    right: { "spark.network.timeout": "11s" },
  },
  {
    name: "a key to S3 in plain text",
    wrong: { "spark.hadoop.fs.s3a.bucket.data.secret.key": "abc" },
    key: "spark.hadoop.fs.s3a.bucket.data.secret.key",
    level: "warning",
    right: { "spark.hadoop.fs.s3a.bucket.data.endpoint.region": "eu-west-1" },
  },
  {
    name: "a password in plain text",
    wrong: { "spark.ssl.ui.keyStorePassword": "abc" },
    key: "spark.ssl.ui.keyStorePassword",
    level: "warning",
    right: { "spark.ssl.ui.keyStorePassword": "${env:KEY_STORE_PASSWORD}" },
  },
  {
    name: "a master that the operator sets",
    wrong: { "spark.master": "k8s://https://kubernetes" },
    key: "spark.master",
    level: "error",
    right: { "spark.master": "k8s://https://kubernetes" },
    context: { operator: true },
    rightContext: { operator: false },
  },
  {
    name: "an image that is a field of the operator's resource",
    wrong: { "spark.kubernetes.executor.container.image": "spark:4" },
    key: "spark.kubernetes.executor.container.image",
    level: "error",
    right: { "spark.kubernetes.executor.container.image": "spark:4" },
    context: { operator: true },
    rightContext: { operator: false },
  },
];

const off: [string, string][] = [
  ["spark.dynamicAllocation.maxExecutors", "spark.dynamicAllocation.enabled"],
  ["spark.executor.decommission.forceKillTimeout", "spark.decommission.enabled"],
  ["spark.storage.decommission.replicationReattemptInterval", "spark.storage.decommission.enabled"],
  ["spark.eventLog.dir", "spark.eventLog.enabled"],
  ["spark.speculation.interval", "spark.speculation"],
  ["spark.memory.offHeap.size", "spark.memory.offHeap.enabled"],
  ["spark.ui.reverseProxyUrl", "spark.ui.reverseProxy"],
  ["spark.history.fs.cleaner.maxAge", "spark.history.fs.cleaner.enabled"],
];

const find = (conf: Conf, context: Partial<CheckContext> = {}) =>
  checkConfiguration(conf, { version: "4.3", storage: "s3a", ...context });

describe.each(cases)("$name", ({ wrong, key, level, right, context, rightContext }) => {
  test("is found", () => {
    const found = find(wrong, context).filter((finding) => finding.source !== undefined);
    expect(found.map((finding) => [finding.level, finding.key])).toEqual([[level, key]]);
    expect(found[0]).toMatchObject({ path: key, value: wrong[key] });
  });

  test("is not found of what is like it", () => {
    const found = find(right, { ...context, ...rightContext }).filter((finding) => finding.source !== undefined);
    expect(found).toEqual([]);
  });
});

test.each(off)("%s is said to do nothing while %s is off", (key, by) => {
  const value = key.endsWith("Executors") ? "5" : "30s";
  const found = find({ [key]: value, [by]: "false" }).filter(({ problem }) => problem.startsWith("does nothing"));
  expect(found.map((finding) => [finding.key, finding.problem])).toEqual([[key, `does nothing while ${by} is off`]]);
  const on = find({ [key]: value, [by]: "true" }).filter(({ problem }) =>
    problem.startsWith("does nothing while " + by),
  );
  expect(on).toEqual([]);
});

test("every rule reads as a sentence, with a way out and a source", () => {
  expect(rules.length).toBeGreaterThan(50);
  for (const rule of rules) {
    expect(rule.change).toMatch(/^[A-Z].*\.$/);
    expect(rule.allowed).toMatch(/^[^A-Z]|^(OnDemand|Celeborn|Volcano)/);
    expect(rule.source).toMatch(/^https:\/\//);
  }
});

test("no configuration makes the checker crash, and a finding is at a key that was set", () => {
  const names = keysOf("4.3").map(({ name }) => name);
  const value = fc.oneof(fc.constantFrom("true", "false", "0", "1", "4g", "30s", "-1", ""), fc.string());
  const conf = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value, { maxKeys: 30 });
  fc.assert(
    fc.property(conf, fc.constantFrom("3.5" as const, "4.3" as const), fc.boolean(), (given, version, operator) => {
      const found = checkConfiguration(given, { version, operator, storage: "gs" });
      return found.every(({ key, value: at }) => Object.hasOwn(given, key) && given[key] === at);
    }),
  );
});
