import * as pulumi from "@pulumi/pulumi";

import { HistoryServer, type HistoryServerArgs } from "../../../lib";
import { named, recordProgram, type Recording } from "../../../lib/testing";

const LOGS = "s3a://company-logs/spark";

function record(args: Partial<HistoryServerArgs> = {}): Promise<Recording> {
  return recordProgram(() => {
    const { service, url, portForwardCommand } = new HistoryServer("history", {
      namespace: "spark-system",
      logUri: LOGS,
      ...args,
    });
    return { service, url, portForwardCommand };
  });
}

interface PodTemplate {
  metadata: { labels: Record<string, string>; annotations: Record<string, string> };
  spec: Record<string, unknown> & { containers: Container[]; initContainers: Container[]; volumes: object[] };
}
interface Container {
  name: string;
  image: string;
  command: string[];
  env: object[];
  resources: object;
  securityContext: object;
  volumeMounts: object[];
}

function podOf(recording: Recording): PodTemplate {
  const { spec } = named(recording, "kubernetes:apps/v1:Deployment", "history-deployment").inputs;
  return (spec as { template: PodTemplate }).template;
}

function filesOf(recording: Recording): Record<string, string> {
  return named(recording, "kubernetes:core/v1:ConfigMap", "history-configuration").inputs.data as Record<
    string,
    string
  >;
}

