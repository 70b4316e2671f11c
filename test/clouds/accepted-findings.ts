/** What an independent scanner finds and we leave as it is, with the reason. Anything else that it finds fails the tests. */

export interface AcceptedFinding {
  cloud: "aws" | "gcp" | "azure";
  /** The scanner's number of the check, for example `CKV_AWS_39`. */
  check: string;
  /** What it asks for, in short. */
  wants: string;
  /** Type tokens of the resources that it is accepted on. */
  on: string[];
  /** Names of the resources that it is accepted on. @default all of the types */
  named?: RegExp;
  /** Why it is as it should be, or whose choice it is. */
  because: string;
}

const CLUSTER = "aws:eks/cluster:Cluster";
const BUCKET = "aws:s3/bucket:Bucket";
const LOG = "aws:cloudwatch/logGroup:LogGroup";

export const acceptedFindings: AcceptedFinding[] = [
  {
    cloud: "aws",
    check: "CKV_AWS_39",
    wants: "no public endpoint of the API server",
    on: [CLUSTER],
    because:
      "Deploying from a laptop or a hosted runner is the default, with IAM credentials and an access entry; a note in every " +
      "preview says so, and apiServer.publicCidrs: [] closes it.",
  },
  {
    cloud: "aws",
    check: "CKV_AWS_38",
    wants: "the API server's public endpoint for some addresses only",
    on: [CLUSTER],
    because: "Whose addresses is the user's to say: apiServer.publicCidrs. Until then a note in every preview warns.",
  },
  {
    cloud: "aws",
    check: "CKV_AWS_158",
    wants: "a key of one's own for the control plane's log",
    on: [LOG],
    because:
      "CloudWatch encrypts it with a key of AWS. kmsKeyArn encrypts it with the user's, whose policy has to allow it.",
  },
  {
    cloud: "aws",
    check: "CKV_AWS_338",
    wants: "logs for a year",
    on: [LOG],
    because: "30 days are cheap; how long audit logs have to be there is the company's rule: logRetentionDays.",
  },
  {
    cloud: "aws",
    check: "CKV_AWS_136",
    wants: "a key of one's own for images",
    on: ["aws:ecr/repository:Repository"],
    because: "ECR encrypts them with a key of AWS (AES-256). kmsKeyArn encrypts them with the user's.",
  },
  {
    cloud: "aws",
    check: "CKV_AWS_145",
    wants: "a key of one's own for event logs",
    on: [BUCKET],
    because:
      "S3 encrypts them with a key of its own (AES-256), without a charge for requests to KMS. kmsKeyArn changes it.",
  },
  {
    cloud: "aws",
    check: "CKV_AWS_21",
    wants: "versions of event logs",
    on: [BUCKET],
    because: "Event logs are written once. Versions would keep, and charge for, what compaction and expiry delete.",
  },
  {
    cloud: "aws",
    check: "CKV_AWS_144",
    wants: "event logs in a second region",
    on: [BUCKET],
    because:
      "They tell how jobs ran, and no job needs them to run: what a region's loss would cost is less than their copies.",
  },
  {
    cloud: "aws",
    check: "CKV_AWS_18",
    wants: "a log of access to the event logs",
    on: [BUCKET],
    because:
      "It needs a second bucket, which would need the same. Who may read is one role for each service account; a trail of data " +
      "events over the account's buckets is the account's affair.",
  },
  {
    cloud: "aws",
    check: "CKV2_AWS_62",
    wants: "notifications of new event logs",
    on: [BUCKET],
    because: "Nobody waits for them: the history server looks by itself.",
  },
  {
    cloud: "aws",
    check: "CKV2_AWS_11",
    wants: "flow logs of the VPC",
    on: ["aws:ec2/vpc:Vpc"],
    because:
      "A shuffle makes millions of flows, which are charged by volume. Who needs them adds an aws.ec2.FlowLog, or brings a VPC " +
      "of their own that has them.",
  },
  {
    cloud: "aws",
    check: "CKV2_AWS_64",
    wants: "a policy of the key that encrypts Kubernetes secrets",
    on: ["aws:kms/key:Key"],
    because:
      "Without one, AWS' default holds: IAM policies of the account decide, and they give the key to the cluster's role alone.",
  },
  ...gcpFindings(),
  ...azureFindings(),
];

