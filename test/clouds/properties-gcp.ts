/** Where the properties look in Google Cloud. */

import fc from "fast-check";

import { GkeCluster, planGkeCluster } from "../../lib/clusters/gcp";
import { byType } from "../../lib/testing";
import { gcpTable } from "../models/gcp-table";
import { recordGcp } from "./gcp-programs";
import type { Cloud } from "./properties-cloud";

type Fields = Record<string, unknown>;

const rights = "gcp:storage/bucketIAMMember:BucketIAMMember";

/** Roles of Cloud Storage that change nothing: https://cloud.google.com/storage/docs/access-control/iam-roles */
const READING = ["roles/storage.objectViewer", "roles/storage.bucketViewer", "roles/storage.legacyBucketReader"];

export const gcp: Cloud = {
  prefix: "gcp",
  options: fc.record(
    {
      region: fc.constantFrom("us-central1", "europe-west1"),
      network: fc.constantFrom({}, { cidr: "10.64.0.0/20", podCidr: "10.68.0.0/14", serviceCidr: "10.72.0.0/20" }),
      kubernetesVersion: fc.constantFrom("1.34", "1.35"),
      releaseChannel: fc.constantFrom("rapid", "regular", "stable"),
      autoscaler: fc.constantFrom("native", "native", "auto-provisioning"),
      labels: fc.constantFrom({ team: "data" }, {}),
    },
    { requiredKeys: ["region"] },
  ),
  longestName: 25,
  plan: (name, args) => planGkeCluster(name, args),
  create: (name, args) => new GkeCluster(name, args),
  table: gcpTable,
  record: recordGcp,
  pools: (recording) =>
    byType(recording, "gcp:container/nodePool:NodePool").map((resource) => {
      const { autoscaling, nodeConfig } = resource.inputs as {
        autoscaling: { totalMinNodeCount: number };
        nodeConfig: { labels: Record<string, string>; spot: boolean; resourceLabels: Fields };
      };
      const { labels, spot: isSpot, resourceLabels: machineTags } = nodeConfig;
      return { resource, labels, isSpot, minNodes: autoscaling.totalMinNodeCount, machineTags };
    }),
  identities: (recording) =>
    byType(recording, rights).map(({ inputs }) => {
      // One account, not a set of them: https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
      const [, namespace = "", account = ""] =
        /^principal:\/\/iam\.googleapis\.com\/.*\/subject\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(String(inputs.member)) ?? [];
      return { identity: String(inputs.member), serviceAccount: `${namespace}/${account}` };
    }),
  rightsToWrite: (recording, identity) =>
    byType(recording, rights)
      .filter(({ inputs }) => inputs.member === identity)
      .map(({ inputs }) => String(inputs.role))
      .filter((role) => !READING.includes(role)),
  openings({ type, inputs }) {
    switch (type) {
      case "gcp:container/cluster:Cluster":
        return isPrivate(inputs.privateClusterConfig) ? [] : ["nodes have addresses"];
      case "gcp:container/nodePool:NodePool":
        return isPrivate(inputs.networkConfig) ? [] : ["nodes have addresses"];
      case "gcp:compute/firewall:Firewall":
        return JSON.stringify(inputs.sourceRanges ?? []).includes("0.0.0.0/0") ? ["lets everybody in"] : [];
      case "gcp:storage/bucket:Bucket":
        if (inputs.publicAccessPrevention !== "enforced") return ["may be made public"];
        return inputs.uniformBucketLevelAccess === true ? [] : ["single objects may be made public"];
      default:
        return /"all(?:Authenticated)?Users"/.test(JSON.stringify(inputs)) ? ["is for everybody"] : [];
    }
  },
  letIn(recording) {
    const { privateClusterConfig, masterAuthorizedNetworksConfig } = byType(
      recording,
      "gcp:container/cluster:Cluster",
    )[0]!.inputs as {
      privateClusterConfig: { enablePrivateEndpoint: boolean };
      masterAuthorizedNetworksConfig: { cidrBlocks: { cidrBlock: string }[]; gcpPublicCidrsAccessEnabled?: boolean };
    };
    const { cidrBlocks, gcpPublicCidrsAccessEnabled = true } = masterAuthorizedNetworksConfig;
    if (privateClusterConfig.enablePrivateEndpoint) return [];
    return [...cidrBlocks.map(({ cidrBlock }) => cidrBlock), ...(gcpPublicCidrsAccessEnabled ? ["Google Cloud"] : [])];
  },
  letInByDefault: [],
  holdsData({ type, inputs }) {
    if (type === "gcp:storage/bucket:Bucket" || type === "gcp:storage/bucketObject:BucketObject") return "event logs";
    const isCache = inputs.mode === "REMOTE_REPOSITORY";
    return type === "gcp:artifactregistry/repository:Repository" && !isCache ? "images" : undefined;
  },
};

function isPrivate(config: unknown): boolean {
  return (config as { enablePrivateNodes?: boolean } | undefined)?.enablePrivateNodes === true;
}
