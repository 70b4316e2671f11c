/** What tells a spot node, how long its cloud gives notice, and how its machine is ended by hand. */

import type { ClusterNode } from "../cluster-api/objects";
import { capacityLabel } from "../plan/nodes/labels";

/**
 * Labels of spot nodes: this library's pools, Karpenter (https://karpenter.sh/docs/concepts/nodepools/#capacity-type), EKS managed node
 * groups (https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-capacity-types), GKE
 * (https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms) and AKS (https://learn.microsoft.com/azure/aks/spot-node-pool).
 */
const spotLabels: readonly (readonly [key: string, value: string])[] = [
  [capacityLabel, "spot"],
  ["karpenter.sh/capacity-type", "spot"],
  ["eks.amazonaws.com/capacityType", "SPOT"],
  ["cloud.google.com/gke-spot", "true"],
  ["kubernetes.azure.com/scalesetpriority", "spot"],
];

/** The label by which a node is known to be spot, for example `cloud.google.com/gke-spot=true`; undefined where none says so. */
export function spotLabelOf({ metadata: { labels = {} } }: ClusterNode): string | undefined {
  const found = spotLabels.find(([key, value]) => labels[key] === value);
  return found?.join("=");
}

interface Machines {
  /** Start of `spec.providerID`, by which a node names its machine. */
  providerId: string;
  /** Start of the keys of labels that only nodes of this cloud carry. */
  labelPrefixes: readonly string[];
  noticeSeconds: number;
  /** Ends the machine that a node stood for; undefined where the provider ID can't be read. */
  endCommand: (providerId: string) => string | undefined;
}

const machines: readonly Machines[] = [
  {
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
    providerId: "aws://",
    labelPrefixes: ["eks.amazonaws.com/", "karpenter.k8s.aws/"],
    noticeSeconds: 120,
    endCommand(providerId) {
      const [, zone, instance] = /^aws:\/\/\/([^/]+)\/(i-\w+)$/.exec(providerId) ?? [];
      if (zone === undefined || instance === undefined) return undefined;
      return `aws ec2 terminate-instances --region ${zone.replace(/[a-z]$/, "")} --instance-ids ${instance}`;
    },
  },
  {
    // https://cloud.google.com/compute/docs/instances/spot#preemption-process
    providerId: "gce://",
    labelPrefixes: ["cloud.google.com/"],
    noticeSeconds: 30,
    endCommand(providerId) {
      const [, project, zone, instance] = /^gce:\/\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(providerId) ?? [];
      if (instance === undefined) return undefined;
      return `gcloud compute instances delete ${instance} --project ${project} --zone ${zone}`;
    },
  },
  {
    // https://learn.microsoft.com/azure/virtual-machines/linux/scheduled-events: Preempt, at least 30 seconds
    providerId: "azure://",
    labelPrefixes: ["kubernetes.azure.com/", "karpenter.azure.com/"],
    noticeSeconds: 30,
    endCommand(providerId) {
      const id = providerId.slice("azure://".length);
      return id.startsWith("/subscriptions/") ? `az resource delete --ids ${id}` : undefined;
    },
  },
];

/** Of a node whose cloud is not known: the longest that a cloud gives, so that what is moved in time is seen. */
const UNKNOWN_NOTICE_SECONDS = 120;

/** Seconds between the notice and the loss of a spot node on its cloud. */
export function noticeSecondsOf(node: ClusterNode): number {
  return machinesOf(node)?.noticeSeconds ?? UNKNOWN_NOTICE_SECONDS;
}

/** A command that ends the machine of a node that was deleted, for whoever may do so; undefined where it is not known. */
export function endMachineCommand(node: ClusterNode): string | undefined {
  const { providerID = "" } = node.spec;
  return machinesOf(node)?.endCommand(providerID);
}

function machinesOf({ metadata: { labels = {} }, spec: { providerID } }: ClusterNode): Machines | undefined {
  return (
    machines.find(({ providerId }) => providerID?.startsWith(providerId)) ??
    machines.find(({ labelPrefixes }) =>
      Object.keys(labels).some((key) => labelPrefixes.some((prefix) => key.startsWith(prefix))),
    )
  );
}

/** The object by which Karpenter keeps a machine; undefined where another autoscaler made the node. */
export function nodeClaimOf({ metadata: { ownerReferences = [] } }: ClusterNode): string | undefined {
  return ownerReferences.find(({ apiVersion, kind }) => apiVersion.startsWith("karpenter.sh/") && kind === "NodeClaim")
    ?.name;
}
