/** What a container of the platform's own asks for. */

/**
 * Exactly what the plan counts on, with memory as the limit too. No CPU limit: what starts or works in bursts may take what the node
 * has idle.
 */
export function containerResources({ cpuMillis, memoryMiB }: { cpuMillis: number; memoryMiB: number }) {
  const memory = `${memoryMiB}Mi`;
  return { requests: { cpu: `${cpuMillis}m`, memory }, limits: { memory } };
}
