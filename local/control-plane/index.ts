/** An embedded Kubernetes control plane on the loopback address: no container engine, no cloud, fake nodes. */

export { type ClusterAccess, kubectl, kubectlJson, type KubectlOptions } from "./kubectl";
export { applyNodes, kwokNode, type KwokNode, type KwokNodeSpec } from "./nodes";
export { type ControlPlane, type ControlPlaneOptions, startControlPlane } from "./start";
export { type ControlPlaneStatus, controlPlaneStatus } from "./status";
export { stopControlPlane } from "./stop";
