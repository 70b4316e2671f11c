/**
 * Whatever a program without types puts in the place of any argument of a cluster, on each cloud: the plan takes it, or refuses it
 * with paths and ways out, and never ends in an error of the code's own.
 */

import * as pulumi from "@pulumi/pulumi";
import { InvalidArguments } from "spark-platform";
import { planEksCluster } from "spark-platform/aws";
import { planAksCluster } from "spark-platform/azure";
import { planGkeCluster } from "spark-platform/gcp";

import { pathsIn, type Untyped, withValue } from "./programs";

const cyclic: Untyped = {};
cyclic.self = cyclic;
const odd: unknown[] = [null, NaN, 10n, cyclic, () => 1, "4GB!", "", pulumi.output("4GB!"), [], {}, -1];

const pools = (machineType: string, more: Untyped = {}) => [
  {
    name: "drivers",
    machineTypes: [machineType],
    maxNodes: 3,
    runs: ["driver"],
    labels: { team: "data" },
    taints: [{ key: "team", value: "data", effect: "NoSchedule" }],
    diskGiB: 100,
    ...more,
  },
  { name: "spot", capacity: "spot", machineTypes: [machineType], maxNodes: 5 },
];

const shared = {
  apiServer: { publicCidrs: ["203.0.113.0/24"], proxyUrl: "socks5://localhost:1080" },
  daemonSets: [{ name: "agent", cpu: "50m", memory: "64Mi" }],
  peerCidrs: ["192.168.0.0/16"],
};

const eks = {
  ...shared,
  sparkPools: pools("m7i.4xlarge", { maxPods: 30 }),
  autoscaler: "karpenter",
  identity: "irsa",
  network: { cidr: "10.0.0.0/16", zones: 3, natGateways: "one", endpoints: "ecr" },
  eventLogs: { prefix: "logs", expireAfterDays: 3, deleteData: true },
  registry: {
    keepImages: 10,
    pullThrough: { "docker.io": "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/hub" },
  },
  roles: { nodes: "arn:aws:iam::123456789012:role/nodes" },
  kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1",
  permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary",
  tags: { team: "data" },
  mirrors: { images: { "docker.io": "registry.example.com/hub" }, charts: "oci://registry.example.com/charts" },
};

const adoptedEks = {
  sparkPools: pools("m7i.4xlarge"),
  controlPlane: {
    name: "prod",
    arn: "arn:aws:eks:us-east-1:123456789012:cluster/prod",
    endpoint: "https://prod.example.com",
    certificateAuthority: "eA==",
    vpcId: "vpc-1",
    securityGroupId: "sg-1",
    kubernetesVersion: "1.35",
    authenticationMode: "API",
  },
  network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-a", "subnet-b"] },
};

const gke = {
  ...shared,
  region: "us-central1",
  zones: ["us-central1-a"],
  sparkPools: pools("n2d-standard-16", { maxPods: 30 }),
  systemPool: { machineTypes: ["e2-standard-2"], minNodes: 2, maxNodes: 4 },
  network: { cidr: "10.0.0.0/20", podCidr: "10.4.0.0/14", serviceCidr: "10.8.0.0/20" },
  eventLogs: { prefix: "logs" },
  registry: { keepImages: 10 },
  labels: { team: "data" },
  releaseChannel: "regular",
  workloadLogs: true,
  maintenanceWindow: {
    startTime: "2026-01-01T00:00:00Z",
    endTime: "2026-01-01T06:00:00Z",
    recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
  },
};

const provisionedGke = {
  region: "us-central1",
  sparkPools: pools("n2d-standard-16"),
  autoscaler: "auto-provisioning",
  network: { network: "shared", subnetwork: "spark", podRange: "pods", serviceRange: "services" },
  eventLogs: { bucket: "company-logs" },
  registry: { url: "registry.example.com/spark" },
};

const aks = {
  ...shared,
  region: "eastus",
  zones: ["1", "2"],
  sparkPools: pools("Standard_D16ads_v5", { maxPods: 30 }),
  tier: "Standard",
  network: { cidr: "10.0.0.0/16" },
  podCidr: "10.244.0.0/14",
  serviceCidr: "10.1.0.0/16",
  eventLogs: { expireAfterDays: 3, deleteData: true },
  registry: { tier: "Standard", keepImages: 10 },
  maintenance: { day: "Sunday", hour: 1, hours: 4 },
  idleMinutes: 5,
  tags: { team: "data" },
};

const provisionedAks = {
  region: "eastus",
  autoscaler: "auto-provisioning",
  sparkPools: pools("Standard_D16ads_v5"),
  network: { subnetId: "/subscriptions/0/subnets/spark", outboundType: "userDefinedRouting" },
  eventLogs: { storageAccountId: "/subscriptions/0/storageAccounts/logs", container: "logs" },
  registry: { url: "company.azurecr.io" },
};

const plan = (planCluster: (name: string, args: object) => unknown) => (args: Untyped) =>
  planCluster("analytics", args);

test.each<[string, Untyped, (args: Untyped) => unknown]>([
  ["EKS", eks, plan(planEksCluster)],
  ["EKS in a cluster that is there", adoptedEks, plan(planEksCluster)],
  ["GKE", gke, plan(planGkeCluster)],
  ["GKE with auto-provisioning", provisionedGke, plan(planGkeCluster)],
  ["AKS", aks, plan(planAksCluster)],
  ["AKS with auto-provisioning", provisionedAks, plan(planAksCluster)],
])("%s", (_, args, planned) => {
  planned(args);
  let refused = 0;
  for (const path of pathsIn(args)) {
    for (const value of odd) {
      try {
        planned(withValue(args, path, value));
      } catch (error) {
        if (!(error instanceof InvalidArguments)) throw new Error(`${path.join(".")}: ${String(error)}`);
        expect(error.issues.every(({ change, allowed }) => change !== "" && allowed !== "")).toBe(true);
        refused += 1;
      }
    }
  }
  expect(refused).toBeGreaterThan(100);
});
