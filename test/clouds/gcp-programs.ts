/** The programs of Google Cloud that are checked: documented ones, and some that turn every option. */

import * as pulumi from "@pulumi/pulumi";

import { GkeCluster, type GkeClusterArgs } from "../../lib/clusters/gcp";
import { SparkPlatform } from "../../lib/platform/platform";
import type { RecordedResource, Recording } from "../../lib/testing";
import { documentedPrograms, type Program, recorded, resourcesOf } from "./programs";

const region = "us-central1";

/** As long as a cluster's name may be, so that names made from it are as long as they get. */
const LONGEST = "a-name-as-long-as-may-be";

const options: Record<string, GkeClusterArgs> = {
  "one zone, its own network": {
    zones: ["us-central1-b"],
    network: { cidr: "10.128.0.0/20", podCidr: "10.132.0.0/14", serviceCidr: "10.136.0.0/20" },
    peerCidrs: ["192.168.0.0/16"],
  },
  "a shared network": {
    network: {
      network: "projects/host/global/networks/shared",
      subnetwork: "projects/host/regions/us-central1/subnetworks/spark",
      podRange: "pods",
      serviceRange: "services",
    },
  },
  "keys and a service account": {
    kmsKeyName: "projects/keys/locations/us-central1/keyRings/spark/cryptoKeys/spark",
    nodeServiceAccount: "nodes@project.iam.gserviceaccount.com",
    deletionProtection: true,
    labels: { team: "data", "cost-center": "4711" },
  },
  "data that goes": {
    eventLogs: { prefix: "logs/spark", expireAfterDays: 30, deleteData: true },
    registry: { keepImages: 20, deleteData: true },
  },
  "data that is there": {
    eventLogs: { bucket: "example-event-logs" },
    registry: { url: "us-central1-docker.pkg.dev/team/spark" },
  },
  "closed API server": { apiServer: { dnsEndpoint: false, publicCidrs: [] } },
  "addresses that are let in": { apiServer: { publicCidrs: ["203.0.113.0/24", "198.51.100.7/32"] } },
  "upgrades at night": {
    kubernetesVersion: "1.34",
    releaseChannel: "stable",
    maintenanceWindow: {
      startTime: "2026-01-03T00:00:00Z",
      endTime: "2026-01-03T06:00:00Z",
      recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
    },
    workloadLogs: false,
    imageStreaming: true,
  },
  "auto-provisioning": { autoscaler: "auto-provisioning" },
  "pools of all kinds": {
    sparkPools: [
      { name: "drivers", machineTypes: ["c4a-standard-4"], runs: ["driver"], maxNodes: 3, labels: { team: "data" } },
      {
        name: "spot-ssd",
        capacity: "spot",
        machineTypes: ["n2-standard-16", "n2d-standard-16"],
        maxNodes: 40,
        maxPods: 30,
        diskGiB: 200,
        taints: [{ key: "example.com/team", value: "data", effect: "NoSchedule" }],
      },
      { name: "local-ssd", machineTypes: ["c3-standard-22-lssd"], runs: ["executor"], maxNodes: 6 },
      { name: "gpu", machineTypes: ["g2-standard-16"], runs: ["executor"], maxNodes: 6 },
    ],
  },
};

/** By name. */
export const gcpPrograms: Record<string, Program> = {
  ...documentedPrograms("gcp"),
  "longest name": () => platformOn(new GkeCluster(LONGEST, { region })),
  ...Object.fromEntries(
    Object.entries(options).map(([name, args]) => [
      name,
      () => platformOn(new GkeCluster("analytics", { region, ...args })),
    ]),
  ),
};

export function recordGcp(program: Program): Promise<Recording> {
  return recorded(program);
}

/** What a program creates in Google Cloud. */
export async function gcpResources(program: Program): Promise<RecordedResource[]> {
  return resourcesOf(await recordGcp(program), "gcp");
}

/** A platform brings the rights of history server and applications; code goes where the cluster has a place for it. */
function platformOn(cluster: GkeCluster): void {
  const source = new pulumi.asset.StringAsset("print(1)");
  cluster.uploadCode?.("report-code", { namespace: "spark-jobs", source, fileName: "report/0f3a9c21/job.py" }, {});
  new SparkPlatform("analytics", {
    cluster,
    spark: { image: "registry.example.com/spark:4.1.1-gcs" },
    dataAccess: [{ uri: "gs://example-lake/raw", access: "read" }],
  });
}
