import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { SparkConnectServer, type SparkConnectServerArgs } from "../../lib";
import { byType, recordProgram, type Recording } from "../../lib/testing";
import { eventLogs, examplePlan } from "../addons/example";

const plan = examplePlan({ namespaces: [{ name: "etl" }] });

type Args = Partial<Omit<SparkConnectServerArgs, "platform">>;

function record(args: Args = {}): Promise<Recording> {
  return recordProgram(
    () => {
      const provider = new kubernetes.Provider("cluster", {});
      const { url, connectCommand, connectUrl, logsCommand } = new SparkConnectServer("notebooks", {
        platform: { plan, provider, eventLogUri: pulumi.output(eventLogs.uri) },
        token: pulumi.secret("correct horse"),
        ...args,
      });
      return { url, connectCommand, connectUrl, logsCommand };
    },
    { errors: "return" },
  );
}

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const SECRET = "kubernetes:core/v1:Secret";
const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

/** Inputs of what there is one of. */
function only<T>(recording: Recording, type: string): T {
  expect(recording.errors).toEqual([]);
  const found = byType(recording, type);
  expect(found).toHaveLength(1);
  return found[0]!.inputs as T;
}

interface Deployment {
  spec: {
    replicas: number;
    strategy: object;
    selector: { matchLabels: Record<string, string> };
    template: {
      metadata: { labels: Record<string, string>; annotations: Record<string, string> };
      spec: Record<string, unknown> & {
        containers: { args: string[]; env: { name: string; valueFrom?: object }[]; resources: object }[];
      };
    };
  };
}

const deployment = async (args: Args = {}) => only<Deployment>(await record(args), DEPLOYMENT).spec;