/** Reads properties as Java does, for the characters that occur here. */
function confOf(recording: Recording): Record<string, string> {
  const lines = filesOf(recording)["spark-defaults.conf"]?.trim().split("\n") ?? [];
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

describe("HistoryServer", () => {
  it("is a deployment, a service, its files and an account", async () => {
    const recording = await record();
    expect(recording.resources.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "kubernetes:apps/v1:Deployment history-deployment",
      "kubernetes:core/v1:ConfigMap history-configuration",
      "kubernetes:core/v1:Service history-service",
      "kubernetes:core/v1:ServiceAccount history-account",
      "spark-platform:addons:HistoryServer history",
    ]);
    expect(recording.outputs).toEqual({
      service: "history",
      url: "http://history.spark-system:18080",
      portForwardCommand: "kubectl --namespace spark-system port-forward service/history 18080",
    });
  });

  it("cannot be reached from outside the cluster", async () => {
    const { inputs } = named(await record(), "kubernetes:core/v1:Service", "history-service");
    expect(inputs.spec).toEqual({
      type: "ClusterIP",
      selector: { "app.kubernetes.io/name": "history-server", "app.kubernetes.io/instance": "history" },
      ports: [{ name: "http", port: 18080, targetPort: "http", appProtocol: "http" }],
    });
  });

  it("runs the server's class in the foreground with its own configuration", async () => {
    const [container] = podOf(await record()).spec.containers;
    expect(container).toMatchObject({
      name: "history-server",
      image: "apache/spark:4.1.1",
      command: [
        "/opt/spark/bin/spark-class",
        "org.apache.spark.deploy.history.HistoryServer",
        "--properties-file",
        "/etc/spark/spark-defaults.conf",
      ],
      startupProbe: { httpGet: { path: "/api/v1/version", port: "http" } },
      readinessProbe: { httpGet: { path: "/api/v1/version", port: "http" } },
      livenessProbe: { httpGet: { path: "/api/v1/version", port: "http" } },
    });
  });

  it("reads logs, keeps its store within its disk and deletes nothing", async () => {
    expect(confOf(await record())).toEqual({
      "spark.history.fs.cleaner.enabled": "false",
      "spark.history.fs.logDirectory": LOGS,
      "spark.history.fs.numReplayThreads": "8",
      "spark.history.fs.update.interval": "30s",
      "spark.history.retainedApplications": "20",
      "spark.history.store.hybridStore.diskBackend": "ROCKSDB",
      "spark.history.store.hybridStore.enabled": "true",
      "spark.history.store.hybridStore.maxMemoryUsage": "1024m",
      // 80 % of 10 GiB.
      "spark.history.store.maxDiskUsage": "8192m",
      "spark.history.store.path": "/var/spark-history",
      "spark.history.store.serializer": "PROTOBUF",
      "spark.history.ui.port": "18080",
    });
  });

  it("deletes old logs when it is asked to", async () => {
    expect(confOf(await record({ cleaner: { maxAgeDays: 90 } }))).toMatchObject({
      "spark.history.fs.cleaner.enabled": "true",
      "spark.history.fs.cleaner.maxAge": "90d",
    });
  });

  it("compacts rolling logs when it is asked to, and looks for new logs as often as it is told", async () => {
    // Names of the keys: https://spark.apache.org/docs/latest/monitoring.html
    const conf = confOf(await record({ compaction: { filesToRetain: 5 }, updateSeconds: 120 }));
    expect(conf["spark.history.fs.eventLog.rolling.maxFilesToRetain"]).toBe("5");
    expect(conf["spark.history.fs.update.interval"]).toBe("120s");
    expect(conf["spark.history.fs.cleaner.enabled"]).toBe("false");
  });

  it("keeps what it has read on a volume when it is asked to", async () => {
    const recording = await record({ diskGiB: 40, storeVolume: { storageClass: "gp3" } });
    const { metadata, spec } = named(recording, "kubernetes:core/v1:PersistentVolumeClaim", "history-store").inputs;
    expect(spec).toEqual({
      ...{ accessModes: ["ReadWriteOnce"], storageClassName: "gp3" },
      resources: { requests: { storage: "40Gi" } },
    });
    // Of a name that is given there can't be two, and a claim that a pod uses is not deleted before the pod:
    // https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection
    expect(metadata).toMatchObject({ namespace: "spark-system" });
    expect(metadata).not.toHaveProperty("name");
    const { volumes } = podOf(recording).spec;
    expect(volumes).toContainEqual({ name: "store", persistentVolumeClaim: { claimName: "history-store" } });
    expect(volumes.filter((volume) => "name" in volume && volume.name === "store")).toHaveLength(1);
    const ofDefaultClass = named(
      await record({ storeVolume: {} }),
      "kubernetes:core/v1:PersistentVolumeClaim",
      "history-store",
    ).inputs.spec;
    expect(ofDefaultClass).toEqual({ accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "10Gi" } } });
  });

  it("comes from a mirror", async () => {
    const recording = await record({ imageMirrors: { "docker.io": "registry.example.com/hub" } });
    expect(podOf(recording).spec.containers[0]?.image).toBe("registry.example.com/hub/apache/spark:4.1.1");
  });

  it("keeps heap below the pod's memory and the store's disk below the volume", async () => {
    const recording = await record({ resources: { cpuMillis: 1000, memoryMiB: 8192, heapMiB: 6144 }, diskGiB: 50 });
    const { containers, volumes } = podOf(recording).spec;
    expect(containers[0]?.env).toEqual([{ name: "SPARK_DAEMON_MEMORY", value: "6144m" }]);
    expect(containers[0]?.resources).toEqual({
      requests: { cpu: "1000m", memory: "8192Mi" },
      limits: { memory: "8192Mi" },
    });
    expect(volumes).toContainEqual({ name: "store", emptyDir: { sizeLimit: "50Gi" } });
    expect(confOf(recording)).toMatchObject({
      "spark.history.store.hybridStore.maxMemoryUsage": "3072m",
      "spark.history.store.maxDiskUsage": "40960m",
    });
  });

  it("creates the folder first with Hadoop's shell, which reads core-site.xml and no Spark configuration", async () => {
    const recording = await record({
      sparkConf: { "spark.hadoop.fs.s3a.endpoint": "http://10.0.0.1:7070?a=1&b=<2>", "spark.other": "x" },
    });
    const { initContainers } = podOf(recording).spec;
    expect(initContainers).toHaveLength(1);
    expect(initContainers[0]).toMatchObject({
      name: "create-log-folder",
      command: ["/opt/spark/bin/spark-class", "org.apache.hadoop.fs.FsShell", "-mkdir", "-p", LOGS],
      env: [
        { name: "HADOOP_CONF_DIR", value: "/etc/spark" },
        { name: "SPARK_DRIVER_MEMORY", value: "256m" },
      ],
    });
    expect(filesOf(recording)["core-site.xml"]).toBe(
      "<configuration>\n" +
        "  <property><name>fs.s3a.endpoint</name><value>http://10.0.0.1:7070?a=1&amp;b=&lt;2&gt;</value></property>\n" +
        "</configuration>\n",
    );
  });

  it("passes Pod Security restricted and writes nowhere but to its scratch volumes", async () => {
    const { spec } = podOf(await record());
    // https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
    expect(spec.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 185,
      fsGroup: 185,
      seccompProfile: { type: "RuntimeDefault" },
    });
    for (const container of [...spec.containers, ...spec.initContainers]) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      expect(container.volumeMounts).toEqual([
        { name: "configuration", mountPath: "/etc/spark", readOnly: true },
        { name: "store", mountPath: "/var/spark-history" },
        { name: "tmp", mountPath: "/tmp" },
      ]);
    }
    expect(spec.volumes).toEqual([
      { name: "configuration", configMap: { name: "history" } },
      { name: "store", emptyDir: { sizeLimit: "10Gi" } },
      { name: "tmp", emptyDir: { sizeLimit: "2Gi" } },
    ]);
    expect(spec).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
  });

  it("starts a new pod when its configuration changes, and only then", async () => {
    const checksum = async (args: Partial<HistoryServerArgs>) =>
      podOf(await record(args)).metadata.annotations["spark-platform/configuration-checksum"];
    const before = await checksum({});
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(await checksum({})).toBe(before);
    expect(await checksum({ logUri: "s3a://other/spark" })).not.toBe(before);
  });

  it("carries the cloud's identity on the account and the pod, but does not select pods by it", async () => {
    const recording = await record({
      identity: {
        serviceAccountAnnotations: { "azure.workload.identity/client-id": "id" },
        podLabels: { "azure.workload.identity/use": pulumi.output("true") },
        dependsOn: [],
      },
    });
    expect(named(recording, "kubernetes:core/v1:ServiceAccount", "history-account").inputs).toMatchObject({
      metadata: { annotations: { "azure.workload.identity/client-id": "id" } },
      automountServiceAccountToken: false,
    });
    expect(podOf(recording).metadata.labels).toEqual({
      "azure.workload.identity/use": "true",
      "app.kubernetes.io/name": "history-server",
      "app.kubernetes.io/instance": "history",
    });
    const { spec } = named(recording, "kubernetes:apps/v1:Deployment", "history-deployment").inputs;
    expect(spec).toMatchObject({
      replicas: 1,
      strategy: { type: "Recreate" },
      selector: {
        matchLabels: { "app.kubernetes.io/name": "history-server", "app.kubernetes.io/instance": "history" },
      },
    });
  });

  it("reads logs from a volume", async () => {
    const { spec } = podOf(
      await record({
        logUri: "file:///mnt/events",
        logVolume: { mountPath: "/mnt/events", source: { persistentVolumeClaim: { claimName: "events" } } },
      }),
    );
    expect(spec.volumes).toContainEqual({ name: "logs", persistentVolumeClaim: { claimName: "events" } });
    expect(spec.containers[0]?.volumeMounts).toContainEqual({ name: "logs", mountPath: "/mnt/events" });
  });

  it("works with a folder that only the deployment knows", async () => {
    const recording = await record({ logUri: pulumi.output(LOGS) });
    expect(confOf(recording)["spark.history.fs.logDirectory"]).toBe(LOGS);
  });
});
