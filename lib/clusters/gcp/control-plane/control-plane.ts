/** The GKE control plane: how it is reached, upgraded and encrypted, and what it runs in the cluster. */

import { Cluster, type ClusterArgs } from "@pulumi/gcp/container";
import * as pulumi from "@pulumi/pulumi";

import { autoProvisioningArgs } from "../auto-provisioning/compute-classes";
import type { Network } from "../network/network";
import type { GkeClusterPlan } from "../plan";

export interface ControlPlaneArgs {
  plan: GkeClusterPlan;
  network: Network;
  /** Id of the project, which names the pool of identities. */
  project: pulumi.Output<string>;
  /** E-mail address of the nodes' service account. */
  nodeServiceAccount: pulumi.Input<string>;
  kmsKeyName?: pulumi.Input<string>;
  deletionProtection?: pulumi.Input<boolean>;
  labels: Record<string, pulumi.Input<string>>;
  /** What must be there before nodes are. */
  needs: pulumi.Resource[];
}

/** What GKE logs of itself; whether it takes what pods print is the user's to say. */
const SYSTEM_LOGS = ["SYSTEM_COMPONENTS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"];

/** Creates the control plane. Costs 0.10 USD an hour, and its logs by volume. */
export function createControlPlane(name: string, args: ControlPlaneArgs, opts: pulumi.CustomResourceOptions): Cluster {
  return new Cluster(`${name}-cluster`, clusterArgs(args), {
    ...opts,
    // Two clusters of a region can't have one name, so the old one must go first.
    deleteBeforeReplace: true,
    dependsOn: [...args.network.egress, ...args.needs],
    // Both are of the pool that GKE insists on at first, and that is gone when the cluster is there.
    ignoreChanges: ["initialNodeCount", "nodeConfig"],
  });
}

function clusterArgs({
  plan,
  network,
  project,
  nodeServiceAccount,
  kmsKeyName,
  deletionProtection,
  labels,
}: ControlPlaneArgs): ClusterArgs {
  return {
    // Fixed, because people and commands name it.
    name: plan.name,
    location: plan.region,
    ...(plan.zones && { nodeLocations: plan.zones }),
    deletionProtection: deletionProtection ?? false,
    resourceLabels: labels,
    ...versionArgs(plan),
    ...networkArgs(plan, network),
    removeDefaultNodePool: true,
    initialNodeCount: 1,
    nodeConfig: {
      serviceAccount: nodeServiceAccount,
      oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
      shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
      ...(kmsKeyName !== undefined && { bootDiskKmsKey: kmsKeyName }),
    },
    workloadIdentityConfig: { workloadPool: pulumi.interpolate`${project}.svc.id.goog` },
    ...securityArgs(kmsKeyName),
    ...observabilityArgs(plan),
    // Takes idle nodes away soon, and fills those that there are before others.
    clusterAutoscaling: { enabled: false, autoscalingProfile: "OPTIMIZE_UTILIZATION" },
    ...(plan.autoProvisioning && autoProvisioningArgs({ plan: plan.autoProvisioning, nodeServiceAccount, kmsKeyName })),
    addonsConfig: {
      // Each of these is counted with the DaemonSets of every node; what is off here would take room that was not planned.
      dnsCacheConfig: { enabled: true },
      gcePersistentDiskCsiDriverConfig: { enabled: true },
      gcsFuseCsiDriverConfig: { enabled: false },
      gcpFilestoreCsiDriverConfig: { enabled: false },
      networkPolicyConfig: { disabled: true },
    },
  };
}

function versionArgs({ kubernetesVersion, releaseChannel, maintenanceWindow }: GkeClusterPlan): Partial<ClusterArgs> {
  return {
    // The newest patch of it; a later minor version that the channel has brought stays.
    minMasterVersion: kubernetesVersion,
    releaseChannel: { channel: releaseChannel },
    ...(maintenanceWindow && { maintenancePolicy: { recurringWindow: maintenanceWindow } }),
  };
}

/** Nodes without public addresses reach the control plane by Private Service Connect: nothing to peer, no block to set aside. */
function networkArgs({ apiServer }: GkeClusterPlan, network: Network): Partial<ClusterArgs> {
  const { dnsEndpoint, publicCidrs, peerCidrs } = apiServer;
  const isPublic = publicCidrs.length > 0;
  return {
    network: network.network,
    subnetwork: network.subnetwork,
    networkingMode: "VPC_NATIVE",
    ipAllocationPolicy: {
      clusterSecondaryRangeName: network.podRange,
      servicesSecondaryRangeName: network.serviceRange,
      stackType: "IPV4",
    },
    // Cilium: enforces network policies, in the place of kube-proxy.
    datapathProvider: "ADVANCED_DATAPATH",
    privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: !isPublic },
    // The subnet itself always may. Others' machines in Google Cloud have public addresses too, and may not.
    masterAuthorizedNetworksConfig: {
      cidrBlocks: [...publicCidrs, ...peerCidrs].map((cidrBlock) => ({ cidrBlock })),
      gcpPublicCidrsAccessEnabled: false,
    },
    controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: dnsEndpoint } },
  };
}

function securityArgs(kmsKeyName: pulumi.Input<string> | undefined): Partial<ClusterArgs> {
  return {
    enableShieldedNodes: true,
    enableLegacyAbac: false,
    masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
    nodePoolDefaults: { nodeConfigDefaults: { insecureKubeletReadonlyPortEnabled: "FALSE" } },
    // Nobody who has only a Google account, or none, may be given rights by mistake.
    rbacBindingConfig: {
      enableInsecureBindingSystemAuthenticated: false,
      enableInsecureBindingSystemUnauthenticated: false,
    },
    // Looks for workloads that are configured carelessly, from outside the cluster.
    securityPostureConfig: { mode: "BASIC" },
    ...(kmsKeyName !== undefined && { databaseEncryption: { state: "ENCRYPTED", keyName: kmsKeyName } }),
  };
}

function observabilityArgs({ workloadLogs }: GkeClusterPlan): Partial<ClusterArgs> {
  return {
    loggingConfig: { enableComponents: workloadLogs ? [...SYSTEM_LOGS, "WORKLOADS"] : SYSTEM_LOGS },
    // The managed Prometheus would be a DaemonSet more, and is paid by the sample.
    monitoringConfig: { enableComponents: ["SYSTEM_COMPONENTS"], managedPrometheus: { enabled: false } },
    // Splits the bill by namespace and label.
    costManagementConfig: { enabled: true },
  };
}
