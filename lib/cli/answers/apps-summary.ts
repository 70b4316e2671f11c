/** One application as `apps list` and `apps describe` both have it. */

import type { App } from "../../apps/application";
import { podState, startedAt } from "../../apps/pods";
import type { AppsListAnswer } from "../schemas/apps";

export function summaryOf(app: App): AppsListAnswer["applications"][number] {
  const states = app.executors.map(podState);
  const count = (...some: string[]) => states.filter((state) => some.includes(state)).length;
  const [driver] = app.drivers;
  return {
    name: app.name,
    namespace: app.namespace,
    way: app.way,
    state: app.state,
    reported: app.reported,
    message: app.message,
    sparkId: app.sparkId,
    driver: driver?.metadata.name,
    executors: { running: count("running"), waiting: count("waiting", "starting"), failed: count("failed") },
    attempts: app.attempts,
    schedule: app.schedule,
    created: app.created,
    started: driver === undefined ? undefined : startedAt(driver),
    ended: app.ended,
  };
}
