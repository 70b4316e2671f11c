import { askedOfApache } from "../../../lib/apps/asked/apache";
import { differencesFrom } from "../../../lib/apps/asked/differences";
import { readJavaProperties } from "../../../lib/apps/asked/java-properties";
import { askedOfKubeflow } from "../../../lib/apps/asked/kubeflow";
import { readAsked, readDefaults } from "../../../lib/apps/asked/read";
import { findApps } from "../../../lib/apps/find";
import { configMaps } from "../../../lib/apps/kinds";
import { runningApp } from "../apps-cluster";

// https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/Properties.html: load(Reader)
test("Java properties are read as Java reads them", () => {
  const text =
    "#Java properties built from Kubernetes config map\n! too\n\na=1\nb : two words\nc\\:d=e\\\\f\\n\ng=\\\n  h\ni=\\u0041\nj\nk.l m\nn=C:\\\\\no=2\n";
  expect(readJavaProperties(text)).toEqual({
    a: "1",
    b: "two words",
    "c:d": "e\\f\n",
    g: "h",
    i: "A",
    j: "",
    "k.l": "m",
    n: "C:\\",
    o: "2",
  });
});

test("an application of the Kubeflow operator asks by its fields", () => {
  const spec = {
    type: "Python",
    sparkVersion: "4.1.4",
    image: "team/etl:1",
    mainApplicationFile: "s3a://code/etl.py",
    driver: { coreRequest: "900m", memory: "4g", memoryOverhead: "1g" },
    executor: { cores: 4, memory: "8g" },
    dynamicAllocation: { enabled: true, minExecutors: 1, maxExecutors: 10 },
    restartPolicy: { type: "OnFailure", onFailureRetries: 2 },
    sparkConf: { "spark.executor.instances": "99" },
  };
  expect(askedOfKubeflow({ spec })).toMatchObject({
    type: "Python",
    driver: { cpuMillis: 900, memoryMiB: 5120 },
    // Spark decides about its overhead.
    executor: undefined,
    executors: { least: 1, most: 10 },
    retries: { policy: "OnFailure", most: 2 },
  });
});

test("an application of the Apache operator asks by its configuration and its tolerations", () => {
  const spec = {
    mainClass: "org.example.Etl",
    jars: "local:///opt/app.jar,local:///opt/other.jar",
    runtimeVersions: { sparkVersion: "4.1.4" },
    sparkConf: { "spark.executor.instances": "3", "spark.kubernetes.container.image": "team/etl:1" },
    applicationTolerations: {
      restartConfig: { restartPolicy: "OnFailure", maxRestartAttempts: 2 },
      ttlAfterStopMillis: 60_000,
    },
  };
  expect(askedOfApache({ spec })).toMatchObject({
    image: "team/etl:1",
    mainApplicationFile: "local:///opt/app.jar",
    executors: { least: 3, most: 3 },
    retries: { policy: "OnFailure", most: 2 },
    timeToLiveSeconds: 60,
  });
});

test("a plain driver's asks are read from the configuration that spark-submit made", async () => {
  const cluster = runningApp();
  const driver = cluster.pod("etl-driver")!;
  driver.spec.volumes = [{ name: "spark-conf-volume-driver", configMap: { name: "etl-conf" } }];
  const args = [
    "driver",
    "--properties-file",
    "/opt/spark/conf/spark.properties",
    "--class",
    "org.apache.spark.deploy.PythonRunner",
    "local:///etl.py",
    "a b",
  ];
  driver.spec.containers[0] = { ...driver.spec.containers[0]!, image: "team/etl:1", args };
  const properties = "spark.dynamicAllocation.enabled=true\nspark.dynamicAllocation.maxExecutors=5\n";
  cluster.put(configMaps, { metadata: { name: "etl-conf" }, data: { "spark.properties": properties } });
  const [app] = (await findApps(cluster.appsApi, "spark-jobs")).apps;
  expect(await readAsked(cluster.appsApi, app!)).toMatchObject({
    type: "Python",
    image: "team/etl:1",
    mainApplicationFile: "local:///etl.py",
    arguments: ["a b"],
    driver: { cpuMillis: 1000, memoryMiB: 4096 },
    executor: { cpuMillis: 3935, memoryMiB: 15_189 },
    executors: { least: 0, most: 5 },
  });
});

describe("what differs from the platform's defaults", () => {
  const defaults = [
    { "spark.eventLog.enabled": "true", "spark.executor.memoryOverheadFactor": "0.1" },
    { "spark.eventLog.enabled": "true", "spark.executor.memoryOverheadFactor": "0.4" },
  ];

  test("is reckoned from the set that is nearest, and without what each submission sets", () => {
    const configuration = {
      "spark.eventLog.enabled": "true",
      "spark.executor.memoryOverheadFactor": "0.4",
      "spark.app.name": "etl",
      "spark.executor.instances": "3",
      "spark.sql.shuffle.partitions": "400",
    };
    expect(differencesFrom(configuration, defaults)).toEqual([{ key: "spark.sql.shuffle.partitions", value: "400" }]);
  });

  // The words of spark.redaction.regex: https://spark.apache.org/docs/4.3.0/configuration.html
  test.each(["fs.s3a.secret.key", "db.password", "auth.token", "fs.s3a.access.key", "some.credential"])(
    "hides %s",
    (key) => {
      expect(differencesFrom({ [key]: "hunter2" }, [{ [key]: "hunter1" }])).toEqual([
        { key, value: "(redacted)", platform: "(redacted)" },
      ]);
    },
  );

  test("is read from the platform's ConfigMap", async () => {
    const cluster = runningApp();
    const data = { "spark-defaults.conf": "a=1\n", "spark-defaults-large.conf": "a=2\n", "driver.yaml": "x" };
    cluster.put(configMaps, { metadata: { name: "analytics-spark-defaults" }, data });
    const [app] = (await findApps(cluster.appsApi, "spark-jobs")).apps;
    expect(await readDefaults(cluster.appsApi, app!)).toEqual([{ a: "1" }, { a: "2" }]);
  });
});
