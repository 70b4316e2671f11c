import { Celeborn, type CelebornArgs } from "../../../lib";
import { byType, named, recordProgram, type Recording } from "../../../lib/testing";
import { cluster, m5large, m7i4xlarge, pool } from "../../plan/fixtures";

const example: CelebornArgs = { namespace: "shuffle", workers: { replicas: 3 } };

function record(args: unknown = {}, name = "celeborn"): Promise<Recording> {
  return recordProgram(
    () => ({ endpoints: new Celeborn(name, { ...example, ...(args as Partial<CelebornArgs>) }).endpoints }),
    { errors: "return" },
  );
}

interface StatefulSet {
  spec: {
    replicas: number;
    serviceName: string;
    podManagementPolicy: string;
    volumeClaimTemplates?: object[];
    template: {
      metadata: { labels: Record<string, string>; annotations: Record<string, string> };
      spec: Record<string, unknown> & { containers: Container[]; volumes: object[]; affinity: Record<string, unknown> };
    };
  };
}
interface Container {
  image: string;
  command: string[];
  env: { name: string; value: string }[];
  resources: object;
  securityContext: object;
  volumeMounts: object[];
  readinessProbe: object;
}

const setOf = (recording: Recording, role: "masters" | "workers") =>
  named(recording, "kubernetes:apps/v1:StatefulSet", `celeborn-${role}`).inputs as unknown as StatefulSet;
const podOf = (recording: Recording, role: "masters" | "workers") => setOf(recording, role).spec.template.spec;

