/** How an application ends that is not run again. */

import { type World } from "../harness/world";

/** After these nothing comes: https://github.com/kubeflow/spark-operator/blob/v2.5.2/docs/api-docs.md */
const finalStates = ["COMPLETED", "FAILED"];

/** @throws Error when it does not end */
export async function finalState(application: string, world: World): Promise<string> {
  let state = "";
  await world.waitFor(`the end of ${application}`, async () => {
    state = await world.state(application);
    return finalStates.includes(state);
  });
  return state;
}
