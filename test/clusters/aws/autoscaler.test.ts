import * as kubernetes from "@pulumi/kubernetes";
import { parse } from "yaml";

import { ClusterAutoscaler, type ClusterAutoscalerArgs } from "../../../lib/addons/cluster-autoscaler";
import { recordProgram, type Recording } from "../../../lib/testing";
import { counts, one, recordCluster } from "./recorded";

interface PodSpec {
  nodeSelector?: object;
  priorityClassName: string;
  securityContext: object;
  containers: { image: string; args: string[]; env: object[]; securityContext: object; resources: object }[];
  volumes?: object[];
}

function record(args: Partial<ClusterAutoscalerArgs> = {}): Promise<Recording> {
  return recordProgram(() => {
    const provider = new kubernetes.Provider("cluster", {});
    const all = { kubernetesVersion: "1.35", cloudFlags: ["--cloud-provider=test"], ...args };
    new ClusterAutoscaler("autoscaler", all, { providers: [provider] });
  });
}

function podOf(recording: Recording): PodSpec {
  const { spec } = one(recording, "kubernetes:apps/v1:Deployment").inputs as {
    spec: { template: { spec: PodSpec } };
  };
  return spec.template.spec;
}

const containerOf = (recording: Recording) => podOf(recording).containers[0]!;

describe("the autoscaler of an EKS cluster", () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await recordCluster();
  });

  test("finds the groups that carry its two tags", () => {
    expect(containerOf(recording).args.slice(0, 3)).toEqual([
      "--cloud-provider=aws",
      "--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/analytics",
      "--cluster-name=analytics",
    ]);
    expect(containerOf(recording).env).toEqual([{ name: "AWS_REGION", value: "us-east-1" }]);
  });

  test("tries spot first, then whatever wastes least", () => {
    const { inputs } = one(recording, "kubernetes:core/v1:ConfigMap");
    expect(inputs.metadata).toMatchObject({ name: "cluster-autoscaler-priority-expander", namespace: "kube-system" });
    const { priorities } = inputs.data as { priorities: string };
    expect(parse(priorities, { mapAsMap: true })).toEqual(
      new Map([
        [50, [".*"]],
        [100, ["^eks-analytics-spot-000000000000$"]],
      ]),
    );
    expect(containerOf(recording).args).toContain("--expander=priority,least-waste");
  });

  test("has the identity of its service account, on system nodes", () => {
    expect(one(recording, "aws:eks/podIdentityAssociation:PodIdentityAssociation").inputs).toMatchObject({
      namespace: "kube-system",
      serviceAccount: "cluster-autoscaler",
      roleArn: "arn:aws:iam::000000000000:role/analytics-autoscaler",
    });
    expect(podOf(recording).nodeSelector).toEqual({ "spark-platform/role": "system" });
  });

  test("knows every tag of the groups, its priorities and its rights before it looks", () => {
    const { dependencies } = one(recording, "kubernetes:apps/v1:Deployment");
    for (const type of [
      "kubernetes:core/v1:ConfigMap",
      "kubernetes:core/v1:ServiceAccount",
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
    ]) {
      expect(dependencies).toContain(one(recording, type).urn);
    }
    const tags = recording.resources.filter(({ type }) => type === "aws:autoscaling/tag:Tag");
    expect(tags.filter(({ urn }) => !dependencies.includes(urn))).toEqual([]);
  });

  test("is deployed into this cluster", () => {
    const provider = one(recording, "pulumi:providers:kubernetes");
    const inside = recording.resources.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(inside.filter((resource) => resource.provider !== provider.urn)).toEqual([]);
  });

  test("without a spot pool has no group before the others", async () => {
    const onDemand = await recordCluster({ sparkPools: [{ name: "all", machineTypes: ["m7i.4xlarge"], maxNodes: 5 }] });
    const { priorities } = one(onDemand, "kubernetes:core/v1:ConfigMap").inputs.data as { priorities: string };
    expect(parse(priorities, { mapAsMap: true })).toEqual(new Map([[50, [".*"]]]));
  });
});

