/** Runs a reader of machine types without a cloud. */

import type { MachineType } from "../../lib/plan/nodes/machine";
import { type RecordedCall, recordProgram } from "../../lib/testing";

/** What a reader makes of `answers`, and what it asked. */
export async function readWith(
  reader: () => Promise<MachineType[]>,
  answers: Record<string, unknown>,
): Promise<{ machines: MachineType[]; calls: RecordedCall[] }> {
  let machines: MachineType[] = [];
  const { calls } = await recordProgram(
    async () => {
      machines = await reader();
    },
    { calls: (token) => answers[token] as Record<string, unknown> | undefined },
  );
  return { machines, calls };
}
