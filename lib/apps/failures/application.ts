/** Why an application failed, or lost executors: from its pods, and from what its operator says. */

import { counted } from "../../report/numbers";
import type { App } from "../application";
import { explainExitCode } from "./exit-codes";
import { explainMessage } from "./message";
import { podFailure } from "./pod";

export interface AppFailure {
  /** `driver`, `3 executors`, or `application` where there is no pod to blame. */
  who: string;
  /** Names of the pods; empty where there is none. */
  pods: string[];
  at?: string;
  what: string;
  change: string;
}

/** The application's own failure first, then executors', those of one reason together. */
export function failuresOf(app: App): AppFailure[] {
  const ofDriver = app.drivers.flatMap((pod) => podFailure(pod) ?? []);
  const drivers = ofDriver.map(({ pod, at, what, change }) => ({ who: "driver", pods: [pod], at, what, change }));
  const said = drivers.length === 0 ? fromMessage(app) : undefined;
  return [...(said === undefined ? [] : [said]), ...drivers, ...executorFailures(app)];
}

function executorFailures({ executors }: App): AppFailure[] {
  const byReason = new Map<string, AppFailure>();
  for (const { pod, at, what, change } of executors.flatMap((one) => podFailure(one) ?? [])) {
    const same = byReason.get(what) ?? { who: "", pods: [], at, what, change };
    same.pods.push(pod);
    same.who = counted(same.pods.length, "executor");
    byReason.set(what, same);
  }
  return [...byReason.values()];
}

/** The operator keeps what it saw when the pod is gone already. */
function fromMessage({ message, ended, state }: App): AppFailure | undefined {
  if (message === undefined || (state !== "failed" && state !== "retrying")) return undefined;
  const common = { pods: [], at: ended };
  // internal/controller/sparkapplication/controller.go of the Kubeflow operator
  const [, code, reason] = /driver container failed with ExitCode: (\d+), Reason: (\w*)/.exec(message) ?? [];
  if (reason === "OOMKilled") {
    const what = "used more memory than its limit (OOMKilled, exit code 137)";
    return { ...common, who: "driver", what, change: "Raise spark.driver.memoryOverhead." };
  }
  if (code !== undefined) return { ...common, who: "driver", ...explainExitCode(Number(code), "driver") };
  const explained = explainMessage(message) ?? {
    what: message.trim().split("\n").at(0)?.slice(0, 300) ?? "",
    change: "Look at the log of the operator for the whole message.",
  };
  return { ...common, who: "application", ...explained };
}
