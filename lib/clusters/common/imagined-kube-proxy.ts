/** The kube-proxy that cluster-autoscaler imagines on a node of an empty group, besides the real one. Pure. */

/**
 * It takes kube-proxy for a static pod of each node that it has not seen, and then counts the cluster's DaemonSets, of which kube-proxy
 * is one, too. So it is told of so much more than a node has: with the bare allocatable, an executor that fills its node never got one
 * (`Insufficient cpu`), and four to a node got two nodes (measured with cluster-autoscaler 1.36.1).
 *
 * @see https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.36.1/cluster-autoscaler/cloudprovider/utils.go (BuildKubeProxy)
 * @see https://github.com/kubernetes/autoscaler/issues/2891
 */
export const imaginedKubeProxy = { cpuMillis: 100, pods: 1 };
