/** Plausible outputs of Google Cloud resources: ids, links and the nested attributes that programs read. */

import type { RecordedResource } from "../recording";
import { ACCOUNT } from "./account";
import type { MockedOutputs } from "./mocked";

type Outputs = Record<string, unknown>;

/** Where a resource is, and what it is called there. */
interface Named {
  region: string;
  project: string;
  name: string;
}

interface Own {
  /** As the provider writes it. @default `<logical name>-id` */
  id?(resource: Outputs, at: Named): string;
  /** Attributes beyond inputs and name. */
  outputs?(resource: Outputs, at: Named): Outputs;
}

const COMPUTE = "https://www.googleapis.com/compute/v1";

const KINDS: Record<string, Own> = {
  "gcp:artifactregistry/repository:Repository": {
    id: ({ location, repositoryId }, { project, region, name }) =>
      `projects/${project}/locations/${text(location) ?? region}/repositories/${text(repositoryId) ?? name}`,
    outputs: ({ location, repositoryId }, { project, region, name }) => {
      const repository = text(repositoryId) ?? name;
      const place = text(location) ?? region;
      return { name: repository, registryUri: `${place}-docker.pkg.dev/${project}/${repository}` };
    },
  },
  "gcp:compute/firewall:Firewall": computeKind("global/firewalls"),
  "gcp:compute/network:Network": computeKind("global/networks"),
  "gcp:compute/router:Router": computeKind("regional/routers"),
  "gcp:compute/routerNat:RouterNat": {
    id: ({ router }, { project, region, name }) => `${project}/${region}/${text(router) ?? ""}/${name}`,
  },
  "gcp:compute/subnetwork:Subnetwork": computeKind("regional/subnetworks"),
  "gcp:container/cluster:Cluster": {
    id: (inputs, at) => clusterId(inputs, at),
    outputs: (inputs, at) => ({
      endpoint: "203.0.113.10",
      selfLink: `https://container.googleapis.com/v1/${clusterId(inputs, at)}`,
      masterVersion: `${text(inputs.minMasterVersion) ?? "1.35"}.0-gke.1000000`,
      masterAuth: {
        clusterCaCertificate: "bW9ja2VkIGNlcnRpZmljYXRl",
        clientCertificate: "",
        clientKey: "",
        clientCertificateConfig: { issueClientCertificate: false },
      },
      privateClusterConfig: {
        ...(inputs.privateClusterConfig as Outputs | undefined),
        privateEndpoint: "10.0.0.2",
        publicEndpoint: "203.0.113.10",
      },
      controlPlaneEndpointsConfig: {
        ...(inputs.controlPlaneEndpointsConfig as Outputs | undefined),
        dnsEndpointConfig: {
          ...((inputs.controlPlaneEndpointsConfig as Outputs | undefined)?.dnsEndpointConfig as Outputs | undefined),
          endpoint: `gke-${ACCOUNT}.${text(inputs.location) ?? at.region}.gke.goog`,
        },
      },
      workloadIdentityConfig: { workloadPool: `${at.project}.svc.id.goog` },
    }),
  },
  "gcp:container/nodePool:NodePool": {
    id: ({ cluster, location }, { project, region, name }) =>
      `${project}/${text(location) ?? region}/${text(cluster) ?? ""}/${name}`,
    outputs: ({ version }) => ({
      instanceGroupUrls: [],
      managedInstanceGroupUrls: [],
      version: text(version) ?? "1.35.0-gke.1000000",
    }),
  },
  "gcp:projects/service:Service": { id: ({ service }, { project }) => `${project}/${text(service) ?? ""}` },
  "gcp:serviceaccount/account:Account": {
    id: (inputs, at) => `projects/${at.project}/serviceAccounts/${emailOf(inputs, at)}`,
    outputs: (inputs, at) => ({
      email: emailOf(inputs, at),
      member: `serviceAccount:${emailOf(inputs, at)}`,
      name: `projects/${at.project}/serviceAccounts/${emailOf(inputs, at)}`,
      uniqueId: `1${ACCOUNT}00000000`,
    }),
  },
  "gcp:storage/bucket:Bucket": {
    id: (_, { name }) => name,
    outputs: (_, { name }) => ({
      url: `gs://${name}`,
      selfLink: `https://www.googleapis.com/storage/v1/b/${name}`,
      projectNumber: Number(ACCOUNT),
    }),
  },
  "gcp:storage/bucketObject:BucketObject": {
    id: ({ bucket }, { name }) => `${text(bucket) ?? ""}-${name}`,
    outputs: (_, { name }) => ({ outputName: name }),
  },
};

export function gcpOutputs(resource: RecordedResource, region: string, project: string): MockedOutputs {
  const { inputs, type } = resource;
  const name = text(inputs.name) ?? resource.name;
  const at = { project: text(inputs.project) ?? project, region: text(inputs.region) ?? region, name };
  const own = KINDS[type];
  return {
    id: own?.id?.(inputs, at) ?? `${resource.name}-id`,
    outputs: {
      ...(inputs.name === undefined && { name }),
      ...(inputs.project === undefined && { project: at.project }),
      ...own?.outputs?.(inputs, at),
    },
  };
}

/** @param collection `global/<kind>` or `regional/<kind>` */
function computeKind(collection: string): Own {
  const pathOf = ({ project, region, name }: Named) =>
    `projects/${project}/${collection.replace("regional", `regions/${region}`)}/${name}`;
  return {
    id: (_, at) => pathOf(at),
    outputs: (_, at) => ({ selfLink: `${COMPUTE}/${pathOf(at)}` }),
  };
}

function clusterId({ location }: Outputs, { project, region, name }: Named): string {
  return `projects/${project}/locations/${text(location) ?? region}/clusters/${name}`;
}

function emailOf({ accountId }: Outputs, { project, name }: Named): string {
  return `${text(accountId) ?? name}@${project}.iam.gserviceaccount.com`;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
