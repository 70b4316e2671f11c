import * as pulumi from "@pulumi/pulumi";

import { byType } from "../../../lib/testing";
import { examplePlan } from "../../addons/example";
import { recordOn } from "../recorded";

const TYPE = "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication";
const plan = examplePlan({ namespaces: [{ name: "etl" }] });

type Args = Parameters<typeof recordOn>[1];

interface Pod {
  labels: Record<string, string>;
  template: {
    metadata: { annotations: Record<string, string> };
    spec: { containers: Record<string, unknown>[]; volumes?: object[]; activeDeadlineSeconds?: number };
  };
}

interface Inputs {
  metadata: { labels: Record<string, string>; annotations: Record<string, string> };
  spec: { driver: Pod; executor: Pod } & Record<string, unknown>;
}

async function inputs(args: Args): Promise<Inputs> {
  const recording = await recordOn(plan, args, { podLabels: { etl: { "spark-platform/team": "etl" } } });
  expect(recording.errors).toEqual([]);
  return byType(recording, TYPE)[0]?.inputs as unknown as Inputs;
}

describe("an application's environment", () => {
  it("is in driver and executors, with secrets and config maps by name", async () => {
    const { driver, executor } = (
      await inputs({
        env: {
          STAGE: "prod",
          TOKEN: { secret: "api", key: "token" },
          REGION: { configMap: "site", key: "region" },
        },
      })
    ).spec;
    // https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/#envvar-v1-core
    const env = [
      { name: "STAGE", value: "prod" },
      { name: "TOKEN", valueFrom: { secretKeyRef: { name: "api", key: "token" } } },
      { name: "REGION", valueFrom: { configMapKeyRef: { name: "site", key: "region" } } },
    ];
    expect(driver.template.spec.containers).toMatchObject([{ name: "spark-kubernetes-driver", env }]);
    expect(executor.template.spec.containers).toMatchObject([{ name: "spark-kubernetes-executor", env }]);
  });

  it("takes what only the deployment knows from a Secret of its own, and never into a pod", async () => {
    const run = (token: string) =>
      recordOn(plan, { env: { STAGE: "prod", TOKEN: pulumi.secret(token), BUCKET: pulumi.output("lake") } });
    const recording = await run("hunter2");
    expect(recording.errors).toEqual([]);
    const [secret, ...others] = byType(recording, "kubernetes:core/v1:Secret");
    expect(others).toEqual([]);
    expect(secret?.inputs).toMatchObject({
      metadata: { name: "pi-env", namespace: "etl" },
      stringData: { TOKEN: "hunter2", BUCKET: "lake" },
    });
    const application = byType(recording, TYPE)[0]!;
    expect(application.dependencies).toEqual(expect.arrayContaining([secret?.urn]));
    expect(JSON.stringify(application.inputs)).not.toContain("hunter2");
    const { driver } = (application.inputs as unknown as Inputs).spec;
    expect(driver.template.spec.containers[0]?.env).toEqual([
      { name: "STAGE", value: "prod" },
      { name: "TOKEN", valueFrom: { secretKeyRef: { name: "pi-env", key: "TOKEN" } } },
      { name: "BUCKET", valueFrom: { secretKeyRef: { name: "pi-env", key: "BUCKET" } } },
    ]);
    const again = byType(await run("hunter3"), TYPE)[0]!;
    expect(again.inputs.spec).not.toEqual(application.inputs.spec);
  });
});

