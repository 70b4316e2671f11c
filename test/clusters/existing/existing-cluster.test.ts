import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { ExistingCluster, type ExistingClusterArgs, type SparkCluster, type StorageGrant } from "../../../lib";
import { named, recordProgram, type Recording } from "../../../lib/testing";
import { clusterArgs } from "../../addons/example";

const kubeconfig = `
apiVersion: v1
kind: Config
current-context: dev
clusters: [{ name: a, cluster: { server: "https://127.0.0.1:6443" } }]
contexts: [{ name: dev, context: { cluster: a, user: u } }, { name: my prod, context: { cluster: a, user: u } }]
users: [{ name: u, user: { token: top-secret } }]
`;

function record(args: Partial<ExistingClusterArgs> = {}): Promise<Recording> {
  return recordProgram(
    () => {
      const cluster = new ExistingCluster("shared", { ...clusterArgs, ...args });
      return { kubeconfig: cluster.kubeconfig, accessCommand: cluster.accessCommand };
    },
    { errors: "return" },
  );
}

describe("ExistingCluster", () => {
  it("creates nothing but a provider, which applies on the server's side", async () => {
    const recording = await record({ kubeconfig, context: "my prod" });
    expect(recording.resources.map(({ type, name }) => [type, name])).toEqual([
      ["spark-platform:clusters/existing:ExistingCluster", "shared"],
      ["pulumi:providers:kubernetes", "shared-kubernetes"],
    ]);
    const provider = named(recording, "pulumi:providers:kubernetes", "shared-kubernetes");
    expect(provider.inputs).toMatchObject({ kubeconfig, context: "my prod" });
    expect(String(provider.inputs.enableServerSideApply)).toBe("true");
    expect(String(provider.inputs.enableConfigMapMutable)).toBe("true");
    expect(provider.secrets).toEqual(["kubeconfig"]);
  });

  it("shows its plan as its inputs", async () => {
    const { inputs } = named(await record(), "spark-platform:clusters/existing:ExistingCluster", "shared");
    expect(inputs.plan).toMatchObject({ name: "shared", kubernetesVersion: "1.34" });
  });

  it("keeps the kubeconfig secret, whatever it is", async () => {
    const given = [kubeconfig, pulumi.output(kubeconfig), undefined];
    for (const value of given) {
      const { secretOutputs, outputs } = await record({ kubeconfig: value });
      expect(secretOutputs).toEqual(["kubeconfig"]);
      expect(JSON.stringify({ ...outputs, kubeconfig: "" })).not.toContain("top-secret");
    }
  });

  it("says how to point kubectl at the cluster", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "kube-")), "config");
    writeFileSync(path, kubeconfig);
    const accessCommand = async (args: Partial<ExistingClusterArgs>) => (await record(args)).outputs.accessCommand;
    const fromStack =
      'pulumi stack output kubeconfig --show-secrets > kubeconfig && export KUBECONFIG="$PWD/kubeconfig"';
    expect(await accessCommand({})).toBe("kubectl get nodes");
    expect(await accessCommand({ context: "prod" })).toBe("kubectl config use-context prod");
    expect(await accessCommand({ kubeconfig })).toBe(fromStack);
    expect(await accessCommand({ kubeconfig: pulumi.output(kubeconfig), context: "dev" })).toBe(
      `${fromStack} && kubectl config use-context dev`,
    );
    expect(await accessCommand({ kubeconfig: path, context: "my prod" })).toBe(
      `export KUBECONFIG=${path} && kubectl config use-context 'my prod'`,
    );
  });

  it("gives every account the identity that the cluster has", async () => {
    const identity = { serviceAccountAnnotations: { role: "spark" }, podLabels: { use: "true" } };
    await recordProgram(() => {
      const cluster: SparkCluster = new ExistingCluster("shared", {
        ...clusterArgs,
        storageAccess: { scheme: "gs", ...identity },
      });
      const grants: StorageGrant[] = [{ access: "read", uri: "gs://b/x" }];
      const request = { namespace: "etl", serviceAccount: "spark", grants };
      expect(cluster.grantStorageAccess("a", request, {})).toEqual({ ...identity, dependsOn: [] });
    });
  });

  it("refuses a bad kubeconfig together with bad pools, without a stack, and registers nothing", async () => {
    const recording = await record({
      kubeconfig,
      context: "staging",
      nodes: clusterArgs.nodes.slice(1),
      spotNoticeSeconds: 30,
    });
    const [error] = recording.errors;
    expect(pulumi.ResourceError.isInstance(error) && error.hideStack).toBe(true);
    expect(error?.message).toMatch(/^ExistingCluster "shared" has 2 problems; nothing of it was created\./);
    expect(error?.message).toContain('- context: "staging" is not in the kubeconfig. Allowed: "dev", "my prod".');
    expect(error?.message).toContain("- nodes: ");
    expect(recording.resources).toEqual([]);
  });

  it("does not look into a kubeconfig that only the deployment knows", async () => {
    const recording = await record({ kubeconfig: pulumi.output("nonsense"), context: "any" });
    expect(recording.errors).toEqual([]);
  });
});