function gcpFindings(): AcceptedFinding[] {
  const cluster = ["gcp:container/cluster:Cluster"];
  const bucket = ["gcp:storage/bucket:Bucket"];
  return [
    {
      cloud: "gcp",
      check: "CKV_GCP_12",
      wants: "network policies on the control plane",
      on: cluster,
      because:
        "Dataplane V2 enforces them; the setting that the check looks for is that of Calico, which is off for that.",
    },
    {
      cloud: "gcp",
      check: "CKV_GCP_61",
      wants: "flow logs within nodes",
      on: cluster,
      because:
        "Dataplane V2 sees traffic within a node by itself. A shuffle makes millions of flows, charged by volume.",
    },
    {
      cloud: "gcp",
      check: "CKV_GCP_65",
      wants: "groups of Google Workspace in Kubernetes",
      on: cluster,
      because:
        "They need a group in the organisation's own domain, which no library can know. IAM decides who gets in.",
    },
    {
      cloud: "gcp",
      check: "CKV_GCP_66",
      wants: "Binary Authorization",
      on: cluster,
      because:
        "It needs a policy of the project's that says which images are attested; without one it lets everything through.",
    },
    {
      cloud: "gcp",
      check: "CKV_GCP_69",
      wants: "the GKE metadata server on the first pool",
      on: cluster,
      because:
        "That pool is gone when the cluster is there, and Workload Identity is the cluster's. All other pools say it.",
    },
    {
      cloud: "gcp",
      check: "CKV_GCP_26",
      wants: "flow logs of the subnet",
      on: ["gcp:compute/subnetwork:Subnetwork"],
      because:
        "A shuffle makes millions of flows, which are charged by volume. Who needs them brings a subnet of their own that has them.",
    },
    {
      cloud: "gcp",
      check: "CKV2_GCP_18",
      wants: "firewall rules for the network",
      on: ["gcp:compute/network:Network"],
      because: "A network without rules lets nobody in; GKE adds those that it needs.",
    },
    {
      cloud: "gcp",
      check: "CKV_GCP_62",
      wants: "a log of access to the event logs",
      on: bucket,
      because:
        "It needs a second bucket, which would need the same. Cloud Audit Logs of the project tell who read what.",
    },
    {
      cloud: "gcp",
      check: "CKV_GCP_78",
      wants: "versions of event logs",
      on: bucket,
      because: "Event logs are written once. Versions would keep, and charge for, what compaction and expiry delete.",
    },
    {
      cloud: "gcp",
      check: "CKV_GCP_84",
      wants: "a key of one's own for images",
      on: ["gcp:artifactregistry/repository:Repository"],
      because: "Google encrypts them with keys of its own. kmsKeyName encrypts them with the user's.",
    },
  ];
}

function azureFindings(): AcceptedFinding[] {
  const cluster = ["azure-native:containerservice:ManagedCluster"];
  const storage = ["azure-native:storage:StorageAccount"];
  const registry = ["azure-native:containerregistry:Registry"];
  const pool = ["azure-native:containerservice:AgentPool"];
  return [
    {
      cloud: "azure",
      check: "CKV_AZURE_4",
      wants: "logs of the cluster in Azure Monitor",
      on: cluster,
      because:
        "They need a workspace, and are charged by volume: a diagnostic setting of the user's own sends what they want.",
    },
    {
      cloud: "azure",
      check: "CKV_AZURE_6",
      wants: "the API server for some addresses only",
      on: cluster,
      because:
        "Deploying from a laptop or a hosted runner is the default, with credentials of Entra ID; a note in every preview says " +
        "so, and apiServer.publicCidrs closes it. A private cluster has no such list.",
    },
    {
      cloud: "azure",
      check: "CKV_AZURE_8",
      wants: "that the Kubernetes dashboard is off",
      on: cluster,
      because: "AKS has had none since Kubernetes 1.19.",
    },
    {
      cloud: "azure",
      check: "CKV_AZURE_172",
      wants: "rotation of secrets of the Secrets Store driver",
      on: cluster,
      because: "The driver is not installed: pods have identities in place of secrets.",
    },
    {
      cloud: "azure",
      check: "CKV_AZURE_227",
      wants: "encryption at the host",
      on: [...cluster, ...pool],
      because:
        "Subscriptions must register the feature first, or no node comes. Azure encrypts disks with its own keys.",
    },
    {
      cloud: "azure",
      check: "CKV_AZURE_168",
      wants: "at least 50 pods on a node",
      on: pool,
      because:
        "Spark's pods are large: a node admits what fits on it, and memory is reserved for each pod that it admits.",
    },
    {
      cloud: "azure",
      check: "CKV_AZURE_206",
      wants: "event logs in a second region",
      on: storage,
      because:
        "They tell how jobs ran, and no job needs them to run: what a region's loss would cost is less than their copies. They " +
        "are in three zones where the nodes are.",
    },
    {
      cloud: "azure",
      check: "CKV_AZURE_35",
      wants: "an account that only some networks reach",
      on: storage,
      because:
        "There are no keys: every request needs a token of Entra ID and a role. A history server elsewhere can read too.",
    },
    {
      cloud: "azure",
      check: "CKV_AZURE_36",
      wants: "that Azure's own services get past the network's rules",
      on: storage,
      because: "There are none to get past.",
    },
    {
      cloud: "azure",
      check: "CKV_AZURE_139",
      wants: "a registry without a public address",
      on: registry,
      because: "Only the tier Premium has private endpoints. Nobody pulls without a role.",
    },
    {
      cloud: "azure",
      check: "CKV_AZURE_166",
      wants: "quarantine of images that were not scanned",
      on: registry,
      because: "It needs a scanner that lets them out, and nobody could pull before.",
    },
    {
      cloud: "azure",
      check: "CKV_AZURE_233",
      wants: "a registry in several zones",
      on: registry,
      because: "Only the tier Premium has that; nodes keep the images that they run.",
    },
  ];
}
