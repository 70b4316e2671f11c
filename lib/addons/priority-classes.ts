/** Priority classes: who gives way to whom when a cluster is full. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { priorityClasses } from "../plan/placement/priorities";
import { childOptions } from "./child-options";

export interface PriorityClassesArgs {
  /** Priority classes belong to the whole cluster, so their names start with the platform's. @default the component's name */
  platform?: string;
}

/**
 * Four priority classes: the platform's own pods before drivers before executors before pause pods. Only pause pods never preempt
 * anything.
 *
 * @example
 * new PriorityClasses("analytics", { platform: "analytics" });
 *
 * Costs nothing.
 */
export class PriorityClasses extends pulumi.ComponentResource {
  /** Name of the class of the platform's own pods. */
  readonly system: pulumi.Output<string>;
  /** Name of the class of driver pods. */
  readonly driver: pulumi.Output<string>;
  /** Name of the class of executor pods. */
  readonly executor: pulumi.Output<string>;
  /** Name of the class of pause pods. */
  readonly overprovisioning: pulumi.Output<string>;

  constructor(name: string, args: PriorityClassesArgs = {}, opts: pulumi.ComponentResourceOptions = {}) {
    super("spark-platform:addons:PriorityClasses", name, { ...args }, opts);

    const planned = priorityClasses(args.platform ?? name);
    const create = (role: keyof typeof planned) => {
      const { name: className, value, description } = planned[role];
      return new kubernetes.scheduling.v1.PriorityClass(
        `${name}-${role}`,
        {
          metadata: { name: className },
          value,
          description,
          globalDefault: false,
          preemptionPolicy: role === "overprovisioning" ? "Never" : "PreemptLowerPriority",
        },
        childOptions(this, opts),
      ).metadata.name;
    };
    this.system = create("system");
    this.driver = create("driver");
    this.executor = create("executor");
    this.overprovisioning = create("overprovisioning");
    const { system, driver, executor, overprovisioning } = this;
    this.registerOutputs({ system, driver, executor, overprovisioning });
  }
}
