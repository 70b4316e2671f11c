/** Mistakes that a programmer could make in a resource of Google Cloud, each with the property that must be blamed for it. */

import type { Mistake } from "./mistake";

const CLUSTER = "container/cluster:Cluster";
const NODES = "container/nodePool:NodePool";
const SUBNET = "compute/subnetwork:Subnetwork";
const NAT = "compute/routerNat:RouterNat";
const REPOSITORY = "artifactregistry/repository:Repository";
const BUCKET = "storage/bucket:Bucket";
const BUCKET_RIGHT = "storage/bucketIAMMember:BucketIAMMember";
const ACCOUNT = "serviceaccount/account:Account";

/** Of every kind: enum, required, length, pattern, range, type, unknown member. */
export const mistakes: Mistake[] = [
  { what: "a cluster's name over 40 characters", type: CLUSTER, at: "name", to: "a".repeat(41) },
  { what: "a cluster's name that ends with a dash", type: CLUSTER, at: "name", to: "analytics-" },
  { what: "a cluster without a name", type: CLUSTER, at: "name", to: undefined },
  { what: "a release channel in lower case", type: CLUSTER, at: "releaseChannel.channel", to: "regular" },
  { what: "a dataplane by its marketing name", type: CLUSTER, at: "datapathProvider", to: "DATAPLANE_V2" },
  { what: "a networking mode that there is not", type: CLUSTER, at: "networkingMode", to: "OVERLAY" },
  {
    what: "an address for a block",
    type: CLUSTER,
    at: "masterAuthorizedNetworksConfig.cidrBlocks",
    to: [{ cidrBlock: "203.0.113.7" }],
    found: "masterAuthorizedNetworksConfig.cidrBlocks[0].cidrBlock",
  },
  {
    what: "a log that GKE does not write",
    type: CLUSTER,
    at: "loggingConfig.enableComponents",
    to: ["SYSTEM_COMPONENTS", "AUDIT"],
    found: "loggingConfig.enableComponents[1]",
  },
  {
    what: "a pool of identities by its project alone",
    type: CLUSTER,
    at: "workloadIdentityConfig.workloadPool",
    to: "project",
  },
  { what: "a security posture that there is not", type: CLUSTER, at: "securityPostureConfig.mode", to: "STANDARD" },
  { what: "an add-on that GKE does not have", type: CLUSTER, at: "addonsConfig.sparkOperatorConfig", to: {} },
  { what: "a text for a boolean", type: CLUSTER, at: "enableShieldedNodes", to: "TRUE" },
  {
    what: "a label in upper case",
    type: CLUSTER,
    at: "resourceLabels",
    to: { Team: "data" },
    found: "resourceLabels.Team",
  },
  {
    what: "a label's value with a dot",
    type: CLUSTER,
    at: "resourceLabels.team",
    to: "data.platform",
  },
  { what: "a node pool's name over 40 characters", type: NODES, at: "name", to: "p".repeat(41) },
  { what: "a location policy as people say it", type: NODES, at: "autoscaling.locationPolicy", to: "balanced" },
  { what: "fewer than no nodes", type: NODES, at: "autoscaling.totalMinNodeCount", to: -1 },
  { what: "half a node", type: NODES, at: "autoscaling.totalMaxNodeCount", to: 0.5 },
  { what: "more pods on a node than GKE takes", type: NODES, at: "maxPodsPerNode", to: 300 },
  { what: "fewer pods on a node than GKE takes", type: NODES, at: "maxPodsPerNode", to: 5 },
  { what: "a surge over 20 nodes", type: NODES, at: "upgradeSettings.maxSurge", to: 21 },
  { what: "an upgrade strategy that there is not", type: NODES, at: "upgradeSettings.strategy", to: "ROLLING" },
  {
    what: "a taint's effect as Kubernetes spells it",
    type: NODES,
    named: /-spot-/,
    at: "nodeConfig.taints[0].effect",
    to: "NoSchedule",
  },
  { what: "a taint without a key", type: NODES, named: /-spot-/, at: "nodeConfig.taints[0].key", to: undefined },
  {
    what: "a metadata mode of the old API",
    type: NODES,
    at: "nodeConfig.workloadMetadataConfig.mode",
    to: "GKE_METADATA_SERVER",
  },
  { what: "a boot disk below 10 GB", type: NODES, at: "nodeConfig.diskSizeGb", to: 8 },
  { what: "a disk of another cloud", type: NODES, at: "nodeConfig.diskType", to: "gp3" },
  { what: "an image that there is not", type: NODES, at: "nodeConfig.imageType", to: "COS" },
  {
    what: "a label that Kubernetes refuses",
    type: NODES,
    at: "nodeConfig.labels",
    to: { "spark/pool/spot": "x" },
    found: 'nodeConfig.labels["spark/pool/spot"]',
  },
  { what: "a kubelet setting that there is not", type: NODES, at: "nodeConfig.kubeletConfig.maxPods", to: 30 },
  {
    what: "another text for the kubelet's flag",
    type: NODES,
    at: "nodeConfig.kubeletConfig.insecureKubeletReadonlyPortEnabled",
    to: "false",
  },
  { what: "a subnet's block without its length", type: SUBNET, at: "ipCidrRange", to: "10.0.0.0" },
  { what: "a subnet without a network", type: SUBNET, at: "network", to: undefined },
  { what: "a secondary range without a name", type: SUBNET, at: "secondaryIpRanges[0].rangeName", to: undefined },
  { what: "a NAT of addresses that there are not", type: NAT, at: "natIpAllocateOption", to: "AUTO" },
  { what: "a NAT of no subnets", type: NAT, at: "sourceSubnetworkIpRangesToNat", to: undefined },
  { what: "a NAT's log of what is not logged", type: NAT, at: "logConfig.filter", to: "ERRORS" },
  { what: "more ports than an address has", type: NAT, at: "maxPortsPerVm", to: 70_000 },
  { what: "a repository's id with an underscore", type: REPOSITORY, at: "repositoryId", to: "my_images" },
  { what: "a repository of a format that there is not", type: REPOSITORY, at: "format", to: "OCI" },
  { what: "a repository's mode that there is not", type: REPOSITORY, at: "mode", to: "REMOTE" },
  {
    what: "a public registry that there is not",
    type: REPOSITORY,
    named: /docker-io/,
    at: "remoteRepositoryConfig.dockerRepository.publicRepository",
    to: "QUAY",
  },
  {
    what: "days for a duration",
    type: REPOSITORY,
    at: "cleanupPolicies[0].condition.olderThan",
    to: "7d",
    found: "cleanupPolicies",
  },
  { what: "a bucket's name with the word google", type: BUCKET, at: "name", to: "logs-of-google" },
  { what: "a bucket's name over 63 characters", type: BUCKET, at: "name", to: "b".repeat(64) },
  { what: "public access that is not prevented by that word", type: BUCKET, at: "publicAccessPrevention", to: "true" },
  { what: "a rule that does what rules don't", type: BUCKET, at: "lifecycleRules[0].action.type", to: "Expire" },
  { what: "a rule by an age in words", type: BUCKET, at: "lifecycleRules[0].condition.age", to: "7d" },
  { what: "a role without its prefix", type: BUCKET_RIGHT, at: "role", to: "storage.objectViewer" },
  {
    what: "an e-mail address for a principal",
    type: BUCKET_RIGHT,
    at: "member",
    to: "nodes@project.iam.gserviceaccount.com",
  },
  { what: "a right for nobody", type: BUCKET_RIGHT, at: "member", to: undefined },
  { what: "an account's id over 30 characters", type: ACCOUNT, at: "accountId", to: "a".repeat(31) },
  { what: "an account's id under 6 characters", type: ACCOUNT, at: "accountId", to: "nodes" },
];
