/** Node auto-provisioning: the ComputeClasses in the cluster, and what GKE may make of them. */

import type { ClusterArgs } from "@pulumi/gcp/container";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { AutoProvisioningPlan, ComputeClassPlan } from "./plan-compute-classes";

export interface AutoProvisioningArgs {
  plan: AutoProvisioningPlan;
  /** E-mail address of the nodes' service account. */
  nodeServiceAccount: pulumi.Input<string>;
  /** Key that encrypts their boot disks. @default Google's own */
  kmsKeyName?: pulumi.Input<string>;
  imageStreaming: boolean;
}

const ALL_APIS = "https://www.googleapis.com/auth/cloud-platform";

/**
 * What the control plane is told: the most that may be made, and what every node has that GKE makes by itself. It would make nodes
 * for other pods that find none, too, within the same limits.
 */
export function autoProvisioningArgs({
  plan,
  nodeServiceAccount,
  kmsKeyName,
}: Omit<AutoProvisioningArgs, "imageStreaming">): Pick<ClusterArgs, "clusterAutoscaling" | "nodePoolAutoConfig"> {
  return {
    clusterAutoscaling: {
      enabled: true,
      resourceLimits: plan.limits,
      autoProvisioningDefaults: {
        serviceAccount: nodeServiceAccount,
        // What the account may do is up to its roles.
        oauthScopes: [ALL_APIS],
        imageType: "COS_CONTAINERD",
        shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
        management: { autoRepair: true, autoUpgrade: true },
        ...(kmsKeyName !== undefined && { bootDiskKmsKey: kmsKeyName }),
      },
    },
    nodePoolAutoConfig: { nodeKubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" } },
  };
}

/**
 * Creates the classes; GKE brings their definition. Pods come after them, and go before them. Costs nothing but the machines that
 * run.
 */
export function createComputeClasses(
  name: string,
  args: AutoProvisioningArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return args.plan.computeClasses.map(
    (plan) =>
      new kubernetes.apiextensions.CustomResource(
        `${name}-${plan.pool}`,
        {
          apiVersion: "cloud.google.com/v1",
          kind: "ComputeClass",
          metadata: { name: plan.name },
          spec: specOf(plan, args),
        },
        opts,
      ),
  );
}

/** https://cloud.google.com/kubernetes-engine/docs/reference/crds/computeclass */
function specOf({ pool, priorities }: ComputeClassPlan, args: AutoProvisioningArgs) {
  const { plan, nodeServiceAccount, kmsKeyName, imageStreaming } = args;
  return {
    description: `Nodes of the Spark pool ${pool}`,
    nodePoolAutoCreation: { enabled: true },
    nodePoolConfig: {
      imageType: "cos_containerd",
      serviceAccount: nodeServiceAccount,
      ...(imageStreaming && { imageStreaming: { enabled: true } }),
    },
    priorities: priorities.map(({ storage, ...priority }) => ({
      ...priority,
      storage: { ...storage, ...(kmsKeyName !== undefined && { bootDiskKMSKey: kmsKeyName }) },
    })),
    autoscalingPolicy: { consolidationDelayMinutes: plan.idleMinutes },
    // Nodes of other sizes than the planned ones would not hold the planned pods.
    whenUnsatisfiable: "DoNotScaleUp",
    // Moving back to spot would evict executors that run.
    activeMigration: { optimizeRulePriority: false },
  };
}
