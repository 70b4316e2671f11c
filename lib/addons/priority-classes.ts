/** Priority classes: who gives way to whom when a cluster is full. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { priorityClasses } from "../plan/placement/priorities";
import { planned } from "../component";
import { IssueList } from "../plan/issue";
import { checkPausePriority } from "../plan/warm/check-warm";
import { childOptions } from "./child-options";

export interface PriorityClassesArgs {
  /** Priority classes belong to the whole cluster, so their names start with the platform's. @default the component's name */
  platform?: string;
  /** Priority of pause pods, -10 to -1: cluster-autoscaler adds no node for pods below -10. @default -10 */
  overprovisioning?: number;
}

/**
 * Five priority classes: the platform's own pods before drivers before executors before the placeholders of executors before pause
 * pods. Only pause pods never preempt anything.
 *
 * @example
 * new PriorityClasses("analytics", { platform: "analytics" });
 *
 * Costs nothing.
 * @throws pulumi.ResourceError when pause pods would bring no node, or give way to nobody.
 */
export class PriorityClasses extends pulumi.ComponentResource {
  /** Name of the class of the platform's own pods. */
  readonly system: pulumi.Output<string>;
  /** Name of the class of driver pods. */
  readonly driver: pulumi.Output<string>;
  /** Name of the class of executor pods. */
  readonly executor: pulumi.Output<string>;
  /** Name of the class of placeholders of executors. */
  readonly placeholder: pulumi.Output<string>;
  /** Name of the class of pause pods. */
  readonly overprovisioning: pulumi.Output<string>;

  constructor(name: string, args: PriorityClassesArgs = {}, opts: pulumi.ComponentResourceOptions = {}) {
    const classes = planned(() => checkedClasses(name, args));
    super("spark-platform:addons:PriorityClasses", name, { ...args }, opts);

    const create = (role: keyof typeof classes) => {
      const { name: className, value, description } = classes[role];
      return new kubernetes.scheduling.v1.PriorityClass(
        `${name}-${role}`,
        {
          metadata: { name: className },
          value,
          description,
          globalDefault: false,
          preemptionPolicy: role === "overprovisioning" ? "Never" : "PreemptLowerPriority",
        },
        // Kubernetes changes neither of them, and names are used once.
        {
          ...childOptions(this, opts),
          replaceOnChanges: ["value", "preemptionPolicy"],
          deleteBeforeReplace: true,
        },
      ).metadata.name;
    };
    this.system = create("system");
    this.driver = create("driver");
    this.executor = create("executor");
    this.placeholder = create("placeholder");
    this.overprovisioning = create("overprovisioning");
    const { system, driver, executor, placeholder, overprovisioning } = this;
    this.registerOutputs({ system, driver, executor, placeholder, overprovisioning });
  }
}

/** @throws InvalidArguments */
function checkedClasses(name: string, { platform = name, overprovisioning }: PriorityClassesArgs) {
  const issues = new IssueList();
  if (overprovisioning !== undefined) checkPausePriority(overprovisioning, "overprovisioning", issues);
  issues.raise(`PriorityClasses ${JSON.stringify(name)}`);
  return priorityClasses(platform, overprovisioning);
}
