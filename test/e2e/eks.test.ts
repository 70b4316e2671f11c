/** What an EKS platform puts into its cluster, on a real API server and on nodes with the plan's allocatable, labels and taints. */

import { SparkApplication, SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

import { podsIn, waitUntilBound, whyUnbound } from "../../local/bound";
import { applyNodes } from "../../local/control-plane/nodes";
import { apply, type Target } from "../../local/deploy/apply";
import { declare, type Declaration, manifestsOf } from "../../local/deploy/deploy";
import { nodesOfPlan } from "../../local/nodes-of-plan";
import { type SparkApplicationManifest, standIns } from "../../local/stand-ins";
import { caseTimeoutMs, type Environment, startEnvironment, startTimeoutMs } from "./environment";

jest.setTimeout(caseTimeoutMs);

let environment: Environment;
let target: Target;
let declaration: Declaration;

/** The cloud's answers are mocked; what goes into the cluster is what a deployment would send. */
function eksProgram(chart: string): void {
  const cluster = new EksCluster("eks", { kubernetesVersion: "1.36" });
  const platform = new SparkPlatform("eks", {
    cluster,
    warm: { executors: 1, drivers: 1 },
    operator: { chart: { path: chart }, values: { webhook: { enable: false } } },
  });
  new SparkApplication("pi", {
    platform,
    mainClass: "org.apache.spark.examples.SparkPi",
    mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
  });
}

beforeAll(async () => {
  environment = await startEnvironment("eks");
  target = { access: environment.access, tools: environment.tools, deployment: "e2e" };
  declaration = await declare(() => eksProgram(environment.chart), {});
  await applyNodes(environment.access, environment.tools, nodesOfPlan(declaration.plan));
}, startTimeoutMs);

afterAll(() => environment.stop(), startTimeoutMs);

const namespaces = ["spark-jobs", "spark-system", "kube-system"];

test("every manifest is admitted with strict field validation, the autoscaler's included", async () => {
  const manifests = await manifestsOf(declaration, environment.tools);
  const { created } = await apply(target, manifests);
  expect(created).toHaveLength(manifests.length);
  expect(created.filter((object) => /Deployment .*autoscaler/.test(object))).toHaveLength(1);
});

test("every pod is bound, and the platform's own pods are on the system pool", async () => {
  const unbound = await waitUntilBound(environment.access, environment.tools, namespaces);
  expect(unbound.map(whyUnbound)).toEqual([]);
  const own = (await podsIn(environment.access, environment.tools, namespaces)).filter(
    ({ metadata }) => !metadata.name.includes("-warm-"),
  );
  expect(new Set(own.map(({ spec }) => spec.nodeName?.replace(/-\d+$/, "")))).toEqual(new Set(["system"]));
});

test("drivers are bound on demand, executors on spot, as many to a node as planned", async () => {
  const application = await environment.get<SparkApplicationManifest>([
    "sparkapplication",
    "pi",
    "--namespace=spark-jobs",
  ]);
  const perNode = declaration.plan.executor.packing.find(({ pool }) => pool === "spot")?.podsPerNode ?? 0;
  await apply({ ...target, deployment: "stand-ins" }, standIns(application, perNode));
  const unbound = await waitUntilBound(environment.access, environment.tools, namespaces, perNode + 1);
  expect(unbound.map(whyUnbound)).toEqual([]);
  const pods = await podsIn(environment.access, environment.tools, ["spark-jobs"]);
  const poolOf = ({ spec }: (typeof pods)[number]) => spec.nodeName?.replace(/-\d+$/, "");
  expect(pods.filter(({ metadata }) => metadata.name.endsWith("-driver")).map(poolOf)).toEqual(["drivers"]);
  expect(pods.filter(({ metadata }) => metadata.name.includes("-exec-")).map(poolOf)).toEqual(
    Array.from({ length: perNode }, () => "spot"),
  );
});
