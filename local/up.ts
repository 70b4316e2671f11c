/** `npm run up:local`: the example platform and one application on a real control plane, on this machine. */

import { join, resolve } from "node:path";

import { green } from "picocolors";

import { boundTable, podsIn, waitUntilBound, whyUnbound } from "./bound";
import { applyNodes } from "./control-plane/nodes";
import { apply } from "./deploy/apply";
import { declare, type Declaration, manifestsOf, type ProgramConfig } from "./deploy/deploy";
import { engineProgress, engineUp, findEngine } from "./deploy/engine";
import { nodesOfPlan } from "./nodes-of-plan";
import { Interrupted } from "./interrupt";
import { type LocalOptions, localOptions } from "./options";
import { stateDirectory } from "./paths";
import { createProgress, type Progress } from "./progress";
import { localName, openSession, type Session } from "./session";
import { type SparkApplicationManifest, standIns } from "./stand-ins";
import { sparkOperatorChart } from "./tools";
import { messageOf, UserError } from "./user-error";

const example = resolve(__dirname, "../examples/existing/index.ts");

async function up(options: LocalOptions): Promise<void> {
  const progress = createProgress();
  const session = await openSession(options, progress);
  const config = await configFor(session, progress);
  const declaration = await declare(() => import(example), config);
  if (session.fakeNodes) {
    const nodes = nodesOfPlan(declaration.plan);
    await progress.step(`${nodes.length} fake nodes with the plan's allocatable, labels and taints`, () =>
      applyNodes(session.access, session.tools, nodes),
    );
  }
  await deploy(options, session, config, declaration, progress);
  const standing = session.fakeNodes ? await placeStandIns(session, declaration) : 0;
  await showPods(session, declaration, standing, progress);
  showOutputs(session, declaration);
}

async function configFor({ access, fakeNodes }: Session, progress: Progress): Promise<ProgramConfig> {
  const config: ProgramConfig = {
    "spark-platform:cloud": "existing",
    "spark-platform:kubeconfig": access.kubeconfig,
    "spark-platform:context": access.context,
  };
  if (!fakeNodes) return config;
  return {
    ...config,
    "spark-platform:operatorChart": await sparkOperatorChart(progress),
    // Pods on fake nodes run nothing, so the operator's webhook would answer nobody and admission would wait for it.
    "spark-platform:operatorWebhook": "false",
  };
}

async function deploy(
  { method }: LocalOptions,
  { access, tools }: Session,
  config: ProgramConfig,
  declaration: Declaration,
  progress: Progress,
): Promise<void> {
  const engine = method === "apply" ? { missing: "--method apply was asked for" } : await findEngine();
  if ("command" in engine) {
    const deployment = { stack: localName, config, stateDirectory: join(stateDirectory(), "pulumi") };
    const changes = await progress.step("pulumi up", (update) =>
      engineUp(engine.command, deployment, engineProgress(update)),
    );
    progress.note(
      Object.entries(changes)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(", "),
    );
    return;
  }
  if (method === "pulumi") throw new UserError(`--method pulumi: ${engine.missing}.`);
  progress.note(`Rendering and applying, since ${engine.missing}.`);
  const manifests = await progress.step("Rendering the manifests and the operator's chart", () =>
    manifestsOf(declaration, tools),
  );
  const { created, changed, unchanged, pruned } = await progress.step(
    `Applying ${manifests.length} objects, validated strictly`,
    () => apply({ access, tools, deployment: localName }, manifests),
  );
  progress.note(
    `${created.length} created, ${changed.length} changed, ${unchanged.length} unchanged, ${pruned.length} pruned`,
  );
}

/** @returns how many pods stand in */
async function placeStandIns({ access, tools }: Session, { recording }: Declaration): Promise<number> {
  const applications = recording.resources
    .filter(({ type }) => type === "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication")
    .map(({ inputs }) => inputs as unknown as SparkApplicationManifest);
  const pods = applications.flatMap((application) => standIns(application));
  await apply({ access, tools, deployment: `${localName}-stand-ins` }, pods);
  return pods.length;
}

async function showPods(
  { access, tools, fakeNodes }: Session,
  { plan }: Declaration,
  standing: number,
  progress: Progress,
): Promise<void> {
  const namespaces = [plan.systemNamespace, ...plan.namespaces.map(({ name }) => name)];
  const unbound = await progress.step("Waiting until every pod has a node", () =>
    waitUntilBound(access, tools, namespaces, standing),
  );
  console.log(boundTable(await podsIn(access, tools, namespaces)));
  if (fakeNodes) {
    console.log(
      "Nodes and containers are simulated; the API server, the admission, the scheduler and its answers are real.",
    );
    console.log("The driver and executor pods stand in for those that Spark would make of the application.");
  }
  if (unbound.length > 0) throw new UserError(["Pods without a node:", ...unbound.map(whyUnbound)].join("\n  "));
}

function showOutputs({ access, tools }: Session, { recording }: Declaration): void {
  console.log(`\n${green("The platform is up.")} What to run next:`);
  console.log(`  export KUBECONFIG=${access.kubeconfig}`);
  console.log(`  ${tools.kubectl} --context ${access.context} get pods --all-namespaces --output wide`);
  for (const [name, value] of Object.entries(recording.outputs)) {
    if (typeof value === "string" && name !== "kubeconfig") console.log(`  # ${name}\n  ${value}`);
  }
  console.log("  npm run down:local   # removes everything");
}

up(
  localOptions("npm run up:local --", "Brings the example platform up on this machine, or on a cluster that you name."),
).catch((error: unknown) => {
  if (!(error instanceof Interrupted)) console.error(messageOf(error));
  process.exitCode = 1;
});
