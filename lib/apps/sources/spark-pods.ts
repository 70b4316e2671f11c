/** Drivers and executors that no application has claimed yet, so that each counts once. */

import type { Pod } from "../../cluster-api/objects";
import { applicationIdOf, isDriver } from "../../drill/spark-pods";
import { newestFirst } from "../pods";

export interface PodsOfApp {
  /** Newest first. */
  drivers: Pod[];
  executors: Pod[];
}

export class SparkPods {
  private left: Pod[];

  constructor(pods: readonly Pod[]) {
    this.left = newestFirst(pods);
  }

  /** Those that an operator has labelled with the application's name. */
  take(namespace: string, label: string, name: string): PodsOfApp {
    return this.takeIf(({ metadata }) => metadata.namespace === namespace && metadata.labels?.[label] === name);
  }

  /** The pods that fit, and the executors of the drivers among them: by Spark's id, or as the driver's own in client mode. */
  takeIf(fits: (pod: Pod) => boolean): PodsOfApp {
    const found = this.left.filter(fits);
    const drivers = new Set(found.filter(isDriver).flatMap((pod) => [idOf(pod), pod.metadata.uid]));
    const belongs = (pod: Pod) => [idOf(pod), ...ownersOf(pod)].some((one) => one !== undefined && drivers.has(one));
    const taken = this.left.filter((pod) => found.includes(pod) || (!isDriver(pod) && belongs(pod)));
    this.left = this.left.filter((pod) => !taken.includes(pod));
    return { drivers: taken.filter(isDriver), executors: taken.filter((pod) => !isDriver(pod)) };
  }

  /** Drivers that are left. */
  get drivers(): Pod[] {
    return this.left.filter(isDriver);
  }
}

function idOf(pod: Pod): string | undefined {
  const id = applicationIdOf(pod);
  return id === undefined ? undefined : `${pod.metadata.namespace} ${id}`;
}

function ownersOf({ metadata: { ownerReferences = [] } }: Pod): (string | undefined)[] {
  return ownerReferences.map(({ uid }) => uid);
}

/** In client mode the driver's own pod does not say it, but its executors do. */
export function sparkIdOf({ drivers: [driver], executors: [executor] }: PodsOfApp): string | undefined {
  const of = (pod: Pod | undefined) => (pod === undefined ? undefined : applicationIdOf(pod));
  return of(driver) ?? of(executor);
}
