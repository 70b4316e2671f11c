import { parse } from "yaml";

import { BinPackingScheduler, type BinPackingSchedulerArgs } from "../../lib";
import { byType, recordProgram, type Recording } from "../../lib/testing";

const RBAC = "kubernetes:rbac.authorization.k8s.io/v1";
const account = { kind: "ServiceAccount", name: "packing", namespace: "spark-system" };
const labels = { "app.kubernetes.io/name": "kube-scheduler", "app.kubernetes.io/instance": "packing" };
const metadata = { name: "packing", namespace: "spark-system", labels };

function record(args: Partial<BinPackingSchedulerArgs> = {}): Promise<Recording> {
  return recordProgram(
    () => {
      const all = { schedulerName: "packing", namespace: "spark-system", kubernetesVersion: "1.35", ...args };
      return { schedulerName: new BinPackingScheduler("packer", all).schedulerName };
    },
    { errors: "return" },
  );
}

const inputsOf = (recording: Recording, type: string) => byType(recording, type).map(({ inputs }) => inputs);

interface PodSpec {
  nodeSelector?: object;
  priorityClassName?: string;
  affinity?: object;
  securityContext: object;
  containers: { image: string; command: string[]; args: string[]; resources: object; securityContext: object }[];
}

async function deploymentOf(args: Partial<BinPackingSchedulerArgs> = {}) {
  const [inputs] = inputsOf(await record(args), "kubernetes:apps/v1:Deployment");
  return inputs as {
    metadata: object;
    spec: { replicas: number; template: { metadata: { annotations: Record<string, string> }; spec: PodSpec } };
  };
}