describe("cluster-autoscaler", () => {
  test.each([
    ["1.33", "v1.33.6"],
    ["1.34", "v1.34.5"],
    ["1.35", "v1.35.2"],
    ["1.36", "v1.36.1"],
  ])("on Kubernetes %s is %s", async (kubernetesVersion, version) => {
    const { image } = containerOf(await record({ kubernetesVersion }));
    expect(image).toBe(`registry.k8s.io/autoscaling/cluster-autoscaler:${version}`);
  });

  test("of another Kubernetes version needs an image", async () => {
    await expect(record({ kubernetesVersion: "1.40" })).rejects.toThrow(
      'kubernetesVersion: no cluster-autoscaler is known for "1.40". Allowed: 1.33, 1.34, 1.35, 1.36. Give an image of that minor version.',
    );
    const image = "mirror.example.com/cluster-autoscaler:v1.40.0";
    expect(containerOf(await record({ kubernetesVersion: "1.40", image })).image).toBe(image);
  });

  test("of another minor version than the cluster's is refused: it would simulate another scheduler", async () => {
    const image = "mirror.example.com/cluster-autoscaler:v1.34.5";
    await expect(record({ kubernetesVersion: "1.35", image })).rejects.toThrow(
      `image: "${image}" is a cluster-autoscaler of Kubernetes 1.34, and the cluster is 1.35.`,
    );
  });

  test("is pulled from a mirror", async () => {
    const imageMirrors = { "registry.k8s.io": "mirror.example.com/k8s" };
    expect(containerOf(await record({ imageMirrors })).image).toBe(
      "mirror.example.com/k8s/autoscaling/cluster-autoscaler:v1.35.2",
    );
  });

  test("has the settings that suit Spark", async () => {
    expect(containerOf(await record({ idleMinutes: 9, memoryMiB: 1000 }))).toMatchObject({
      args: [
        "--cloud-provider=test",
        "--namespace=kube-system",
        "--scan-interval=2s",
        "--frequent-loops-enabled=true",
        "--expander=least-waste",
        "--balance-similar-node-groups=false",
        "--max-node-provision-time=5m",
        "--scale-down-unneeded-time=9m",
        "--scale-down-delay-after-add=0s",
        "--unremovable-node-recheck-timeout=20s",
        "--max-scale-down-parallelism=50",
        "--skip-nodes-with-custom-controller-pods=true",
        "--expendable-pods-priority-cutoff=-10",
        "--stderrthreshold=info",
        "--v=2",
      ],
      resources: { requests: { cpu: "100m", memory: "1000Mi" }, limits: { memory: "1000Mi" } },
    });
  });

  test("passes Pod Security restricted and survives the loss of a node", async () => {
    const recording = await record();
    const pod = podOf(recording);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
    expect(pod.containers.map(({ securityContext }) => securityContext)).toEqual([
      { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
    ]);
    expect(pod.volumes).toBeUndefined();
    expect(pod.priorityClassName).toBe("system-cluster-critical");
    expect(one(recording, "kubernetes:apps/v1:Deployment").inputs.spec).toMatchObject({ replicas: 2 });
    expect(one(recording, "kubernetes:policy/v1:PodDisruptionBudget").inputs.spec).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: { "app.kubernetes.io/name": "cluster-autoscaler" } },
    });
  });

  test("can change pods' place, nodes and its own objects, and no more", async () => {
    const recording = await record();
    const changes = (type: string) => {
      const { rules } = one(recording, type).inputs as {
        rules: { resources: string[]; verbs: string[]; resourceNames?: string[] }[];
      };
      return rules.flatMap(({ resources, verbs, resourceNames = [] }) => {
        const changing = verbs.filter((verb) => !["get", "list", "watch"].includes(verb));
        return changing.length > 0 ? [[resources.join(), changing.join(), resourceNames.join()]] : [];
      });
    };
    expect(changes("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole")).toEqual([
      ["events", "create,patch", ""],
      ["pods/eviction", "create", ""],
      ["pods/status", "update", ""],
      ["nodes", "update", ""],
      ["jobs", "patch", ""],
    ]);
    expect(changes("kubernetes:rbac.authorization.k8s.io/v1:Role")).toEqual([
      ["configmaps", "create", ""],
      ["configmaps", "update,delete", "cluster-autoscaler-status,cluster-autoscaler-priority-expander"],
      ["leases", "create", ""],
      ["leases", "update", "cluster-autoscaler"],
    ]);
  });

  test("works alone, without priorities and without a cloud of ours", async () => {
    expect(counts(await record())).toEqual({
      "pulumi:providers:kubernetes": 1,
      "spark-platform:addons:ClusterAutoscaler": 1,
      "kubernetes:core/v1:ServiceAccount": 1,
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole": 1,
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": 1,
      "kubernetes:rbac.authorization.k8s.io/v1:Role": 1,
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": 1,
      "kubernetes:policy/v1:PodDisruptionBudget": 1,
      "kubernetes:apps/v1:Deployment": 1,
    });
  });
});
