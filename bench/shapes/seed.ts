/**
 * The rule of "Running Spark on Kubernetes: Best Practices and Pitfalls" (Data Mechanics): about 85 % of a node is left for Spark,
 * so 4 cores request 3400m. Taken to any machine: executors of 4 cores (of all vCPU where there are fewer), as many as the vCPU
 * make, each requesting 850m a core and its share of 85 % of the memory that the vendor states.
 */

import { type Sizing, sparkOverheadMiB, yieldOf } from "./sizing";

export const seedRule: Sizing = (node) => {
  const { vcpu, memoryMiB } = node.machine;
  const cores = Math.min(4, vcpu);
  const podMiB = Math.floor((0.85 * memoryMiB) / Math.floor(vcpu / cores));
  let heapMiB = podMiB;
  while (heapMiB > 0 && heapMiB + sparkOverheadMiB(heapMiB) > podMiB) heapMiB -= 1;
  return yieldOf({ cores, requestMillis: 850 * cores, heapMiB, podMiB }, node);
};
