/** Priority classes of a platform: who gives way to whom. */

export interface PriorityClassPlan {
  name: string;
  value: number;
  /** Goes into the class's description, so that `kubectl get priorityclass` explains itself. */
  description: string;
}

/**
 * cluster-autoscaler ignores pods below its --expendable-pods-priority-cutoff, which is -10: at -11 no node comes.
 * https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md
 */
export const lowestPausePriority = -10;

/** Below 0, so that pods without a class preempt placeholders as well. */
const placeholderPriority = -5;

/**
 * The five classes of a platform, by what they are for. Values are far below 10 000, where clusters keep their own
 * classes, and leave room between them for a user's.
 * @param overprovisioning value of the class of pause pods, -10 to -1. @default -10
 */
export function priorityClasses(
  platform: string,
  overprovisioning = lowestPausePriority,
): Record<"system" | "driver" | "executor" | "placeholder" | "overprovisioning", PriorityClassPlan> {
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
      description: "Spark executors: they preempt placeholders and pause pods; Spark replaces one that is lost.",
    },
    placeholder: {
      name: `${platform}-placeholder`,
      value: Math.max(placeholderPriority, overprovisioning + 1),
      description:
        "Placeholders of an application's first executors: they preempt pause pods, and every executor preempts them.",
    },
    overprovisioning: {
      name: `${platform}-overprovisioning`,
      value: overprovisioning,
      description:
        "Pause pods that keep room free: everything preempts them, and they still make the autoscaler add nodes.",
    },
  };
}
