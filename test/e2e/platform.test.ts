/** A platform is rendered and applied to a real API server, and its pods are placed by the real scheduler. */

import { boundTable, podsIn, waitUntilBound, whyUnbound } from "../../local/bound";
import { apply, removeDeployment, type Target } from "../../local/deploy/apply";
import { manifestsOf } from "../../local/deploy/deploy";
import { type SparkApplicationManifest, standIns } from "../../local/stand-ins";
import { waitUntil } from "../../local/wait";
import { caseTimeoutMs, type Environment, everything, startEnvironment, startTimeoutMs } from "./environment";

jest.setTimeout(caseTimeoutMs);

let environment: Environment;
let target: Target;
let untouched: string[];

beforeAll(async () => {
  environment = await startEnvironment("platform");
  target = { access: environment.access, tools: environment.tools, deployment: "e2e" };
  untouched = await everything(environment);
}, startTimeoutMs);

afterAll(() => environment.stop(), startTimeoutMs);

const namespaces = ["spark-jobs", "spark-system"];
const placeholders: unknown = expect.stringMatching(/^batch\/Job spark-jobs\/pi-placeholder-[0-9a-f]{6}$/);

describe("up, again, changed, destroyed", () => {
  test("every manifest is admitted with strict field validation, and every pod is bound", async () => {
    const declaration = await environment.withNodes();
    const manifests = await manifestsOf(declaration, environment.tools);
    const { created, pruned } = await apply(target, manifests);
    expect(created).toHaveLength(manifests.length);
    expect(pruned).toEqual([]);
    // History server, operator, two pause pods for executors and one for a driver.
    const unbound = await waitUntilBound(environment.access, environment.tools, namespaces);
    expect(unbound.map(whyUnbound)).toEqual([]);
  });

  test("a second run changes nothing", async () => {
    const manifests = await manifestsOf(await environment.declare(), environment.tools);
    const result = await apply(target, manifests);
    expect(result).toMatchObject({ created: [], changed: [], pruned: [] });
    expect(result.unchanged).toHaveLength(manifests.length);
  });

  test("the driver and the executors of an application are bound to the pools of the plan", async () => {
    const application = await environment.get<SparkApplicationManifest>([
      "sparkapplication",
      "pi",
      "--namespace=spark-jobs",
    ]);
    // Executors take free room of any of their pools before that of placeholders; here their placeholders are over.
    await environment.kubectl(["delete", "jobs", "--all", "--namespace=spark-jobs", "--cascade=foreground"]);
    await apply({ ...target, deployment: "stand-ins" }, standIns(application));
    const unbound = await waitUntilBound(environment.access, environment.tools, namespaces, 5);
    expect(unbound.map(whyUnbound)).toEqual([]);
    const pods = await podsIn(environment.access, environment.tools, ["spark-jobs"]);
    const poolOf = (name: string) =>
      pods.find(({ metadata }) => metadata.name === name)?.spec.nodeName?.replace(/-\d+$/, "");
    expect(poolOf("pi-driver")).toBe("drivers");
    expect([1, 2, 3, 4].map((index) => poolOf(`pi-exec-${index}`))).toEqual(["spot", "spot", "spot", "spot"]);
    console.log(boundTable(await podsIn(environment.access, environment.tools, namespaces)));
  });

  test("a changed pool changes what depends on it and nothing else", async () => {
    const manifests = await manifestsOf(
      await environment.declare({ spotLabels: { "example.com/generation": "two" } }),
      environment.tools,
    );
    const { created, changed, pruned } = await apply(target, manifests);
    // The application runs again, so it asks for room again.
    expect({ created, pruned }).toEqual({ created: [placeholders], pruned: [] });
    expect(changed.sort()).toEqual([
      "ConfigMap spark-jobs/e2e-spark-defaults",
      "apps/Deployment spark-system/e2e-warm-executor-spot",
      "sparkoperator.k8s.io/SparkApplication spark-jobs/pi",
    ]);
  });

  test("what is no longer declared is pruned", async () => {
    const manifests = await manifestsOf(await environment.declare({ historyServer: false }), environment.tools);
    const { pruned } = await apply(target, manifests);
    expect(pruned.sort()).toEqual([
      "ConfigMap spark-system/e2e-history-server",
      "Service spark-system/e2e-history-server",
      "ServiceAccount spark-system/e2e-history-server",
      "apps/Deployment spark-system/e2e-history-server",
      placeholders,
    ]);
  });

  test("an update that was killed half-way is finished by the next one", async () => {
    const manifests = await manifestsOf(await environment.declare(), environment.tools);
    await apply(target, manifests.slice(0, Math.floor(manifests.length / 2))).catch(() => undefined);
    await apply(target, manifests);
    expect(await apply(target, manifests)).toMatchObject({ created: [], changed: [], pruned: [] });
  });

  test("destroy leaves nothing behind", async () => {
    await removeDeployment({ ...target, deployment: "stand-ins" });
    await removeDeployment(target);
    // The controllers of the control plane write their own objects into what is left at their own pace.
    await waitUntil(async () => (await everything(environment)).length <= untouched.length, {
      timeoutMs: 60_000,
      intervalMs: 500,
    });
    expect(await everything(environment)).toEqual(untouched);
  });
});
