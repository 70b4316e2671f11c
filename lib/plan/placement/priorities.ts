/** Priority classes of a platform: who gives way to whom. */

export interface PriorityClassPlan {
  name: string;
  value: number;
  /** Goes into the class's description, so that `kubectl get priorityclass` explains itself. */
  description: string;
}

/**
 * The four classes of a platform, by what they are for. Values are far below 10 000, where clusters keep their own
 * classes, and leave room between them for a user's.
 */
export function priorityClasses(
  platform: string,
): Record<"system" | "driver" | "executor" | "overprovisioning", PriorityClassPlan> {
  return {
    system: {
      name: `${platform}-system`,
      value: 5000,
      description:
        "The platform's own pods: while the operator's webhook is away no Spark pod starts, so they preempt all of those.",
    },
    driver: {
      name: `${platform}-driver`,
      value: 1000,
      description:
        "Spark drivers: a lost driver is a lost application, so drivers preempt executors and never the reverse.",
    },
    executor: {
      name: `${platform}-executor`,
      value: 100,
      description: "Spark executors: they preempt pause pods; Spark replaces one that is lost.",
    },
    overprovisioning: {
      name: `${platform}-overprovisioning`,
      // cluster-autoscaler ignores pods below its --expendable-pods-priority-cutoff, which is -10: at -11 no node comes.
      value: -10,
      description:
        "Pause pods that keep room free: everything preempts them, and they still make the autoscaler add nodes.",
    },
  };
}
