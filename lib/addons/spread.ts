/** How the replicas of a deployment keep apart. */

/** On different nodes where there are several; never at the price of a pod that waits. */
export function overHosts(matchLabels: Record<string, string>) {
  return {
    maxSkew: 1,
    topologyKey: "kubernetes.io/hostname",
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels },
  };
}
