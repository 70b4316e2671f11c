import type { ClusterNode } from "../../lib/cluster-api/objects";
import { endMachineCommand, nodeClaimOf, noticeSecondsOf, spotLabelOf } from "../../lib/drill/spot-nodes";

function node(labels: Record<string, string>, providerID?: string): ClusterNode {
  return { metadata: { name: "n", uid: "u", labels }, spec: { providerID } };
}

describe("a spot node", () => {
  /** What the clouds and autoscalers write, by their own documents. */
  test.each([
    // https://karpenter.sh/docs/reference/instance-types/ and karpenter.sh/docs/concepts/nodepools
    ["karpenter.sh/capacity-type", "spot", "on-demand"],
    // https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-capacity-types
    ["eks.amazonaws.com/capacityType", "SPOT", "ON_DEMAND"],
    // https://cloud.google.com/kubernetes-engine/docs/how-to/spot-vms
    ["cloud.google.com/gke-spot", "true", "false"],
    // https://learn.microsoft.com/azure/aks/spot-node-pool
    ["kubernetes.azure.com/scalesetpriority", "spot", "regular"],
    ["spark-platform/capacity", "spot", "on-demand"],
  ])("is told by %s=%s", (key, spot, other) => {
    expect(spotLabelOf(node({ [key]: spot }))).toBe(`${key}=${spot}`);
    expect(spotLabelOf(node({ [key]: other }))).toBeUndefined();
  });
});

describe("the notice", () => {
  test.each([
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
    ["AWS, by the machine", node({}, "aws:///eu-central-1a/i-0123456789abcdef0"), 120],
    ["AWS, by a label", node({ "eks.amazonaws.com/nodegroup": "spot" }), 120],
    // https://cloud.google.com/compute/docs/instances/spot
    ["GCP", node({ "cloud.google.com/gke-spot": "true" }, "gce://project/europe-west1-b/gke-1"), 30],
    // https://learn.microsoft.com/azure/virtual-machines/linux/scheduled-events
    ["Azure", node({ "karpenter.sh/capacity-type": "spot" }, "azure:///subscriptions/0/x"), 30],
    ["a cloud that is not known", node({ "karpenter.sh/capacity-type": "spot" }), 120],
  ])("of %s", (_cloud, one, seconds) => expect(noticeSecondsOf(one)).toBe(seconds));
});

describe("the machine of a node that was deleted", () => {
  test.each([
    [
      "aws:///eu-central-1a/i-0123456789abcdef0",
      "aws ec2 terminate-instances --region eu-central-1 --instance-ids i-0123456789abcdef0",
    ],
    [
      "gce://team/europe-west1-b/gke-spot-1",
      "gcloud compute instances delete gke-spot-1 --project team --zone europe-west1-b",
    ],
    [
      "azure:///subscriptions/0/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/s/virtualMachines/3",
      "az resource delete --ids /subscriptions/0/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/s/virtualMachines/3",
    ],
  ])("%s is ended by its cloud's own command", (providerId, command) => {
    expect(endMachineCommand(node({}, providerId))).toBe(command);
  });

  test.each(["kwok://spot/spot-1", "aws:///x", "azure://else", undefined])("%s is not guessed at", (providerId) => {
    expect(endMachineCommand(node({}, providerId))).toBeUndefined();
  });
});

test("Karpenter's NodeClaim is known by the owner that Karpenter writes into its nodes", () => {
  const owned = node({});
  owned.metadata.ownerReferences = [
    { apiVersion: "v1", kind: "Other", name: "x" },
    { apiVersion: "karpenter.sh/v1", kind: "NodeClaim", name: "default-abcde" },
  ];
  expect(nodeClaimOf(owned)).toBe("default-abcde");
  expect(nodeClaimOf(node({}))).toBeUndefined();
});
