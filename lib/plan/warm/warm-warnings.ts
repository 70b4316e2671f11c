/** What of the room that is kept free works but deserves a look. */

import type { ClusterPlan } from "../cluster";
import type { Issue } from "../issue";
import type { WarmPlan } from "./args";

export function warmWarnings(warm: readonly WarmPlan[], cluster: ClusterPlan): Issue[] {
  return warm.flatMap((entry) => [nodesKeptUp(entry, cluster), unbilledTeam(entry)].flatMap((issue) => issue ?? []));
}

function nodesKeptUp(
  { argument, replicas, pool, nodes, hours }: WarmPlan,
  { sparkPools }: ClusterPlan,
): Issue | undefined {
  const minNodes = sparkPools.find(({ name }) => name === pool)?.minNodes ?? 0;
  if (nodes <= minNodes) return undefined;
  const when = hours === undefined ? "" : `, ${hours.hoursPerMonth} hours a month`;
  return {
    path: argument,
    value: replicas,
    problem: `keeps ${nodes} ${nodes === 1 ? "node" : "nodes"} of pool "${pool}" up${when}, which would go down to ${minNodes}`,
    allowed: "any number, at the price of those nodes",
    change: "See the cost estimate for what they cost, or lower it.",
  };
}

/** Cost tools split bills by the labels of pods. */
function unbilledTeam({ argument, team, by }: WarmPlan): Issue | undefined {
  if (team === undefined || by === "pause-pods") return undefined;
  return {
    path: argument.replace(/\w+$/, "team"),
    value: team,
    problem: "is billed nothing by cost tools: CapacityBuffers keep the room without any pod",
    allowed: "a team, for the label on the CapacityBuffer",
    change: "Bill the estimate of the room to the team by hand, or leave it out.",
  };
}