describe("BinPackingScheduler", () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await record();
  });

  it("is these objects and no others", () => {
    expect(recording.errors).toEqual([]);
    expect(recording.outputs).toEqual({ schedulerName: "packing" });
    expect(recording.resources.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "kubernetes:apps/v1:Deployment packer-deployment",
      "kubernetes:core/v1:ConfigMap packer-configuration",
      "kubernetes:core/v1:ServiceAccount packer-account",
      "kubernetes:flowcontrol.apiserver.k8s.io/v1:FlowSchema packer-flow",
      "kubernetes:policy/v1:PodDisruptionBudget packer-budget",
      `${RBAC}:ClusterRoleBinding packer-kube-scheduler`,
      `${RBAC}:ClusterRoleBinding packer-volume-scheduler`,
      `${RBAC}:Role packer-lease-role`,
      `${RBAC}:RoleBinding packer-authentication-reader`,
      `${RBAC}:RoleBinding packer-lease-binding`,
      "spark-platform:addons:BinPackingScheduler packer",
    ]);
  });

  it("scores nodes by how full they are, and what a pod asks for above that", () => {
    const [inputs] = inputsOf(recording, "kubernetes:core/v1:ConfigMap");
    expect(inputs?.metadata).toEqual(metadata);
    // Fields: https://kubernetes.io/docs/reference/config-api/kube-scheduler-config.v1/
    expect(parse((inputs?.data as Record<string, string>)["scheduler.yaml"] ?? "")).toEqual({
      apiVersion: "kubescheduler.config.k8s.io/v1",
      kind: "KubeSchedulerConfiguration",
      leaderElection: { leaderElect: true, resourceName: "packing", resourceNamespace: "spark-system" },
      clientConnection: { qps: 200, burst: 400 },
      enableProfiling: false,
      profiles: [
        {
          schedulerName: "packing",
          percentageOfNodesToScore: 100,
          plugins: {
            score: {
              enabled: [
                { name: "NodeAffinity", weight: 10 },
                { name: "InterPodAffinity", weight: 10 },
                { name: "PodTopologySpread", weight: 10 },
              ],
              disabled: [{ name: "NodeResourcesBalancedAllocation" }, { name: "ImageLocality" }],
            },
          },
          pluginConfig: [
            {
              name: "NodeResourcesFit",
              args: {
                scoringStrategy: {
                  type: "MostAllocated",
                  resources: [
                    { name: "cpu", weight: 1 },
                    { name: "memory", weight: 1 },
                  ],
                },
              },
            },
            { name: "PodTopologySpread", args: { defaultingType: "List", defaultConstraints: [] } },
          ],
        },
      ],
    });
  });

  it("has the rights of the cluster's own scheduler, and its own lease", () => {
    // Names of roles: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#core-component-roles
    expect(inputsOf(recording, `${RBAC}:ClusterRoleBinding`)).toMatchObject(
      ["kube-scheduler", "volume-scheduler"].map((role) => ({
        metadata: { name: `packing:${role}` },
        subjects: [account],
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: `system:${role}` },
      })),
    );
    expect(inputsOf(recording, `${RBAC}:RoleBinding`)).toMatchObject([
      {
        metadata: { name: "packing:authentication-reader", namespace: "kube-system" },
        subjects: [account],
        roleRef: { kind: "Role", name: "extension-apiserver-authentication-reader" },
      },
      { metadata, subjects: [account], roleRef: { kind: "Role", name: "packing" } },
    ]);
    expect(inputsOf(recording, `${RBAC}:Role`)).toMatchObject([
      {
        metadata,
        rules: [
          {
            apiGroups: ["coordination.k8s.io"],
            resources: ["leases"],
            resourceNames: ["packing"],
            verbs: ["get", "update"],
          },
        ],
      },
    ]);
  });

  it("sends its requests with those of the cluster's controllers", () => {
    // https://kubernetes.io/docs/concepts/cluster-administration/flow-control/: workload-high; service-accounts is 9000.
    expect(inputsOf(recording, "kubernetes:flowcontrol.apiserver.k8s.io/v1:FlowSchema")).toMatchObject([
      {
        spec: {
          priorityLevelConfiguration: { name: "workload-high" },
          matchingPrecedence: 1000,
          rules: [
            {
              subjects: [{ kind: "ServiceAccount", serviceAccount: { name: "packing", namespace: "spark-system" } }],
            },
          ],
        },
      },
    ]);
  });

  it("runs twice, of which one may be away, hardened, with the ports and paths of kube-scheduler", async () => {
    const { metadata: ofDeployment, spec } = await deploymentOf();
    expect(ofDeployment).toEqual(metadata);
    expect(spec.replicas).toBe(2);
    expect(inputsOf(recording, "kubernetes:policy/v1:PodDisruptionBudget")).toMatchObject([
      { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: labels } } },
    ]);
    const { containers, securityContext } = spec.template.spec;
    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
    const probe = (path: string) => ({ httpGet: { path, port: 10259, scheme: "HTTPS" } });
    expect(containers).toMatchObject([
      {
        image: "registry.k8s.io/kube-scheduler:v1.35.10",
        command: ["kube-scheduler"],
        args: [
          "--config=/etc/kube-scheduler/scheduler.yaml",
          "--secure-port=10259",
          "--feature-gates=SchedulerAsyncPreemption=false",
          "--v=2",
        ],
        startupProbe: probe("/healthz"),
        livenessProbe: probe("/healthz"),
        readinessProbe: probe("/readyz"),
        resources: { requests: { cpu: "100m", memory: "512Mi" }, limits: { memory: "512Mi" } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
        volumeMounts: [{ mountPath: "/etc/kube-scheduler", readOnly: true }],
      },
    ]);
  });

  it("starts again when its configuration changes", async () => {
    const checksumOf = async (schedulerName: string) =>
      (await deploymentOf({ schedulerName })).spec.template.metadata.annotations[
        "spark-platform/configuration-checksum"
      ];
    expect(await checksumOf("packing")).toMatch(/^[0-9a-f]{64}$/);
    expect(await checksumOf("packing")).toBe(await checksumOf("packing"));
    expect(await checksumOf("other")).not.toBe(await checksumOf("packing"));
  });

  it("comes from a mirror, on nodes, in a class and of a size of one's own", async () => {
    const { spec } = await deploymentOf({
      imageMirrors: { "registry.k8s.io": "registry.example.com/k8s" },
      scheduling: { tolerations: [{ key: "system", operator: "Exists" }], priorityClassName: "analytics-system" },
      resources: { cpuMillis: 500, memoryMiB: 2048 },
    });
    const { containers, ...pod } = spec.template.spec;
    expect(pod).toMatchObject({
      tolerations: [{ key: "system", operator: "Exists" }],
      priorityClassName: "analytics-system",
    });
    expect(containers[0]?.image).toBe("registry.example.com/k8s/kube-scheduler:v1.35.10");
    expect(containers[0]?.resources).toEqual({
      requests: { cpu: "500m", memory: "2048Mi" },
      limits: { memory: "2048Mi" },
    });
  });

  it.each([
    [
      { kubernetesVersion: "1.12" },
      'kubernetesVersion: no kube-scheduler is known for "1.12". Allowed: 1.33, 1.34, 1.35, 1.36. Give an image of that minor version.',
    ],
    [
      { image: "registry.k8s.io/kube-scheduler:v1.36.1" },
      'image: "registry.k8s.io/kube-scheduler:v1.36.1" is a kube-scheduler of Kubernetes 1.36, and the cluster is 1.35. ' +
        "Allowed: an image of 1.35. Leave image out for the newest known.",
    ],
  ])("refuses %j, and creates nothing", async (args, message) => {
    const { errors, resources } = await record(args);
    expect(errors.map((error) => error.message)).toEqual([message]);
    expect(resources).toEqual([]);
  });

  it("takes an image of the cluster's version, also where the version has a patch", async () => {
    const image = "registry.example.com/kube-scheduler:v1.35.2";
    const { spec } = await deploymentOf({ image, kubernetesVersion: "1.35.4-gke.100" });
    expect(spec.template.spec.containers[0]?.image).toBe(image);
  });
});
