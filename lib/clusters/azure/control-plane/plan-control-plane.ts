/** Checks what is said of an AKS cluster that is already there, and fills in what follows from it. Pure. */

import type { IssueList } from "../../../plan/issue";
import type { Sound } from "../../../plan/structure";
import { refuseWithControlPlane } from "../../common/existing";
import { checkCidr } from "../../common/cidr";
import type { AksClusterPlanArgs } from "../args";
import { autoscalerOf } from "../autoscaler/autoscalers";
import type { ExistingControlPlaneArgs } from "./existing-args";
import type { AksAgentPoolPlan } from "../nodes/node-pool";
import { type AddressPlan, nodesOf, podBlocksIn } from "../network/plan-network";

/** What belongs to the control plane, so that it can't be said of one that is there. */
const OF_THE_CONTROL_PLANE = [
  "tier",
  "network",
  "podCidr",
  "serviceCidr",
  "peerCidrs",
  "maintenance",
  "deletionProtection",
  "admins",
  "identityId",
  "encryptionKeyId",
  "diskEncryptionSetId",
] as const;

/**
 * The arguments with what the control plane decides: region, Kubernetes version, the pods' block. Those that are given stay; whether
 * they agree is {@link checkControlPlane}'s affair.
 */
export function withControlPlane<T extends Sound<AksClusterPlanArgs>>(args: T): T {
  const { controlPlane, region, kubernetesVersion } = args;
  if (controlPlane === undefined) return args;
  return {
    ...args,
    region: region ?? controlPlane.region,
    kubernetesVersion: kubernetesVersion ?? controlPlane.kubernetesVersion,
  };
}

/** Whether Cilium is the network, as it is of every cluster that comes. */
export function isOnCilium({ controlPlane }: Sound<AksClusterPlanArgs>): boolean {
  return controlPlane === undefined || controlPlane.network?.dataplane === "cilium";
}

/** @param args as they were given */
export function checkControlPlane(args: Sound<AksClusterPlanArgs>, issues: IssueList): void {
  const { controlPlane } = args;
  if (controlPlane === undefined) return;
  checkAgreement("region", args.region, controlPlane.region, issues);
  checkAgreement("kubernetesVersion", args.kubernetesVersion, controlPlane.kubernetesVersion, issues);
  checkIdentity(controlPlane, issues);
  checkEntraId(controlPlane, issues);
  checkNetwork(controlPlane, issues);
  checkAutoscaler(args, controlPlane, issues);
  const given = args as Record<string, unknown>;
  for (const key of OF_THE_CONTROL_PLANE) refuseWithControlPlane(key, given[key], issues);
  refuseWithControlPlane("apiServer.publicCidrs", args.apiServer?.publicCidrs, issues);
  if (autoscalerOf(args) === "native") refuseWithControlPlane("idleMinutes", args.idleMinutes, issues);
}

function checkAgreement(
  path: "region" | "kubernetesVersion",
  given: string | undefined,
  actual: string | undefined,
  issues: IssueList,
): void {
  if (given === undefined || actual === undefined || given === actual) return;
  issues.add({
    path,
    value: given,
    problem: `is not that of the cluster that is there, ${actual}, which this library leaves as it is`,
    allowed: actual,
    change: `Leave ${path} out${path === "region" ? "" : "; upgrade the cluster where it is managed"}.`,
  });
}

/** Without both, no pod could open storage: https://learn.microsoft.com/azure/aks/workload-identity-deploy-cluster */
function checkIdentity(controlPlane: Sound<ExistingControlPlaneArgs>, issues: IssueList): void {
  const { oidcIssuer, workloadIdentity } = controlPlane;
  const missing = [
    ...(oidcIssuer === undefined ? [{ path: "oidcIssuer", value: undefined, what: "no OpenID Connect issuer" }] : []),
    ...(workloadIdentity !== true
      ? [{ path: "workloadIdentity", value: workloadIdentity, what: "no workload identity" }]
      : []),
  ];
  for (const { path, value, what } of missing) {
    issues.add({
      path: `controlPlane.${path}`,
      value,
      problem: `says that the cluster has ${what}, so no pod could open storage`,
      allowed: "a cluster with both: an issuer's URL, and true",
      change: `Run once: ${azAksUpdate(controlPlane)} --enable-oidc-issuer --enable-workload-identity`,
    });
  }
}

