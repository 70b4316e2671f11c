/** The EKS add-ons without which no pod runs: network plugin, kube-proxy, Pod Identity and DNS. */

import * as eks from "@pulumi/aws/eks";
import type * as pulumi from "@pulumi/pulumi";

import { createRole } from "./iam";
import type { EksClusterPlan } from "./plan";
import { DNS_SCALING } from "./system-pods";

export interface AddOnArgs {
  plan: EksClusterPlan;
  cluster: eks.Cluster;
  partition: pulumi.Output<string>;
  tags: Record<string, pulumi.Input<string>>;
}

export interface NodeAddOns {
  /** Serves credentials to pods. */
  podIdentityAgent: eks.Addon;
  /** Everything that a node needs to become Ready. */
  all: eks.Addon[];
}

/** The DaemonSets of every node, installed before the first node comes. */
export function createNodeAddOns(name: string, args: AddOnArgs, opts: pulumi.CustomResourceOptions): NodeAddOns {
  const podIdentityAgent = addOn(name, "eks-pod-identity-agent", args, {}, opts);
  // A role of its own, so that the nodes' role, and with it every pod that gets hold of it, has no rights over the network.
  const role = createRole(
    `${name}-vpc-cni`,
    { trusts: "pods", managedPolicies: ["AmazonEKS_CNI_Policy"], partition: args.partition, tags: args.tags },
    opts,
  );
  const network = addOn(
    name,
    "vpc-cni",
    args,
    {
      podIdentityAssociations: [{ serviceAccount: "aws-node", roleArn: role.arn }],
      configurationValues: JSON.stringify({ enableNetworkPolicy: "true" }),
    },
    // Without the agent it crashes on every node (terraform-aws-modules/terraform-aws-eks#3260).
    { ...opts, dependsOn: [podIdentityAgent, ...role.policies] },
  );
  const kubeProxy = addOn(name, "kube-proxy", args, {}, opts);
  return { podIdentityAgent, all: [podIdentityAgent, network, kubeProxy] };
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
