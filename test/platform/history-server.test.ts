import {
  ExistingCluster,
  type HistoryServerExposure,
  type SparkCluster,
  SparkPlatform,
  type SparkPlatformArgs,
  type StorageGrant,
  type WorkloadIdentity,
} from "../../lib";
import { named, recordProgram } from "../../lib/testing";
import { clusterArgs, eventLogs } from "../addons/example";

const expose: HistoryServerExposure = {
  host: "history.example.com",
  login: {
    issuerUrl: "https://login.example.com",
    clientId: "spark-history",
    clientSecret: { secret: "history-login", key: "client-secret" },
    cookieSecret: { secret: "history-login", key: "cookie-secret" },
    emailDomains: ["example.com"],
  },
  gateway: { name: "public" },
};

const systemPod = "analytics-history-server";

/** What the history server's identity may do. */
async function grantsOf(historyServer: SparkPlatformArgs["historyServer"]): Promise<StorageGrant[]> {
  const grants: StorageGrant[] = [];
  class RecordingCluster extends ExistingCluster {
    override grantStorageAccess(
      ...[name, request]: Partial<Parameters<SparkCluster["grantStorageAccess"]>>
    ): WorkloadIdentity {
      if (name === systemPod) grants.push(...(request?.grants ?? []));
      return { serviceAccountAnnotations: {}, podLabels: {}, dependsOn: [] };
    }
  }
  await recordProgram(() => {
    const cluster = new RecordingCluster("shared", clusterArgs);
    new SparkPlatform("analytics", { cluster, eventLogs, historyServer });
  });
  return grants;
}

async function record(historyServer: unknown) {
  return recordProgram(
    () => {
      const cluster = new ExistingCluster("shared", clusterArgs);
      const args = { cluster, eventLogs, historyServer } as SparkPlatformArgs;
      const { plan } = new SparkPlatform("analytics", args);
      return {
        placements: plan.placements.map(({ pod: { name, cpuMillis, memoryMiB } }) => ({ name, cpuMillis, memoryMiB })),
      };
    },
    { errors: "return" },
  );
}

describe("the history server of a platform", () => {
  it("may write where it compacts logs, and under no other prefix than theirs", async () => {
    const resolved = async (grants: Promise<StorageGrant[]>) => (await grants).map(({ access }) => access);
    expect(await resolved(grantsOf({}))).toEqual(["read"]);
    expect(await resolved(grantsOf({ compaction: { filesToRetain: 5 } }))).toEqual(["write"]);
    expect(await resolved(grantsOf({ cleaner: { maxAgeDays: 30 } }))).toEqual(["write"]);
  });

  it("takes the room of its login as well where it is exposed", async () => {
    const room = async (historyServer: unknown) =>
      ((await record(historyServer)).outputs.placements as { name: string }[]).find(
        ({ name }) => name === "history server",
      );
    // 500m and 3072 MiB of the server; 50m and 128 MiB of the proxy.
    expect(await room({})).toEqual({ name: "history server", cpuMillis: 500, memoryMiB: 3072 });
    expect(await room({ expose })).toEqual({ name: "history server", cpuMillis: 550, memoryMiB: 3200 });
  });

  it("asks in the plan for what its containers ask for", async () => {
    const recording = await record({ expose });
    const { spec } = named(recording, "kubernetes:apps/v1:Deployment", `${systemPod}-deployment`).inputs;
    const { containers } = (spec as { template: { spec: { containers: { resources: { requests: object } }[] } } })
      .template.spec;
    expect(containers.map(({ resources }) => resources.requests)).toEqual([
      { cpu: "500m", memory: "3072Mi" },
      { cpu: "50m", memory: "128Mi" },
    ]);
  });

  it("is refused with every problem at once, under the platform's own paths", async () => {
    const open = { ...expose, login: undefined };
    const { errors, resources } = await record({ expose: { ...open, host: "localhost" }, updateSeconds: 0 });
    expect(errors[0]?.message).toMatch(/historyServer\.expose\.login: \(not given\) is missing/);
    expect(errors[0]?.message).toMatch(/historyServer\.expose\.host: "localhost" is no host name/);
    expect(errors[0]?.message).toMatch(/historyServer\.updateSeconds: 0 is not what this argument takes/);
    expect(resources.filter(({ type }) => type.startsWith("kubernetes:"))).toEqual([]);
  });
});
