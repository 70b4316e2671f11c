/** The versions that a local control plane is made of. Raise them here, and nowhere else. */

export const versions = {
  kubernetes: "v1.36.3",
  etcd: "v3.6.16",
  kwok: "v0.8.0",
  helm: "v3.22.0",
  sparkOperator: "v2.5.2",
  coredns: "v1.14.3",
  versitygw: "v1.8.0",
  /** Later ones need a newer Go than the others do. */
  karpenter: "v1.14.0",
} as const;

/** The oldest Go that builds them: the `go` line of Kubernetes' and kwok's own go.mod. */
export const goVersion = "1.26.0";
