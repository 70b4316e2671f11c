/** Drivers that no operator has made: plain spark-submit, servers, and Jobs that are drivers themselves. */

import type { OwnerReference, Pod } from "../../cluster-api/objects";
import { nameOfApplication } from "../../drill/spark-pods";
import type { App, AppState } from "../application";
import { endedAt, podState } from "../pods";
import { sparkIdOf, type SparkPods } from "./spark-pods";

const states = {
  waiting: "waiting",
  starting: "waiting",
  running: "running",
  succeeded: "succeeded",
  failed: "failed",
} satisfies Record<ReturnType<typeof podState>, AppState>;

export function stateOfDriver(driver: Pod): AppState {
  return states[podState(driver)];
}

/** All that are left; a driver that something would start again is a server. */
export function plainApps(sparkPods: SparkPods): App[] {
  const apps: App[] = [];
  for (let [driver] = sparkPods.drivers; driver !== undefined; [driver] = sparkPods.drivers) {
    apps.push(plainApp(driver, sparkPods));
  }
  return apps;
}

function plainApp(driver: Pod, sparkPods: SparkPods): App {
  const { metadata } = driver;
  const pods = sparkPods.takeIf(({ metadata: { uid } }) => uid === metadata.uid);
  // A SparkApplication that is gone takes its driver with it, and starts none again.
  const owner = metadata.ownerReferences?.find(({ controller, kind }) => controller && kind !== "SparkApplication");
  return {
    name: nameOfApplication(driver) ?? metadata.name,
    namespace: metadata.namespace,
    way: owner === undefined ? "driver" : "server",
    sparkId: sparkIdOf(pods),
    state: stateOfDriver(driver),
    created: metadata.creationTimestamp,
    ended: endedAt(driver),
    history: [],
    ...pods,
    ...(owner !== undefined && { startedBy: starterOf(owner, metadata.labels?.["pod-template-hash"]) }),
  };
}

/** People know a Deployment, not its ReplicaSets. */
function starterOf({ kind, name }: OwnerReference, hash: string | undefined): string {
  const isOfDeployment = kind === "ReplicaSet" && hash !== undefined && name.endsWith(`-${hash}`);
  return isOfDeployment ? `Deployment/${name.slice(0, -hash.length - 1)}` : `${kind}/${name}`;
}