/** The kubeconfig holds no certificate; kubelogin gets tokens of Entra ID. */
function checkEntraId(controlPlane: Sound<ExistingControlPlaneArgs>, issues: IssueList): void {
  if (controlPlane.entraId === true) return;
  issues.add({
    path: "controlPlane.entraId",
    value: controlPlane.entraId,
    problem:
      "says that the cluster takes no users of Entra ID, and this library reaches a cluster by their tokens alone",
    allowed: "true, of a cluster with managed Entra integration",
    change: `Run once: ${azAksUpdate(controlPlane)} --enable-aad --aad-admin-group-object-ids <group>`,
  });
}

/** Room is planned for overlay networking: each node takes a block of the pods' own addresses. */
function checkNetwork(controlPlane: Sound<ExistingControlPlaneArgs>, issues: IssueList): void {
  const { plugin, pluginMode } = controlPlane.network ?? {};
  if (plugin === undefined || (plugin === "azure" && pluginMode === "overlay")) return;
  const isKubenet = plugin === "kubenet";
  issues.add({
    path: isKubenet || plugin === "none" ? "controlPlane.network.plugin" : "controlPlane.network.pluginMode",
    value: isKubenet || plugin === "none" ? plugin : pluginMode,
    problem: isKubenet
      ? "is a network that AKS ends on 31 March 2028, and its pods take no block of their own for each node"
      : plugin === "none"
        ? "leaves the network to a plugin that this library knows nothing of"
        : "gives every pod an address of the subnet, for which this library does not plan",
    allowed: 'plugin "azure" with pluginMode "overlay"',
    change:
      plugin === "none"
        ? "Take a cluster with overlay networking."
        : `Run once: ${azAksUpdate(controlPlane)} --network-plugin azure --network-plugin-mode overlay --pod-cidr <block>`,
  });
}

/** A cluster runs one of the two, and which is the control plane's affair. */
function checkAutoscaler(
  args: Sound<AksClusterPlanArgs>,
  controlPlane: Sound<ExistingControlPlaneArgs>,
  issues: IssueList,
): void {
  const { autoscaler } = args;
  const isOn = controlPlane.autoProvisioning === true;
  if (autoscaler === undefined || (autoscaler === "auto-provisioning") === isOn) return;
  issues.add({
    path: "autoscaler",
    value: autoscaler,
    problem: isOn
      ? "can't run beside node auto-provisioning, which is on in the cluster that is there"
      : "is off in the cluster that is there, which this library leaves as it is",
    allowed: isOn ? '"auto-provisioning", or nothing' : '"native", or nothing',
    change: isOn
      ? "Leave autoscaler out."
      : `Leave autoscaler out, or run once: ${azAksUpdate(controlPlane)} --node-provisioning-mode Auto`,
  });
}

function azAksUpdate({ name = "<name>", resourceGroupName = "<group>" }: Sound<ExistingControlPlaneArgs>): string {
  return `az aks update --name ${name} --resource-group ${resourceGroupName}`;
}

/** The addresses of a cluster that is there; blocks that are not known are empty, since nothing is made with them. */
export function adoptedAddresses({ network }: Sound<ExistingControlPlaneArgs>): AddressPlan {
  return {
    network: { kind: "existing", outboundType: "userAssignedNATGateway" },
    podCidr: network?.podCidr ?? "",
    serviceCidr: "",
    dnsServiceIp: "",
  };
}

/** Adds an issue when the pods' block has no room for every node, those of other pools included. */
export function checkPodRoom(
  { network, otherNodes = 0 }: Sound<ExistingControlPlaneArgs>,
  pools: readonly AksAgentPoolPlan[],
  issues: IssueList,
): void {
  const podCidr = network?.podCidr;
  if (podCidr === undefined || !checkCidr("controlPlane.network.podCidr", podCidr, issues)) return;
  const { most, surging } = nodesOf(pools);
  const room = podBlocksIn(podCidr);
  const nodes = otherNodes + most + surging;
  if (room >= nodes) return;
  issues.add({
    path: "controlPlane.network.podCidr",
    value: podCidr,
    problem: `has room for ${room} nodes, each of which takes a /24 for its pods, but there may be ${nodes}: ${most} of these pools, ${surging} more during an upgrade, and ${otherNodes} of pools that are there`,
    allowed: `at most ${Math.max(0, room - otherNodes - surging)} nodes in the pools of this library`,
    change:
      "Lower maxNodes of the pools, or have the block enlarged where the cluster is managed (az aks update --pod-cidr).",
  });
}
