/** What a real node is to be. */

export interface RealNodeSpec {
  /** 1 to 200, different for each node of the machine. */
  number: number;
  /** DNS-1123 label. */
  name: string;
  labels: Record<string, string>;
  taints: { key: string; value?: string; effect: string }[];
  /** What pods can get: allocatable. The nodes of one machine may have more together than it has. */
  cpuMillis: number;
  memoryMiB: number;
  /** @default 110 */
  pods?: number;
}
