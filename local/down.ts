/** `npm run down:local`: removes what `npm run up:local` brought up, and nothing else. */

import { existsSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

import { stopControlPlane } from "./control-plane/stop";
import { removeDeployment } from "./deploy/apply";
import { engineDestroy, engineProgress, findEngine } from "./deploy/engine";
import { Interrupted } from "./interrupt";
import { type LocalOptions, localOptions } from "./options";
import { stateDirectory } from "./paths";
import { createProgress, type Progress } from "./progress";
import { kubeconfigOf, localName } from "./session";
import { ensureTools } from "./tools";
import { messageOf } from "./user-error";

async function down(options: LocalOptions): Promise<void> {
  const progress = createProgress();
  const pulumiState = join(stateDirectory(), "pulumi");
  if (options.context === undefined) {
    const existed = await progress.step("Stopping the control plane and removing its data", () =>
      stopControlPlane(localName),
    );
    forgetStack(pulumiState);
    console.log(existed ? "Nothing is left running." : "There was nothing to remove.");
    return;
  }
  const removed = existsSync(pulumiState) ? await destroy(pulumiState, progress) : await remove(options, progress);
  console.log(removed);
}

async function destroy(pulumiState: string, progress: Progress): Promise<string> {
  const engine = await findEngine();
  if ("missing" in engine) throw new Error(`The platform was deployed with pulumi, but ${engine.missing}.`);
  const deployment = { stack: localName, config: {}, stateDirectory: pulumiState };
  await progress.step("pulumi destroy", (update) => engineDestroy(engine.command, deployment, engineProgress(update)));
  forgetStack(pulumiState);
  return "pulumi destroy removed the platform.";
}

/** The state, and the stack's configuration that `pulumi up` wrote beside Pulumi.yaml. */
function forgetStack(pulumiState: string): void {
  rmSync(pulumiState, { recursive: true, force: true });
  rmSync(resolve(__dirname, "..", `Pulumi.${localName}.yaml`), { force: true });
}

async function remove(options: LocalOptions, progress: Progress): Promise<string> {
  const access = { kubeconfig: kubeconfigOf(options), context: options.context ?? "" };
  const tools = await ensureTools(["kubectl"], progress);
  const removed = await progress.step("Deleting the platform's objects", () =>
    removeDeployment({ access, tools, deployment: localName }),
  );
  return removed.length === 0 ? "There was nothing to remove." : `${removed.length} objects are gone.`;
}

down(localOptions("npm run down:local --", "Removes the platform that up:local brought up.")).catch(
  (error: unknown) => {
    if (!(error instanceof Interrupted)) console.error(messageOf(error));
    process.exitCode = 1;
  },
);
