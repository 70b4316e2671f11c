/** A platform in a project with rules: a shared VPC, a key and a service account of the company, no way in from the internet. */

import { SparkPlatform } from "spark-platform";
import { GkeCluster } from "spark-platform/gcp";

const host = "projects/network-host";

const cluster = new GkeCluster("analytics", {
  region: "europe-west1",
  network: {
    network: `${host}/global/networks/shared`,
    subnetwork: `${host}/regions/europe-west1/subnetworks/spark`,
    podRange: "pods",
    serviceRange: "services",
    podCidr: "10.64.0.0/16",
  },
  apiServer: { dnsEndpoint: false, publicCidrs: [], proxyUrl: "socks5://localhost:1080" },
  kmsKeyName: "projects/keys/locations/europe-west1/keyRings/data/cryptoKeys/spark",
  nodeServiceAccount: "spark-nodes@example-project.iam.gserviceaccount.com",
  labels: { team: "data", "cost-center": "4711" },
});

export const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "europe-west1-docker.pkg.dev/example-project/spark/spark:4.1.1-gcs" },
});
