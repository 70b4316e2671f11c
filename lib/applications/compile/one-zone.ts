/** One zone per application: executors and what they shuffle stay in the zone of their driver. */

import { applicationLabel } from "../../plan/placement/labels";
import type { PlatformPlan } from "../../plan/platform";

/** A volume for each executor that others take over: https://spark.apache.org/docs/latest/running-on-kubernetes.html#pvc-oriented-executor-pod-allocation */
const claimKey = /^spark\.kubernetes\.executor\.volumes\.persistentVolumeClaim\.[^.]+\.options\.claimName$/;

/**
 * Whether executors are kept in the zone of their driver. Volumes stay in the zone where they are made, and an executor that takes one
 * over can run nowhere else; but only where the autoscaler brings nodes to the zone that pods ask for is that safe to do unasked.
 */
export function isInOneZone(
  { oneZone, sparkConf = {} }: { oneZone?: boolean; sparkConf?: Record<string, unknown> },
  { configuration, cluster }: PlatformPlan,
): boolean {
  if (oneZone !== undefined) return oneZone;
  const keys = [...configuration.map(({ key }) => key), ...Object.keys(sparkConf)];
  return cluster.autoscaler.choosesZone === true && keys.some((key) => claimKey.test(key));
}

/** Keeps a pod in the zone of the application's driver, and waiting until that has a node. */
export function zoneAffinity(application: string) {
  return {
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        {
          topologyKey: "topology.kubernetes.io/zone",
          // Spark puts spark-role on every pod.
          labelSelector: { matchLabels: { [applicationLabel]: application, "spark-role": "driver" } },
        },
      ],
    },
  };
}
