/** The EKS add-ons without which no pod runs: network plugin, kube-proxy, Pod Identity and DNS. */

import * as eks from "@pulumi/aws/eks";
import type * as pulumi from "@pulumi/pulumi";

import type { EksContext } from "../context";
import type { ControlPlane } from "./control-plane";
import { type Identity, podRole } from "../identity/identity";
import { DNS_SCALING } from "../nodes/system-pods";

export interface AddOnArgs extends EksContext {
  cluster: ControlPlane;
}

const NETWORK_PLUGIN_ACCOUNT = { namespace: "kube-system", serviceAccount: "aws-node" };

/** What serves credentials to pods, on every node. */
export function createPodIdentityAgent(name: string, args: AddOnArgs, opts: pulumi.CustomResourceOptions): eks.Addon {
  return addOn(name, "eks-pod-identity-agent", args, {}, opts);
}

/** The network plugin and kube-proxy on every node, installed before the first node comes. */
export function createNodeAddOns(
  name: string,
  args: AddOnArgs & { identity: Identity },
  opts: pulumi.CustomResourceOptions,
): eks.Addon[] {
  const { identity } = args;
  // A role of its own, so that the nodes' role, and with it every pod that gets hold of it, has no rights over the network.
  const rights = { managedPolicies: ["AmazonEKS_CNI_Policy"] };
  const role = podRole(`${name}-vpc-cni`, NETWORK_PLUGIN_ACCOUNT, rights, args, opts);
  const { serviceAccount } = NETWORK_PLUGIN_ACCOUNT;
  const network = addOn(
    name,
    "vpc-cni",
    args,
    {
      ...(identity.kind === "irsa"
        ? { serviceAccountRoleArn: role.arn }
        : { podIdentityAssociations: [{ serviceAccount, roleArn: role.arn }] }),
      configurationValues: JSON.stringify({ enableNetworkPolicy: "true" }),
    },
    // Without the agent it crashes on every node (terraform-aws-modules/terraform-aws-eks#3260).
    { ...opts, dependsOn: [...(identity.kind === "irsa" ? [] : identity.agent), ...role.policies] },
  );
  return [network, addOn(name, "kube-proxy", args, {}, opts)];
}

/** DNS, which runs on ordinary nodes. It grows with the cluster. */
export function createDns(name: string, args: AddOnArgs, opts: pulumi.CustomResourceOptions): eks.Addon {
  const { minReplicas, maxReplicas } = DNS_SCALING;
  const configurationValues = JSON.stringify({ autoScaling: { enabled: true, minReplicas, maxReplicas } });
  return addOn(name, "coredns", args, { configurationValues }, opts);
}

function addOn(
  name: string,
  addonName: string,
  { plan, cluster, tags }: AddOnArgs,
  more: Partial<eks.AddonArgs>,
  opts: pulumi.CustomResourceOptions,
): eks.Addon {
  // Asked for by the cluster's version, so that an upgrade of the cluster brings the add-ons along.
  const version = eks.getAddonVersionOutput(
    { addonName, kubernetesVersion: plan.kubernetesVersion },
    { parent: opts.parent },
  );
  return new eks.Addon(
    `${name}-${addonName}`,
    {
      clusterName: cluster.name,
      addonName,
      addonVersion: version.version,
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      tags,
      ...more,
    },
    opts,
  );
}