describe("an application's mounts", () => {
  it("are volumes of driver and executors: secrets and config maps read-only, claims as they are asked for", async () => {
    const { driver, executor } = (
      await inputs({
        mounts: [
          { path: "/mnt/keys", secret: "keys" },
          { path: "/mnt/settings", configMap: "settings" },
          { path: "/mnt/reference", claim: "reference", readOnly: true },
          { path: "/mnt/shared", claim: "shared" },
        ],
      })
    ).spec;
    for (const { template } of [driver, executor]) {
      expect(template.spec.volumes).toEqual([
        { name: "mount-0", secret: { secretName: "keys" } },
        { name: "mount-1", configMap: { name: "settings" } },
        { name: "mount-2", persistentVolumeClaim: { claimName: "reference", readOnly: true } },
        { name: "mount-3", persistentVolumeClaim: { claimName: "shared", readOnly: false } },
      ]);
      expect(template.spec.containers[0]?.volumeMounts).toEqual([
        { name: "mount-0", mountPath: "/mnt/keys", readOnly: true },
        { name: "mount-1", mountPath: "/mnt/settings", readOnly: true },
        { name: "mount-2", mountPath: "/mnt/reference", readOnly: true },
        { name: "mount-3", mountPath: "/mnt/shared", readOnly: false },
      ]);
    }
  });

  it("and its environment are not there where none are asked for", async () => {
    const { spec } = (await inputs({})).spec.driver.template;
    expect(spec).not.toHaveProperty("volumes");
    expect(Object.keys(spec.containers[0]!).sort()).toEqual(["name", "securityContext"]);
  });
});

describe("an application's labels and annotations", () => {
  it("reach the object and its pods, but Kueue's labels the object alone", async () => {
    const { metadata, spec } = await inputs({
      labels: { "example.com/cost-centre": "42", "kueue.x-k8s.io/queue-name": "team-a" },
      annotations: { "example.com/run-by": "ci" },
    });
    expect(metadata.labels).toEqual({
      "example.com/cost-centre": "42",
      "kueue.x-k8s.io/queue-name": "team-a",
      "app.kubernetes.io/part-of": "analytics",
    });
    expect(metadata.annotations).toEqual({ "example.com/run-by": "ci" });
    for (const { labels, template } of [spec.driver, spec.executor]) {
      expect(labels).toEqual({
        "example.com/cost-centre": "42",
        "spark-platform/application": "pi",
        "spark-platform/team": "etl",
      });
      expect(template.metadata.annotations).toMatchObject({ "example.com/run-by": "ci" });
    }
  });
});

describe("an application's time limit", () => {
  it("is the deadline of its driver's pod, and of no other", async () => {
    const { driver, executor } = (await inputs({ timeLimitSeconds: 3600 })).spec;
    // https://kubernetes.io/docs/concepts/workloads/pods/init-containers/: activeDeadlineSeconds of a pod
    expect(driver.template.spec.activeDeadlineSeconds).toBe(3600);
    expect(executor.template.spec).not.toHaveProperty("activeDeadlineSeconds");
  });
});

describe("an application that is suspended", () => {
  it("says so to the operator, and only then", async () => {
    expect((await inputs({ suspend: true })).spec.suspend).toBe(true);
    expect((await inputs({ suspend: false })).spec).not.toHaveProperty("suspend");
  });
});

describe("retries", () => {
  it("are counted apart for runs and for submissions", async () => {
    const policy = { type: "OnFailure", retries: 1, submissionRetries: 5, retryIntervalSeconds: 10 } as const;
    expect((await inputs({ restartPolicy: policy })).spec.restartPolicy).toEqual({
      type: "OnFailure",
      onFailureRetries: 1,
      onSubmissionFailureRetries: 5,
      onFailureRetryInterval: 10,
      onSubmissionFailureRetryInterval: 10,
    });
  });
});

describe("a packed Python environment", () => {
  it("is unpacked to a directory whose Python drivers and executors start", async () => {
    const { spec } = await inputs({
      mainApplicationFile: "s3a://lake/job.py",
      pythonEnvironment: pulumi.output("s3a://lake/environment.tar.gz"),
      deps: { archives: ["s3a://lake/data.zip"] },
    });
    // https://spark.apache.org/docs/latest/api/python/user_guide/python_packaging.html
    expect(spec.deps).toEqual({ archives: ["s3a://lake/data.zip", "s3a://lake/environment.tar.gz#environment"] });
    expect(spec.sparkConf).toMatchObject({ "spark.pyspark.python": "./environment/bin/python" });
  });
});