function confOf(recording: Recording): Record<string, string> {
  const { data } = named(recording, "kubernetes:core/v1:ConfigMap", "celeborn-configuration").inputs;
  const text = (data as Record<string, string>)["celeborn-defaults.conf"] ?? "";
  const lines = text.trim().split("\n");
  // `:` is escaped in no value that is compared here.
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

describe("Celeborn", () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await record();
  });

  it("is these objects and no others", () => {
    expect(recording.errors).toEqual([]);
    expect(recording.resources.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "kubernetes:apps/v1:StatefulSet celeborn-masters",
      "kubernetes:apps/v1:StatefulSet celeborn-workers",
      "kubernetes:core/v1:ConfigMap celeborn-configuration",
      "kubernetes:core/v1:Service celeborn-master-service",
      "kubernetes:core/v1:Service celeborn-worker-service",
      "kubernetes:core/v1:ServiceAccount celeborn-account",
      "kubernetes:policy/v1:PodDisruptionBudget celeborn-master-budget",
      "kubernetes:policy/v1:PodDisruptionBudget celeborn-worker-budget",
      "spark-platform:addons:Celeborn celeborn",
    ]);
  });

  it("says where its masters are: the pods' own names, which their service gives them", () => {
    // https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
    expect(recording.outputs.endpoints).toEqual([
      "celeborn-master-0.celeborn-master.shuffle.svc:9097",
      "celeborn-master-1.celeborn-master.shuffle.svc:9097",
      "celeborn-master-2.celeborn-master.shuffle.svc:9097",
    ]);
    expect(setOf(recording, "masters").spec).toMatchObject({ replicas: 3, serviceName: "celeborn-master" });
    const { metadata, spec } = named(recording, "kubernetes:core/v1:Service", "celeborn-master-service").inputs;
    expect(metadata).toMatchObject({ name: "celeborn-master", namespace: "shuffle" });
    expect(spec).toMatchObject({ clusterIP: "None", publishNotReadyAddresses: true });
  });

  it("elects a master of three, and is no cluster with one", async () => {
    // Keys: https://celeborn.apache.org/docs/latest/configuration/#ha
    expect(confOf(recording)).toMatchObject({
      "celeborn.master.ha.enabled": "true",
      "celeborn.master.ha.node.0.host": "celeborn-master-0.celeborn-master.shuffle.svc",
      "celeborn.master.ha.node.2.host": "celeborn-master-2.celeborn-master.shuffle.svc",
      "celeborn.master.ha.ratis.raft.server.storage.dir": "/mnt/ratis",
    });
    const single = await record({ masters: { replicas: 1 } });
    expect(single.outputs.endpoints).toEqual(["celeborn-master-0.celeborn-master.shuffle.svc:9097"]);
    expect(confOf(single)["celeborn.master.ha.enabled"]).toBe("false");
    expect(Object.keys(confOf(single)).filter((key) => key.includes("ha.node"))).toEqual([]);
  });

  it("keeps files within its disk, and asks the node for it", async () => {
    const large = await record({ workers: { replicas: 2, diskGiB: 800 } });
    // 90 % of 800 GiB.
    expect(confOf(large)["celeborn.worker.storage.dirs"]).toBe("/mnt/shuffle:disktype=SSD:capacity=737280m");
    const { containers, volumes } = podOf(large, "workers");
    expect(volumes).toContainEqual({ name: "data", emptyDir: { sizeLimit: "800Gi" } });
    expect(containers[0]?.resources).toEqual({
      // 2048 of heap, 4096 of buffers, 512 of the JVM.
      requests: { cpu: "2000m", memory: "6656Mi", "ephemeral-storage": "819200Mi" },
      limits: { memory: "6656Mi" },
    });
    expect(containers[0]?.env).toEqual(
      expect.arrayContaining([
        { name: "CELEBORN_WORKER_MEMORY", value: "2048m" },
        { name: "CELEBORN_WORKER_OFFHEAP_MEMORY", value: "4096m" },
      ]),
    );
    expect(confOf(large)["celeborn.worker.graceful.shutdown.enabled"]).toBe("false");
  });

  it("keeps files over a restart where workers have volumes", async () => {
    const other = await record({ workers: { replicas: 2, diskGiB: 200, storageClass: "gp3" } });
    const { spec } = setOf(other, "workers");
    expect(spec.volumeClaimTemplates).toEqual([
      {
        metadata: { name: "data" },
        spec: {
          accessModes: ["ReadWriteOnce"],
          storageClassName: "gp3",
          resources: { requests: { storage: "200Gi" } },
        },
      },
    ]);
    expect(confOf(other)).toMatchObject({
      "celeborn.worker.graceful.shutdown.enabled": "true",
      "celeborn.worker.graceful.shutdown.recoverPath": "/mnt/shuffle/recover",
      "celeborn.worker.graceful.shutdown.timeout": "600s",
    });
    // Longer than what it takes itself.
    expect(spec.template.spec.terminationGracePeriodSeconds).toBe(630);
    expect(spec.template.spec.containers[0]?.resources).toMatchObject({ requests: { memory: "6656Mi" } });
    expect(spec.template.spec.containers[0]?.resources).not.toHaveProperty(["requests", "ephemeral-storage"]);
    expect(setOf(other, "masters").spec.volumeClaimTemplates).toBeUndefined();
  });

  it.each(["masters", "workers"] as const)(
    "runs %s hardened, each on a node of its own, and one at a time away",
    (role) => {
      const { securityContext, containers, affinity, ...pod } = podOf(recording, role);
      // https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted; uid of the project's docker/Dockerfile
      expect(securityContext).toEqual({
        runAsNonRoot: true,
        runAsUser: 10006,
        runAsGroup: 10006,
        fsGroup: 10006,
        seccompProfile: { type: "RuntimeDefault" },
      });
      expect(containers[0]?.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
      const matchLabels = {
        "app.kubernetes.io/name": "celeborn",
        "app.kubernetes.io/instance": "celeborn",
        "app.kubernetes.io/component": role.slice(0, -1),
      };
      expect(affinity).toEqual({
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector: { matchLabels }, topologyKey: "kubernetes.io/hostname" },
          ],
        },
      });
      expect(
        named(recording, "kubernetes:policy/v1:PodDisruptionBudget", `celeborn-${role.slice(0, -1)}-budget`).inputs
          .spec,
      ).toEqual({ maxUnavailable: 1, selector: { matchLabels } });
      expect(containers[0]?.readinessProbe).toMatchObject({ httpGet: { path: "/ping", port: "http" } });
    },
  );

  it("starts in the foreground once every master has a name, and writes to its volumes alone", () => {
    const [container] = podOf(recording, "workers").containers;
    expect(container?.image).toBe("apache/celeborn:0.7.0");
    expect(container?.command.slice(0, 4)).toEqual(["/usr/bin/tini", "--", "bash", "-c"]);
    expect(container?.command[4]).toBe(
      "until { getent hosts celeborn-master-0.celeborn-master.shuffle.svc && getent hosts celeborn-master-1.celeborn-master.shuffle.svc " +
        "&& getent hosts celeborn-master-2.celeborn-master.shuffle.svc; } > /dev/null; do sleep 2; done; exec /opt/celeborn/sbin/start-worker.sh",
    );
    expect(Object.fromEntries(container?.env.map(({ name, value }) => [name, value]) ?? [])).toMatchObject({
      CELEBORN_CONF_DIR: "/etc/celeborn",
      CELEBORN_NO_DAEMONIZE: "true",
      CELEBORN_LOG_DIR: "/tmp/logs",
      CELEBORN_PID_DIR: "/tmp/pids",
    });
    expect(container?.volumeMounts).toEqual([
      { name: "configuration", mountPath: "/etc/celeborn", readOnly: true },
      { name: "data", mountPath: "/mnt/shuffle" },
      { name: "tmp", mountPath: "/tmp" },
    ]);
  });

  it("runs workers on the pool that is named, and keeps its nodes", async () => {
    const shuffle = pool("shuffle", [m7i4xlarge()], { maxNodes: 3 });
    const plan = cluster({ sparkPools: [pool("jobs", [m7i4xlarge()]), shuffle] });
    const on = await record({ workers: { replicas: 3, diskGiB: 80, pool: { cluster: plan, name: "shuffle" } } });
    expect(on.errors).toEqual([]);
    const { affinity, tolerations } = podOf(on, "workers");
    expect(affinity.nodeAffinity).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: "spark-platform/pool", operator: "In", values: ["shuffle"] }] },
        ],
      },
    });
    expect(tolerations).toEqual([
      { key: "spark-platform/dedicated", operator: "Equal", value: "spark", effect: "NoSchedule" },
    ]);
    expect(setOf(on, "workers").spec.template.metadata.annotations).toMatchObject({
      "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
    });
    expect(podOf(on, "masters").affinity.nodeAffinity).toBeUndefined();
  });

  it("lets in whom it is told, where the cluster enforces network policies", async () => {
    const limited = await record({ clientNamespaces: ["spark-jobs"] });
    const [policy] = byType(limited, "kubernetes:networking.k8s.io/v1:NetworkPolicy");
    const own = {
      podSelector: { matchLabels: { "app.kubernetes.io/name": "celeborn", "app.kubernetes.io/instance": "celeborn" } },
    };
    expect(policy?.inputs.spec).toEqual({
      ...own,
      policyTypes: ["Ingress"],
      ingress: [
        { from: [own] },
        {
          from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "spark-jobs" } } }],
          ports: [9097, 9091, 9092, 9093, 9094].map((port) => ({ protocol: "TCP", port })),
        },
      ],
    });
    const conf = confOf(limited);
    const ports = ["rpc", "push", "fetch", "replicate"].map((name) => conf[`celeborn.worker.${name}.port`]);
    expect(ports).toEqual(["9091", "9092", "9093", "9094"]);
  });

  it("takes configuration of one's own last, and starts again when it changes", async () => {
    const own = await record({ configuration: { "celeborn.worker.storage.disk.reserve.size": "1G" } });
    expect(confOf(own)["celeborn.worker.storage.disk.reserve.size"]).toBe("1G");
    const key = "spark-platform/configuration-checksum";
    const checksumOf = (one: Recording) => setOf(one, "workers").spec.template.metadata.annotations[key];
    expect(checksumOf(own)).not.toBe(checksumOf(recording));
    expect(checksumOf(await record())).toBe(checksumOf(recording));
  });

  const small = cluster({
    sparkPools: [
      pool("small", [m5large()]),
      pool("spot", [m7i4xlarge()], { capacity: "spot" }),
      pool("few", [m7i4xlarge()], { maxNodes: 2 }),
    ],
  });
  const onPool = (name: string, more: object = {}) => ({
    workers: { replicas: 3, diskGiB: 50, pool: { cluster: small, name }, ...more },
  });

  it.each([
    // m5.large: 1930m less 230m of node agents.
    [
      onPool("small"),
      /workers\.pool\.name: "small" has m5\.large, which a worker does not fit: it asks for 2000m of CPU, and 1700m/,
    ],
    [onPool("few", { replicas: 2, heapMiB: 60_000 }), /asks for 64608 MiB of memory, and 57341 MiB are left/],
    [onPool("few", { replicas: 2, diskGiB: 100 }), /asks for 102400 MiB of the node's disk, and 90000 MiB are left/],
    [onPool("spot"), /"spot" is a spot pool, and shuffle files on it are lost/],
    [onPool("few"), /workers\.replicas: 3 needs a node for each, and pool "few" has at most 2/],
    [onPool("none"), /workers\.pool\.name: "none" is no Spark pool of the cluster/],
    [{ masters: { replicas: 2 } }, /masters\.replicas: 2 .*Allowed: 1 or 3/],
    [{ workers: { replicas: 0 } }, /workers\.replicas: 0/],
    [{ namespace: "Shuffle" }, /namespace: "Shuffle" is no name/],
    [{ worker: {} }, /worker: .* is given to an argument that is not there/],
  ])("%# is refused, and nothing is created", async (args, message) => {
    const { errors, resources } = await record(args);
    expect(errors.map((error) => error.message).join("\n")).toMatch(message);
    expect(resources).toEqual([]);
  });
});
