/** What a platform on each cloud puts into its cluster, on a real API server and on nodes with the plan's allocatable, labels and taints. */

import { SparkApplication, type SparkCluster, SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";
import { AksCluster } from "spark-platform/azure";
import { GkeCluster } from "spark-platform/gcp";

import { podsIn, waitUntilBound, whyUnbound } from "../../local/bound";
import { applyNodes } from "../../local/control-plane/nodes";
import { apply, type Target } from "../../local/deploy/apply";
import { declare, type Declaration, manifestsOf } from "../../local/deploy/deploy";
import { nodesOfPlan } from "../../local/nodes-of-plan";
import { type SparkApplicationManifest, standIns } from "../../local/stand-ins";
import { capacityBuffers, define } from "./definitions";
import { caseTimeoutMs, type Environment, startEnvironment, startTimeoutMs } from "./environment";

jest.setTimeout(caseTimeoutMs);

/** GKE and AKS have autoscalers of their own; EKS gets one with the cluster. */
const clouds: Record<string, { make: () => SparkCluster; autoscalers: number }> = {
  eks: { make: () => new EksCluster("analytics", { kubernetesVersion: "1.36" }), autoscalers: 1 },
  gke: {
    make: () => new GkeCluster("analytics", { kubernetesVersion: "1.36", region: "us-central1" }),
    autoscalers: 0,
  },
  aks: { make: () => new AksCluster("analytics", { kubernetesVersion: "1.36" }), autoscalers: 0 },
};

const images = Object.fromEntries(
  ["docker.io", "ghcr.io", "registry.k8s.io"].map((host) => [host, `registry.example.com/${host}`]),
);

const namespaces = ["spark-jobs", "spark-system", "kube-system"];

describe.each(Object.keys(clouds))("on %s", (cloud) => {
  const { make, autoscalers } = clouds[cloud]!;
  let environment: Environment;
  let target: Target;
  let declaration: Declaration;

  /** The cloud's answers are mocked; what goes into the cluster is what a deployment would send. */
  function program(chart: string): void {
    const platform = new SparkPlatform("analytics", {
      cluster: make(),
      warm: { executors: 1, drivers: 1 },
      // Caches of the cluster's own would have the names of a project that there is not.
      mirrors: { images },
      operator: { chart: { path: chart }, values: { webhook: { enable: false } } },
    });
    new SparkApplication("pi", {
      platform,
      mainClass: "org.apache.spark.examples.SparkPi",
      mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
    });
  }

  beforeAll(async () => {
    environment = await startEnvironment(cloud);
    // On GKE of this version the autoscaler keeps warm capacity itself.
    await define(environment, [capacityBuffers]);
    target = { access: environment.access, tools: environment.tools, deployment: "e2e" };
    declaration = await declare(() => program(environment.chart), {});
    await applyNodes(environment.access, environment.tools, nodesOfPlan(declaration.plan));
  }, startTimeoutMs);

  afterAll(() => environment.stop(), startTimeoutMs);

  const poolOf = ({ spec }: Awaited<ReturnType<typeof podsIn>>[number]) => spec.nodeName?.replace(/-\d+$/, "");
  const poolsThat = (holds: (pool: Declaration["plan"]["cluster"]["sparkPools"][number]) => boolean) =>
    declaration.plan.cluster.sparkPools.filter(holds).map(({ name }) => name);

  test("every manifest is admitted with strict field validation, an autoscaler's included", async () => {
    const manifests = await manifestsOf(declaration, environment.tools);
    const { created } = await apply(target, manifests);
    expect(created).toHaveLength(manifests.length);
    expect(created.filter((object) => /Deployment .*autoscaler/.test(object))).toHaveLength(autoscalers);
  });

  test("every pod is bound, and the platform's own pods are on the system pool", async () => {
    const unbound = await waitUntilBound(environment.access, environment.tools, namespaces);
    expect(unbound.map(whyUnbound)).toEqual([]);
    const own = (await podsIn(environment.access, environment.tools, namespaces)).filter(
      ({ metadata }) => !/-(warm|image-pull)-/.test(metadata.name),
    );
    expect(new Set(own.map(poolOf))).toEqual(new Set(["system"]));
  });

  test("drivers are bound on demand, executors on spot, as many to a node as planned", async () => {
    const application = await environment.get<SparkApplicationManifest>([
      "sparkapplication",
      "pi",
      "--namespace=spark-jobs",
    ]);
    const spot = poolsThat(({ capacity }) => capacity === "spot");
    const perNode = declaration.plan.executor.packing.find(({ pool }) => spot.includes(pool))?.podsPerNode ?? 0;
    expect(perNode).toBeGreaterThan(0);
    await apply({ ...target, deployment: "stand-ins" }, standIns(application, perNode));
    const unbound = await waitUntilBound(environment.access, environment.tools, namespaces, perNode + 1);
    expect(unbound.map(whyUnbound)).toEqual([]);
    const pods = await podsIn(environment.access, environment.tools, ["spark-jobs"]);
    const drivers = pods.filter(({ metadata }) => metadata.name.endsWith("-driver")).map(poolOf);
    const executors = pods.filter(({ metadata }) => metadata.name.includes("-exec-")).map(poolOf);
    expect(poolsThat(({ runs }) => runs.includes("driver"))).toEqual(expect.arrayContaining(drivers));
    expect(drivers).toHaveLength(1);
    expect(executors).toHaveLength(perNode);
    expect(spot).toEqual(expect.arrayContaining(executors));
  });
});
