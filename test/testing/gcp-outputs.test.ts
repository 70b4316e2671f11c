import { Network } from "@pulumi/gcp/compute/network";
import { Subnetwork } from "@pulumi/gcp/compute/subnetwork";
import { getZones } from "@pulumi/gcp/compute/getZones";
import { Cluster, NodePool } from "@pulumi/gcp/container";
import { getProject } from "@pulumi/gcp/organizations/getProject";
import { Provider } from "@pulumi/gcp/provider";
import { Account } from "@pulumi/gcp/serviceaccount/account";
import { Bucket } from "@pulumi/gcp/storage/bucket";

import { recordProgram } from "../../lib/testing";

describe("mocked Google Cloud", () => {
  test("answers with what the provider answers with: ids, links, nested attributes", async () => {
    const { outputs } = await recordProgram(() => {
      const network = new Network("net");
      const subnet = new Subnetwork("nodes", { network: network.id, ipCidrRange: "10.0.0.0/20", region: "us-west1" });
      const cluster = new Cluster("main", { location: "us-west1", minMasterVersion: "1.36" });
      const pool = new NodePool("spot", { cluster: cluster.name, location: "us-west1" });
      const account = new Account("nodes", { accountId: "spark-nodes" });
      const bucket = new Bucket("logs", { location: "EU", name: "company-logs" });
      return {
        network: network.id,
        link: subnet.selfLink,
        cluster: cluster.id,
        version: cluster.masterVersion,
        address: cluster.endpoint,
        privateAddress: cluster.privateClusterConfig.privateEndpoint,
        dnsName: cluster.controlPlaneEndpointsConfig.dnsEndpointConfig?.endpoint,
        pool: pool.id,
        account: account.id,
        member: account.member,
        bucket: bucket.url,
      };
    });
    // As the pages of the provider's resources write them: https://www.pulumi.com/registry/packages/gcp/api-docs/
    expect(outputs).toEqual({
      network: "projects/mocked-000000000000/global/networks/net",
      link: "https://www.googleapis.com/compute/v1/projects/mocked-000000000000/regions/us-west1/subnetworks/nodes",
      cluster: "projects/mocked-000000000000/locations/us-west1/clusters/main",
      version: "1.36.0-gke.1000000",
      address: "203.0.113.10",
      privateAddress: "10.0.0.2",
      dnsName: "gke-000000000000.us-west1.gke.goog",
      pool: "mocked-000000000000/us-west1/main/spot",
      account: "projects/mocked-000000000000/serviceAccounts/spark-nodes@mocked-000000000000.iam.gserviceaccount.com",
      member: "serviceAccount:spark-nodes@mocked-000000000000.iam.gserviceaccount.com",
      bucket: "gs://company-logs",
    });
  });

  test("is in the project and region of the provider, else in the configured ones, else in made-up ones", async () => {
    const program = async () => {
      const provider = new Provider("west", { project: "team-b", region: "us-west1" });
      return {
        zones: (await getZones({})).names,
        project: (await getProject({})).projectId,
        ofProvider: (await getProject({}, { provider })).projectId,
        zonesOfProvider: (await getZones({}, { provider })).names,
        network: new Network("net", {}, { provider }).id,
      };
    };
    const ofProvider = {
      ofProvider: "team-b",
      zonesOfProvider: ["us-west1-a", "us-west1-b", "us-west1-c", "us-west1-f"],
      network: "projects/team-b/global/networks/net",
    };
    const config = { "gcp:project": "team-a", "gcp:region": "europe-west1" };
    expect((await recordProgram(program, { config })).outputs).toEqual({
      zones: ["europe-west1-a", "europe-west1-b", "europe-west1-c", "europe-west1-f"],
      project: "team-a",
      ...ofProvider,
    });
    expect((await recordProgram(program)).outputs).toEqual({
      zones: ["us-central1-a", "us-central1-b", "us-central1-c", "us-central1-f"],
      project: "mocked-000000000000",
      ...ofProvider,
    });
  });
});
