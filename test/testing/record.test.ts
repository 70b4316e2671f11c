import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { InvalidArguments } from "../../lib/plan/issue";
import { byType, childrenOf, named, recordProgram, resourceTree, UNKNOWN } from "../../lib/testing";

class Team extends pulumi.ComponentResource {
  readonly namespace: pulumi.Output<string>;

  constructor(name: string, args: { quota?: string } = {}, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Team", name, args, opts);
    const namespace = new kubernetes.core.v1.Namespace(
      `${name}-namespace`,
      { metadata: { name } },
      { parent: this, protect: true, aliases: [{ name: "old-name" }] },
    );
    new kubernetes.core.v1.Secret(
      `${name}-token`,
      {
        metadata: { namespace: namespace.metadata.name },
        stringData: { token: pulumi.secret("s3cret") },
      },
      { parent: this, ignoreChanges: ["metadata.labels"], retainOnDelete: true },
    );
    this.namespace = namespace.metadata.name;
    this.registerOutputs({ namespace: this.namespace });
  }
}

function invoke(token: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
  return pulumi.runtime.invoke(token, args) as Promise<Record<string, unknown>>;
}

const NAMESPACE = "kubernetes:core/v1:Namespace";
const SECRET = "kubernetes:core/v1:Secret";

describe("a recording of a program", () => {
  test("holds every resource with its parent, its full URN and its options", async () => {
    const recording = await recordProgram(() => {
      const provider = new kubernetes.Provider("cluster", { kubeconfig: "{}" });
      new Team("etl", { quota: "10" }, { providers: [provider] });
    });
    expect(recording.resources.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "kubernetes:core/v1:Namespace etl-namespace",
      "kubernetes:core/v1:Secret etl-token",
      "pulumi:providers:kubernetes cluster",
      "test:index:Team etl",
    ]);
    const team = named(recording, "test:index:Team", "etl");
    expect(team).toMatchObject({ kind: "component", inputs: { quota: "10" }, outputs: { namespace: "etl" } });
    expect(team.parent).toBeUndefined();
    const namespace = named(recording, NAMESPACE, "etl-namespace");
    expect(namespace).toMatchObject({
      kind: "custom",
      urn: "urn:pulumi:stack::project::test:index:Team$kubernetes:core/v1:Namespace::etl-namespace",
      parent: team.urn,
      inputs: { apiVersion: "v1", kind: "Namespace", metadata: { name: "etl" } },
      id: "etl",
      protect: true,
      retainOnDelete: false,
      provider: "urn:pulumi:stack::project::pulumi:providers:kubernetes::cluster",
    });
    expect(namespace.aliases).toContainEqual({ name: "old-name", parent: team.urn });
    const secret = named(recording, SECRET, "etl-token");
    expect(secret).toMatchObject({ protect: false, retainOnDelete: true, ignoreChanges: ["metadata.labels"] });
    expect(secret.dependencies).toEqual([namespace.urn]);
    expect(secret.propertyDependencies).toEqual({ metadata: [namespace.urn] });
    expect(childrenOf(recording, team)).toEqual([namespace, secret]);
    expect(resourceTree(recording).map(({ resource, children }) => [resource.name, children.length])).toEqual([
      ["cluster", 0],
      ["etl", 2],
    ]);
  });

  test("unwraps secrets and says where they were", async () => {
    const recording = await recordProgram(() => {
      new Team("etl");
      return { password: pulumi.secret("hunter2"), plain: 1 };
    });
    const secret = named(recording, SECRET, "etl-token");
    expect(secret.inputs.stringData).toEqual({ token: "s3cret" });
    expect(secret.secrets).toEqual(["stringData"]);
    expect(recording.outputs).toEqual({ password: "hunter2", plain: 1 });
    expect(recording.secretOutputs).toEqual(["password"]);
  });

  test("quotes keys that are no identifiers in the paths of secrets", async () => {
    const recording = await recordProgram(() => {
      new kubernetes.core.v1.ConfigMap("settings", { data: { "a.b": pulumi.secret("x") } });
    });
    expect(recording.resources[0]?.secrets).toEqual(['data["a.b"]']);
  });

  test("gives the outputs of one resource to the next, and names objects after their resource", async () => {
    const recording = await recordProgram(() => {
      const namespace = new kubernetes.core.v1.Namespace("jobs");
      new kubernetes.core.v1.ServiceAccount("runner", { metadata: { namespace: namespace.metadata.name } });
      return { namespace: namespace.metadata.name };
    });
    expect(recording.outputs).toEqual({ namespace: "jobs" });
    expect(named(recording, "kubernetes:core/v1:ServiceAccount", "runner")).toMatchObject({
      id: "jobs/runner",
      inputs: { metadata: { namespace: "jobs" } },
    });
  });

  test("reads configuration, of the project where no namespace is given", async () => {
    const read = () => ({ own: new pulumi.Config().get("size"), other: new pulumi.Config("aws").get("region") });
    const recorded = await recordProgram(read, { project: "shop", config: { size: "3", "aws:region": "eu-west-1" } });
    expect(recorded.outputs).toEqual({ own: "3", other: "eu-west-1" });
    expect((await recordProgram(read, { project: "shop" })).outputs).toEqual({});
  });

  test("waits for an async program and for resources that follow from outputs", async () => {
    const recording = await recordProgram(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const first = new kubernetes.core.v1.Namespace("first");
      first.metadata.name.apply((name) => new kubernetes.core.v1.Namespace(`after-${name}`));
    });
    expect(byType(recording, NAMESPACE).map(({ name }) => name)).toEqual(["first", "after-first"]);
  });

  test("takes outputs and answers of functions from the caller", async () => {
    const recording = await recordProgram(
      async () => {
        const { accountId } = await invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
        const called = await invoke("acme:index:answer", { question: 6 });
        const namespace = new kubernetes.core.v1.Namespace("jobs");
        return { accountId, answer: called.answer, uid: namespace.metadata.uid, id: namespace.id };
      },
      {
        outputs: ({ type }) => (type === NAMESPACE ? { id: "my-id", metadata: { uid: "42" } } : undefined),
        calls: (token, args) => (token === "acme:index:answer" ? { answer: Number(args.question) * 7 } : undefined),
      },
    );
    expect(recording.outputs).toEqual({ accountId: "000000000000", answer: 42, uid: "42", id: "my-id" });
    expect(recording.calls.map(({ token, mocked }) => [token, mocked])).toEqual([
      ["aws:index/getCallerIdentity:getCallerIdentity", true],
      ["acme:index:answer", false],
    ]);
  });

  test("keeps what only a deployment knows unknown when asked to", async () => {
    const recording = await recordProgram(
      () => {
        const queue = new (class extends pulumi.CustomResource {
          declare readonly url: pulumi.Output<string>;
          constructor() {
            super("aws:sqs/queue:Queue", "events", { url: undefined });
          }
        })();
        new kubernetes.core.v1.ConfigMap("settings", { data: { url: queue.url, fixed: "yes" } });
        return { dryRun: pulumi.runtime.isDryRun(), url: queue.url };
      },
      { outputs: "unknown" },
    );
    const settings = named(recording, "kubernetes:core/v1:ConfigMap", "settings");
    expect(settings.inputs.data).toEqual({ url: UNKNOWN, fixed: "yes" });
    expect(settings.unknowns).toEqual(["data.url"]);
    expect(recording.outputs).toEqual({ dryRun: true, url: UNKNOWN });
    expect(recording.unknownOutputs).toEqual(["url"]);
  });

  test("catches what the program logs, with the resource that it is about", async () => {
    const recording = await recordProgram(async () => {
      const namespace = new kubernetes.core.v1.Namespace("jobs");
      await pulumi.log.warn("look here", namespace);
      await pulumi.log.info("all is well");
    });
    expect(recording.logs).toEqual([
      { severity: "warn", message: "look here", urn: recording.resources[0]?.urn },
      { severity: "info", message: "all is well" },
    ]);
  });

  test("runs transforms of the resource, of its ancestors and of the stack, in that order", async () => {
    const labelled =
      (value: string): pulumi.ResourceTransform =>
      ({ type, props, opts }) => {
        if (type !== NAMESPACE) return undefined;
        const metadata = props.metadata as { labels?: { by?: string } };
        const by = `${metadata.labels?.by ?? ""}${value}`;
        return { props: { ...props, metadata: { ...metadata, labels: { by } } }, opts: { ...opts, protect: false } };
      };
    const recording = await recordProgram(() => {
      pulumi.runtime.registerResourceTransform(labelled("stack"));
      new Team("etl", {}, { transforms: [labelled("team ")] });
    });
    expect(named(recording, NAMESPACE, "etl-namespace")).toMatchObject({
      inputs: { metadata: { name: "etl", labels: { by: "team stack" } } },
      protect: false,
    });
  });
});

