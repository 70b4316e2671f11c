/**
 * The plan says how many executors a node of each machine type holds; the real scheduler is asked. A sample of the catalogue, or
 * with SPARK_PLATFORM_E2E=full every machine type of every cloud.
 */

import { type ControlPlane, startControlPlane } from "../../local/control-plane/start";
import { stopControlPlane } from "../../local/control-plane/stop";
import { createProgress } from "../../local/progress";
import { ensureTools, toolNames } from "../../local/tools";
import { type Api, openApi } from "./catalogue/api";
import { disagreement, type Outcome, runTrials } from "./catalogue/trial";
import { batches, otherKinds } from "./catalogue/trials";

/** Far more than the start or a batch takes, since CI machines are slow at times. */
const timeoutMs = 900_000;

jest.setTimeout(timeoutMs);

const name = `e2e-catalogue-${process.pid}`;
let access: ControlPlane;
let api: Api;
const outcomes: Outcome[] = [];

const progress = createProgress();

beforeAll(async () => {
  access = await startControlPlane({ name, tools: await ensureTools([...toolNames], progress), progress });
  api = openApi(access);
}, timeoutMs);

afterAll(async () => {
  api.close();
  await stopControlPlane(name);
  const bound = outcomes.reduce((sum, outcome) => sum + outcome.bound, 0);
  const pending = outcomes.reduce((sum, outcome) => sum + outcome.pending.length, 0);
  const types = new Set(outcomes.map(({ trial }) => trial.node.machine.name)).size;
  console.log(
    `${types} machine types, ${outcomes.length} nodes: ${bound} executors bound, ${pending} Pending as planned`,
  );
}, timeoutMs);

async function disagreements(trials: Parameters<typeof runTrials>[0]): Promise<string[]> {
  const found = await runTrials(trials, api);
  outcomes.push(...found);
  progress.note(`${outcomes.length} nodes are done.`);
  return found.flatMap((outcome) => disagreement(outcome) ?? []);
}

describe("as many executors as planned are bound, and one more stays Pending for the resource that the plan names", () => {
  test.each(batches().map((batch) => [batch.title, batch.trials] as const))("%s", async (_, trials) => {
    expect(await disagreements(trials)).toEqual([]);
  });

  test("executors for PySpark, for engines off the heap, and of one core", async () => {
    expect(await disagreements(otherKinds())).toEqual([]);
  });
});
