import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { ExistingCluster, SparkPlatform } from "../../lib";
import { EksCluster } from "../../lib/clusters/aws";
import { AksCluster } from "../../lib/clusters/azure";
import { GkeCluster } from "../../lib/clusters/gcp";
import { SparkImage, type SparkImageArgs } from "../../lib/images";
import { recordProgram, type Recording, type RecordOptions, UNKNOWN } from "../../lib/testing";
import { clusterArgs } from "../addons/example";
import { one } from "../clusters/recorded";

const IMAGE = "docker-build:index:Image";
const registry = { repository: "registry.example.com/data/spark" };

type OwnArgs = Omit<SparkImageArgs, "cluster">;

function recordImage(args: OwnArgs = {}, options?: RecordOptions, nodes = clusterArgs.nodes): Promise<Recording> {
  return recordProgram(() => {
    const cluster = new ExistingCluster("shared", { ...clusterArgs, nodes, context: "prod" });
    const { reference } = new SparkImage("analytics", { cluster, connectors: ["s3a"], registry, ...args });
    return { reference };
  }, options);
}

function tagOf(recording: Recording): string {
  return (one(recording, IMAGE).inputs.tags as string[])[0]!;
}

describe("an image", () => {
  test("is built by BuildKit from one Dockerfile, for the nodes' architectures, and pushed", async () => {
    const { inputs } = one(await recordImage(), IMAGE);
    expect(inputs).toEqual({
      tags: [expect.stringMatching(/^registry\.example\.com\/data\/spark:4\.1\.1-s3a-[0-9a-f]{10}$/)],
      dockerfile: { inline: expect.stringContaining("FROM apache/spark:4.1.1 AS spark\n") as string },
      context: { location: "lib/images/no-files" },
      platforms: ["linux/amd64"],
      buildArgs: { SOURCE_DATE_EPOCH: "0" },
      network: "default",
      push: true,
      buildOnPreview: false,
    });
  });

  test("is run by its digest, which a preview does not know", async () => {
    const deployed = await recordImage();
    expect(deployed.outputs.reference).toMatch(/^registry\.example\.com\/data\/spark@sha256:[0-9a-f]{64}$/);
    const preview = await recordImage({}, { preview: true, outputs: "unknown" });
    expect(preview.outputs.reference).toBe(UNKNOWN);
  });

  test("stays in the registry, since who destroys has no credentials for it any more", async () => {
    expect(one(await recordImage(), IMAGE).retainOnDelete).toBe(true);
  });

  test("has another tag when anything in it is another, and the same when nothing is", async () => {
    const folder = mkdtempSync(join(tmpdir(), "spark-image-"));
    try {
      writeFileSync(join(folder, "job.py"), "print(1)");
      const first = tagOf(await recordImage({ files: folder }));
      expect(tagOf(await recordImage({ files: folder }))).toBe(first);
      writeFileSync(join(folder, "job.py"), "print(2)");
      expect(tagOf(await recordImage({ files: folder }))).not.toBe(first);
      expect(tagOf(await recordImage({ instructions: ["RUN true"] }))).not.toBe(tagOf(await recordImage()));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("has another tag for nodes of another architecture, since it is pushed again then", async () => {
    const nodes = clusterArgs.nodes.map((pool) => ({ ...pool, architecture: "arm64" as const }));
    const recording = await recordImage({}, {}, nodes);
    expect(one(recording, IMAGE).inputs.platforms).toEqual(["linux/arm64"]);
    expect(tagOf(recording)).not.toBe(tagOf(await recordImage()));
  });

  test("gets jars by Maven settings that are a secret of the build and of the state", async () => {
    const recording = await recordImage({ mavenSettings: "<settings/>" });
    const image = one(recording, IMAGE);
    expect(image.inputs.secrets).toEqual({ "maven-settings": "<settings/>" });
    // The id of the Dockerfile's mount; a new password there builds nothing again.
    expect(image.inputs.ignoreSecretsInDiffCalculation).toEqual(["maven-settings"]);
    expect(image.secrets).toEqual(["secrets"]);
  });

  test("says which jar has no known sum", async () => {
    const { logs } = await recordImage({ version: "4.3.0" });
    expect(logs.map(({ message }) => message)).toEqual([expect.stringContaining("spark-hadoop-cloud_2.13-4.3.0.jar")]);
  });
});

describe("the registry of the cluster", () => {
  test("is ECR, with the token of its account and region", async () => {
    const recording = await recordProgram(() => {
      const { reference } = new SparkImage("analytics", { cluster: new EksCluster("analytics") });
      return { reference };
    });
    const { inputs } = one(recording, IMAGE);
    const host = "000000000000.dkr.ecr.us-east-1.amazonaws.com";
    expect(inputs.tags).toEqual([expect.stringMatching(`^${host}/analytics-images:4.1.1-s3a-`)]);
    expect(inputs.registries).toEqual([{ address: host, username: "AWS", password: "mocked" }]);
    expect(recording.calls).toContainEqual(
      expect.objectContaining({
        token: "aws:ecr/getAuthorizationToken:getAuthorizationToken",
        args: expect.objectContaining({ registryId: "000000000000", region: "us-east-1" }) as object,
      }),
    );
  });

  test("is Artifact Registry, where each name has images of its own", async () => {
    const recording = await recordProgram(() => {
      new SparkImage("etl", { cluster: new GkeCluster("analytics", { region: "europe-west1" }) });
    });
    const { inputs } = one(recording, IMAGE);
    expect(inputs.tags).toEqual([
      expect.stringMatching(/^europe-west1-docker\.pkg\.dev\/.*\/analytics-images\/etl:4\.1\.1-gs-/),
    ]);
    // https://cloud.google.com/artifact-registry/docs/docker/authentication#token
    expect(inputs.registries).toEqual([
      { address: "europe-west1-docker.pkg.dev", username: "oauth2accesstoken", password: "mocked" },
    ]);
  });

  test("is Azure Container Registry, which changes Azure's token for one of its own", async () => {
    const asked: [string, string][] = [];
    const answer = jest.spyOn(globalThis, "fetch").mockImplementation((url, init) => {
      asked.push([url as string, String(init?.body as URLSearchParams)]);
      return Promise.resolve(new Response(JSON.stringify({ refresh_token: "of the registry" })));
    });
    try {
      const recording = await recordProgram(() => {
        new SparkImage("analytics", { cluster: new AksCluster("analytics", { region: "westeurope" }) });
      });
      const { inputs } = one(recording, IMAGE);
      const [{ address, username, password }] = inputs.registries as [Record<string, string>];
      expect(inputs.tags).toEqual([expect.stringMatching(`^${address}/spark:4.1.1-abfss-`)]);
      // https://learn.microsoft.com/azure/container-registry/container-registry-authentication#az-acr-login-with---expose-token
      expect([username, password]).toEqual(["00000000-0000-0000-0000-000000000000", "of the registry"]);
      const [url, body] = asked[0]!;
      expect(url).toBe(`https://${address}/oauth2/exchange`);
      expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({
        grant_type: "access_token",
        service: address,
        access_token: "mocked",
      });
    } finally {
      answer.mockRestore();
    }
  });
});

describe("a platform", () => {
  const record = () =>
    recordProgram(() => {
      const cluster = new ExistingCluster("shared", { ...clusterArgs, context: "prod" });
      const image = new SparkImage("analytics", { cluster, connectors: ["s3a"], registry });
      const { plan } = new SparkPlatform("analytics", {
        cluster,
        spark: image.spark,
        eventLogs: { uri: "s3a://company-logs/spark" },
      });
      return { image: image.reference, name: plan.spark.image, keys: plan.configuration.map(({ key }) => key) };
    });

  test("plans with the name of the image and what it holds, and runs its digest everywhere", async () => {
    const { outputs, resources } = await record();
    expect(outputs.name).toMatch(/^analytics:4\.1\.1-s3a-[0-9a-f]{10}$/);
    expect(outputs.keys).toContain("spark.sql.sources.commitProtocolClass");
    const deployed = JSON.stringify(
      resources.filter(({ type }) => type.startsWith("kubernetes:")).map((one) => one.inputs),
    );
    expect(deployed).toContain(`spark.kubernetes.container.image=${String(outputs.image)}`);
    expect(deployed).toContain(`"image":"${String(outputs.image)}"`);
    expect(deployed).not.toContain(outputs.name);
    expect(deployed).not.toContain("apache/spark:");
  });
});

describe("arguments that are refused", () => {
  const cases: [string, OwnArgs, string[]][] = [
    ["a cluster without a registry, and no registry", { registry: undefined }, ["registry"]],
    ["storage that is not the cluster's to know, and no connectors", { connectors: undefined }, ["connectors"]],
    ["a folder that is not there", { files: "./no-such-folder" }, ["files"]],
    ["what there is not", { tag: "latest" } as OwnArgs, ["tag"]],
    ["an output where the plan is made", { version: pulumi.output("4.1.1") as unknown as string }, ["version"]],
  ];
  test.each(cases)("%s", async (_, args, paths) => {
    const failure = await recordImage(args).catch((error: Error) => error);
    expect(failure).toBeInstanceOf(pulumi.ResourceError);
    for (const path of paths) expect((failure as Error).message).toContain(`\n  - ${path}: `);
  });

  test("a name that no image can have", async () => {
    const failed = recordProgram(() => {
      const cluster = new ExistingCluster("shared", { ...clusterArgs, context: "prod" });
      new SparkImage("Analytics Image", { cluster, connectors: ["s3a"], registry });
    });
    await expect(failed).rejects.toThrow(/name: "Analytics Image" can't be the name of an image/);
  });
});