describe("a program that fails", () => {
  const issue = { path: "spark.version", value: 1, problem: "is unknown", allowed: "4.1.1", change: "Use 4.1.1." };

  test("by a thrown error rejects with that very error", async () => {
    const error = new InvalidArguments("x", [issue]);
    await expect(
      recordProgram(() => {
        throw error;
      }),
    ).rejects.toBe(error);
  });

  test("in a component rejects with the component's error", async () => {
    class Broken extends pulumi.ComponentResource {
      constructor() {
        super("test:index:Broken", "broken");
        throw new pulumi.ResourceError("use another machine", this, true);
      }
    }
    await expect(recordProgram(() => new Broken())).rejects.toThrow(/^use another machine$/);
  });

  test("by a rejected promise, in an apply or in an input, rejects with its error", async () => {
    await expect(recordProgram(() => Promise.reject(new Error("too late")))).rejects.toThrow(/^too late$/);
    await expect(
      recordProgram(() => {
        void Promise.reject(new Error("nobody listens"));
      }),
    ).rejects.toThrow(/^nobody listens$/);
    await expect(
      recordProgram(() => {
        pulumi.output(1).apply(() => {
          throw new Error("in an apply");
        });
      }),
    ).rejects.toThrow(/^in an apply$/);
    await expect(
      recordProgram(() => {
        new kubernetes.core.v1.ConfigMap("settings", { data: { key: Promise.reject(new Error("in an input")) } });
      }),
    ).rejects.toThrow(/in an input$/);
  });

  test("by logging an error rejects, as it fails under the engine", async () => {
    await expect(recordProgram(() => void pulumi.log.error("no such zone"))).rejects.toThrow("no such zone");
  });

  test("by declaring the same resource twice is told so", async () => {
    await expect(
      recordProgram(() => {
        new kubernetes.core.v1.Namespace("jobs");
        new kubernetes.core.v1.Namespace("jobs");
      }),
    ).rejects.toThrow("Two resources have the URN urn:pulumi:stack::project::kubernetes:core/v1:Namespace::jobs");
  });

  test("comes back with what it had declared when errors are to be returned", async () => {
    const recording = await recordProgram(
      () => {
        new kubernetes.core.v1.Namespace("jobs");
        throw new Error("half way");
      },
      { errors: "return" },
    );
    expect(recording.errors.map(({ message }) => message)).toEqual(["half way"]);
    expect(recording.resources.map(({ name }) => name)).toEqual(["jobs"]);
  });
});

describe("several recordings in one process", () => {
  test("know nothing of each other", async () => {
    const program = () => void new Team("etl");
    const first = await recordProgram(program, { stack: "dev" });
    await recordProgram(() => Promise.reject(new Error("in between"))).catch(() => undefined);
    const second = await recordProgram(program, { stack: "dev" });
    expect(second).toEqual(first);
  });

  test("leave nothing of themselves in the runtime", async () => {
    await recordProgram(() => ({}), { project: "shop", config: { size: "3" }, preview: true });
    expect(pulumi.runtime.allConfig()).toEqual({});
    expect(pulumi.runtime.isDryRun()).toBe(false);
    expect(pulumi.runtime.hasMonitor()).toBe(false);
  });

  test("are refused at the same time", async () => {
    const first = recordProgram(() => new Promise((resolve) => setTimeout(() => resolve({ done: true }), 20)));
    await expect(recordProgram(() => ({}))).rejects.toThrow("Await the first recording before the next.");
    expect((await first).outputs).toEqual({ done: true });
  });
});
