/** What the platform allows and what it refuses, asked of the real API server. */

import { apply, type Target } from "../../local/deploy/apply";
import { manifestsOf } from "../../local/deploy/deploy";
import { type SparkApplicationManifest, standIns } from "../../local/stand-ins";
import { waitUntilBound, whyUnbound, podsIn } from "../../local/bound";
import { type PlatformPlan } from "../../lib/plan";
import { caseTimeoutMs, type Environment, startEnvironment, startTimeoutMs } from "./environment";

jest.setTimeout(caseTimeoutMs);

let environment: Environment;
let target: Target;
let plan: PlatformPlan;

beforeAll(async () => {
  environment = await startEnvironment("admission");
  target = { access: environment.access, tools: environment.tools, deployment: "e2e" };
  const declaration = await environment.withNodes({ warmExecutors: 0 });
  plan = declaration.plan;
  await apply(target, await manifestsOf(declaration, environment.tools));
}, startTimeoutMs);

afterAll(() => environment.stop(), startTimeoutMs);

describe("Pod Security restricted", () => {
  const pod = (namespace: string, securityContext: object) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "intruder", namespace },
    spec: { containers: [{ name: "main", image: "busybox", securityContext }] },
  });

  test.each(["spark-jobs", "spark-system"])("refuses a privileged pod in %s", async (namespace) => {
    const created = environment.kubectl(["create", "--filename=-"], pod(namespace, { privileged: true }));
    await expect(created).rejects.toThrow(/violates PodSecurity "restricted:v1\.36"/);
  });

  test("refuses a pod that says nothing of security in spark-jobs", async () => {
    const created = environment.kubectl(["create", "--filename=-"], pod("spark-jobs", {}));
    await expect(created).rejects.toThrow(/allowPrivilegeEscalation != false/);
  });
});

describe("the driver's service account", () => {
  const can = async (verb: string, what: string, namespace: string) => {
    // kubectl takes what follows a slash for a name.
    const [resource = "", subresource] = what.split("/");
    const answer = await environment
      .kubectl([
        "auth",
        "can-i",
        verb,
        resource,
        ...(subresource === undefined ? [] : [`--subresource=${subresource}`]),
        `--namespace=${namespace}`,
        "--as=system:serviceaccount:spark-jobs:spark",
      ])
      .catch((error: Error) => error.message);
    return answer.trim().endsWith("yes");
  };

  test.each([
    ["create", "pods"],
    ["deletecollection", "pods"],
    ["create", "services"],
    ["create", "configmaps"],
    ["list", "persistentvolumeclaims"],
  ])("may %s %s in its namespace", async (verb, resource) => {
    expect(await can(verb, resource, "spark-jobs")).toBe(true);
  });

  test.each([
    ["get", "secrets", "spark-jobs"],
    ["create", "pods/exec", "spark-jobs"],
    ["create", "rolebindings", "spark-jobs"],
    ["create", "pods", "spark-system"],
    ["list", "pods", "default"],
    ["list", "nodes", "default"],
  ])("may not %s %s in %s", async (verb, resource, namespace) => {
    expect(await can(verb, resource, namespace)).toBe(false);
  });
});

describe("the plan and the real scheduler", () => {
  test("a node of each pool takes as many pods as planned, and not one more", async () => {
    const application = await environment.get<SparkApplicationManifest>([
      "sparkapplication",
      "pi",
      "--namespace=spark-jobs",
    ]);
    const spotNodes = await environment.get<{ items: unknown[] }>(["nodes", "--selector=example.com/pool=spot"]);
    const fallbackNodes = await environment.get<{ items: unknown[] }>([
      "nodes",
      "--selector=example.com/pool=fallback",
    ]);
    const perNode = (pool: string) => plan.executor.packing.find((packing) => packing.pool === pool)?.podsPerNode ?? 0;
    const room = spotNodes.items.length * perNode("spot") + fallbackNodes.items.length * perNode("fallback");
    await apply({ ...target, deployment: "full" }, standIns(application, room));
    expect((await waitUntilBound(target.access, target.tools, ["spark-jobs"], room + 1)).map(whyUnbound)).toEqual([]);

    const full = standIns(application, room + 1);
    await apply({ ...target, deployment: "full" }, full);
    await waitUntilBound(target.access, target.tools, ["spark-jobs"], room + 2, 5_000);
    const pending = (await podsIn(target.access, target.tools, ["spark-jobs"])).filter(
      ({ spec }) => spec.nodeName === undefined,
    );
    expect(pending.map(({ metadata }) => metadata.name)).toEqual([`pi-exec-${room + 1}`]);
    expect(pending.map(whyUnbound).join()).toMatch(/Insufficient cpu/);
  });
});