describe("SparkConnectServer", () => {
  it("is one driver of the planned size, which is never there twice", async () => {
    const { replicas, strategy, selector, template } = await deployment();
    expect([replicas, strategy]).toEqual([1, { type: "Recreate" }]);
    expect(selector.matchLabels).toEqual({
      "app.kubernetes.io/name": "spark-connect",
      "app.kubernetes.io/instance": "notebooks",
    });
    expect(template.metadata.labels).toMatchObject({
      ...selector.matchLabels,
      "spark-role": "driver",
      "spark-platform/application": "notebooks",
    });
    // As of every driver: it must not be evicted.
    expect(template.metadata.annotations).toMatchObject({
      "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
      "karpenter.sh/do-not-disrupt": "true",
    });
    const { cpuRequestMillis, memoryMiB } = plan.driver.shape;
    const memory = `${memoryMiB}Mi`;
    expect(template.spec).toMatchObject({
      serviceAccountName: "spark",
      priorityClassName: "analytics-driver",
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          resources: { requests: { cpu: `${cpuRequestMillis}m`, memory }, limits: { memory } },
          startupProbe: { tcpSocket: { port: "grpc" } },
          readinessProbe: { tcpSocket: { port: "grpc" } },
        },
      ],
    });
  });

  it("runs Spark's own class, for which spark-submit needs no file", async () => {
    const [container] = (await deployment()).template.spec.containers;
    // start-connect-server.sh submits this class; NO_RESOURCE of org.apache.spark.launcher.SparkLauncher.
    expect(container?.args.slice(-3)).toEqual([
      "--class",
      "org.apache.spark.sql.connect.service.SparkConnectServer",
      "spark-internal",
    ]);
    // A container that starts again in its pod would find the event log of the first.
    expect(container?.args.join(" ")).not.toContain("spark.app.id");
  });

  it("lets executors come and go with the work", async () => {
    const recording = await record({ executors: { max: 5 } });
    const { data } = only<{ data: Record<string, string> }>(recording, "kubernetes:core/v1:ConfigMap");
    expect(data["spark.properties"]).toContain("spark.dynamicAllocation.enabled=true\n");
    expect(data["spark.properties"]).toContain("spark.dynamicAllocation.minExecutors=0\n");
    expect(data["spark.properties"]).toContain("spark.dynamicAllocation.maxExecutors=5\n");
    expect(data["spark.properties"]).toContain("spark.eventLog.dir=s3a://company-logs/spark\n");
  });

  it("is reached inside the cluster, and by kubectl from this machine", async () => {
    const recording = await record();
    expect(only<{ spec: object }>(recording, "kubernetes:core/v1:Service").spec).toEqual({
      type: "ClusterIP",
      selector: { "app.kubernetes.io/name": "spark-connect", "app.kubernetes.io/instance": "notebooks" },
      ports: [{ name: "grpc", port: 15002, targetPort: "grpc", appProtocol: "kubernetes.io/h2c" }],
    });
    expect(recording.outputs).toEqual({
      url: "sc://notebooks.etl:15002",
      connectCommand: "kubectl --namespace etl port-forward service/notebooks 15002",
      connectUrl: "sc://localhost:15002",
      logsCommand: "kubectl --namespace etl logs --follow deployment/notebooks",
    });
  });

  it("keeps the token in a Secret, hands it over by the environment, and starts anew with another", async () => {
    const recording = await record();
    const secret = only<{ metadata: object; stringData: object }>(recording, SECRET);
    expect(secret).toMatchObject({
      metadata: { name: "notebooks-token", namespace: "etl" },
      stringData: { token: "correct horse" },
    });
    const { template } = only<Deployment>(recording, DEPLOYMENT).spec;
    expect(template.spec.containers[0]?.env).toContainEqual({
      name: "SPARK_CONNECT_AUTHENTICATE_TOKEN",
      valueFrom: { secretKeyRef: { name: "notebooks-token", key: "token" } },
    });
    const others = recording.resources.filter(({ type }) => type !== SECRET);
    expect(JSON.stringify(others.map(({ inputs }) => inputs))).not.toContain("correct horse");
    const digest = (spec: Deployment["spec"]) => spec.template.metadata.annotations["spark-platform/token-digest"];
    expect(digest(await deployment())).toBe(template.metadata.annotations["spark-platform/token-digest"]);
    expect(digest(await deployment({ token: "battery staple" }))).not.toBe(digest(await deployment()));
  });

  it("keeps nothing secret but the Secret where the token is, so that the rest can be rendered", async () => {
    const { resources } = await record({ token: pulumi.secret("correct horse") });
    const secret = resources.filter(({ secrets }) => secrets.length > 0);
    expect(secret.map(({ type }) => type)).toEqual([SECRET]);
  });

  it("takes the token of a Secret that is there", async () => {
    const recording = await record({ token: { secret: "connect", key: "shared" } });
    expect(byType(recording, SECRET)).toEqual([]);
    expect(only<Deployment>(recording, DEPLOYMENT).spec.template.spec.containers[0]?.env).toContainEqual({
      name: "SPARK_CONNECT_AUTHENTICATE_TOKEN",
      valueFrom: { secretKeyRef: { name: "connect", key: "shared" } },
    });
  });

  it("lets in only its executors and the clients that are named", async () => {
    const clients = [{ podSelector: { matchLabels: { app: "jupyter" } } }];
    const recording = await record({ token: false, clients });
    expect(only<{ spec: object }>(recording, POLICY).spec).toEqual({
      podSelector: {
        matchLabels: { "app.kubernetes.io/name": "spark-connect", "app.kubernetes.io/instance": "notebooks" },
      },
      policyTypes: ["Ingress"],
      ingress: [
        { from: [{ podSelector: { matchLabels: { "spark-platform/application": "notebooks" } } }] },
        { from: clients, ports: [{ port: 15002, protocol: "TCP" }] },
      ],
    });
    const [policy] = byType(recording, POLICY);
    expect(byType(recording, DEPLOYMENT)[0]?.dependencies).toContain(policy?.urn);
    const nobody = only<{ spec: { ingress: object[] } }>(await record({ clients: [] }), POLICY);
    expect(nobody.spec.ingress).toHaveLength(1);
    expect(byType(await record(), POLICY)).toEqual([]);
  });

  it("costs nothing while it is suspended", async () => {
    expect((await deployment({ suspend: true })).replicas).toBe(0);
  });

  const package35 = "org.apache.spark:spark-connect_2.12:3.5.8";
  const clients = [{ podSelector: {} }];

  it("runs on Spark 3.5 with the package that brings it, and without a token", async () => {
    const args = { sparkVersion: "3.5.8", token: false as const, clients, deps: { packages: [package35] } };
    expect((await deployment(args)).replicas).toBe(1);
  });

  it.each<[string, Args, string[]]>([
    ["nobody's token", { token: undefined }, ["token"]],
    ["a token that is none", { token: 7 as unknown as string }, ["token"]],
    ["a token that anybody would guess", { token: "" }, ["token"]],
    ["no token where everybody may connect", { token: false }, ["clients"]],
    ["a token that Spark 3.5 would not check", { sparkVersion: "3.5.8", deps: { packages: [package35] } }, ["token"]],
    ["Spark 3.5 without Spark Connect", { sparkVersion: "3.5.8", token: false, clients }, ["deps"]],
    [
      "a program of its own",
      { mainApplicationFile: "local:///a.py", timeLimitSeconds: 5 } as Args,
      ["mainApplicationFile", "timeLimitSeconds"],
    ],
    ["room for executors", { executors: { reserve: 2 } } as Args, ["executors.reserve"]],
    ["what no application may have either", { namespace: "default" }, ["namespace"]],
  ])("refuses %s", async (_what, args, paths) => {
    const { errors, resources } = await record(args);
    const lines = errors[0]?.message.split("\n").slice(1) ?? [];
    expect(lines.map((line) => /^ {2}- ([^:]+):/.exec(line)?.[1])).toEqual(paths);
    expect(resources.filter(({ type }) => type.startsWith("kubernetes:"))).toEqual([]);
  });
});
