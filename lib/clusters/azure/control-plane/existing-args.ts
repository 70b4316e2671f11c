/** What a user says of an AKS cluster that is already there. */

/**
 * An AKS cluster that is already there, as plain data: {@link readControlPlane} reads it, or it is written by hand. It is used as it
 * is; neither `pulumi up` nor `pulumi destroy` changes it, its network or the pools that it has. Whoever deploys must be one of its
 * administrators.
 */
export interface ExistingControlPlaneArgs {
  /** Its name in AKS. */
  name: string;
  resourceGroupName: string;
  /** For example `westeurope`. */
  region: string;
  /** Kubernetes minor version, 1.33 to 1.36; nodes follow it. */
  kubernetesVersion: string;
  /** Issuer of the tokens of its service accounts, for example `https://westeurope.oic.prod-aks.azure.com/...`. @default it has none */
  oidcIssuer?: string;
  /** Whether workload identity is on. @default false */
  workloadIdentity?: boolean;
  /** Whether its users are those of Entra ID. @default false */
  entraId?: boolean;
  /** Object id of the identity that nodes pull images with. */
  kubeletId: string;
  network: ExistingClusterNetworkArgs;
  /** Whether node auto-provisioning is on. @default false */
  autoProvisioning?: boolean;
  /** Most nodes of the pools that it has, which take of the pods' block too. @default 0 */
  otherNodes?: number;
}

export interface ExistingClusterNetworkArgs {
  /** As AKS names it. */
  plugin: "azure" | "kubenet" | "none";
  /** `overlay` gives pods addresses of their own block. @default addresses of the subnet */
  pluginMode?: "overlay";
  /** @default "azure" */
  dataplane?: "azure" | "cilium";
  /** Block that pods take addresses from. @default not checked */
  podCidr?: string;
  /** Subnet of the nodes. @default the one that AKS made */
  subnetId?: string;
}
