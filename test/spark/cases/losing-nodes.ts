/** Proof 5: an executor's node is taken away. The answer stays right; how much is computed again depends on the notice. */

import { SparkApplication } from "spark-platform";

import { type ApiStage } from "../harness/spark-api";
import { type World } from "../harness/world";
import { nodes } from "../program";
import { type Case, type Report } from "./case";

/** Seconds between the shuffle and the next use of it, in which the node goes. */
const pauseSeconds = 60;

/** Sum of 0 to 15, whatever happens. */
const answer = 120;

interface Loss {
  name: string;
  decommission: boolean;
  /** Takes the node of an executor away. */
  take: (node: string, world: World) => Promise<void>;
}

/** Cordons and evicts, as the handler of a cloud's notice does; the node goes when its pods are gone. */
async function withNotice(node: string, world: World): Promise<void> {
  await world.kubectl(["drain", node, "--ignore-daemonsets", "--delete-emptydir-data", "--force", "--timeout=120s"]);
}

async function withoutNotice(node: string, world: World): Promise<void> {
  await world.cluster.lose(node);
}

const losses: readonly Loss[] = [
  { name: "notice-handed-over", decommission: true, take: withNotice },
  { name: "notice-ignored", decommission: false, take: withNotice },
  { name: "no-notice", decommission: true, take: withoutNotice },
];

export const losingNodes: Case = {
  id: "5",
  title: "An executor's node is taken away, with notice and without",
  long: true,
  async run(world, report) {
    for (const loss of losses) await lose(loss, world, report);
  },
};

async function lose({ name, decommission, take }: Loss, world: World, report: Report): Promise<void> {
  const mainApplicationFile = await world.upload("shuffle.py");
  const end = await world.submit(name, (platform) => {
    new SparkApplication(name, {
      platform,
      mainApplicationFile,
      arguments: [String(pauseSeconds)],
      executors: { instances: 2 },
      // One executor a node, so that one of them has somewhere to hand its blocks to.
      sparkConf: {
        "spark.decommission.enabled": String(decommission),
        "spark.storage.decommission.enabled": String(decommission),
        // The plan's two minutes would only make the case longer.
        "spark.network.timeout": "30s",
        "spark.network.timeoutInterval": "10s",
        "spark.executor.heartbeatInterval": "5s",
      },
    });
  });
  const shuffled = async () => {
    const driver = await world.driverOf(name);
    return driver?.status.phase === "Running" && (await world.log(driver.metadata.name)).includes("shuffled");
  };
  await world.waitFor("shuffle", shuffled, name);
  const [executor] = await world.executorsOf(name);
  const node = executor!.spec.nodeName!;
  await take(node, world);
  await world.waitForState(name, ["COMPLETED"]);
  const log = await world.log((await world.driverOf(name))!.metadata.name);
  report.equal(`${name}: answer`, `answer ${answer}`, /answer \d+/.exec(log)?.[0]);
  const id = (await world.application(name))!.status!.sparkApplicationId!;
  const api = await world.historyServer();
  await world.waitFor(`${name} in the history server`, async () =>
    (await api.applications()).some((one) => one.id === id),
  );
  const again = computedAgain(await api.stages(id));
  report.figure(`${name}: tasks of the shuffle that were computed again, of 16`, again);
  // Without decommissioning only what lay on the other node is left; with it everything should be.
  if (name === "notice-handed-over") report.equal(`${name}: tasks that were computed again`, 0, again);
  const removed = (await api.executors(id)).find(({ isActive, id }) => !isActive && id !== "driver");
  report.figure(`${name}: why the executor went, as Spark says`, removed?.removeReason ?? "not said");
  await end();
  const spec = nodes.find((one) => one.name === node)!;
  if (world.cluster.nodes.some((one) => one.name === node)) await world.kubectl(["uncordon", node]);
  else await world.cluster.add(spec);
}

/** Tasks that wrote shuffle files, beyond the first time. */
function computedAgain(stages: readonly ApiStage[]): number {
  const writing = stages.filter(({ shuffleWriteRecords }) => shuffleWriteRecords > 0);
  return writing.reduce((sum, { numCompleteTasks }) => sum + numCompleteTasks, 0) - 16;
}
