/** Switches warm capacity on and off by the hour, with what every cluster has: CronJobs that run kubectl. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { Scheduling } from "../plan/placement/scheduling";
import { warmHoursSwitch } from "../plan/placement/system-pods";
import { childOptions } from "./child-options";
import { containerResources } from "./container-resources";
import { LONGEST_CRON_JOB, objectName } from "./object-name";
import { restrictedPod } from "./pause-pod";
import { restrictedContainer } from "./pod-security";
import { kubectlImage } from "./versions";

/** An object with a number of replicas, and when it has how many. */
export interface SwitchedObject {
  kind: "Deployment" | "CapacityBuffer";
  /** In the component's namespace. */
  name: pulumi.Input<string>;
  /** Tells its CronJobs from the others'; DNS-1123 label. */
  part: string;
  /** Replicas while it is on; 0 otherwise. */
  replicas: number;
  /** Cron expressions. Each run sets the number again, so that a missed run is made good by the next one. */
  cron: { on: string; off: string[] };
  /** Name in the time zone database. */
  timeZone: string;
}

export interface WarmHoursArgs {
  namespace: pulumi.Input<string>;
  objects: SwitchedObject[];
  /** Image with kubectl as its entry point; of a version near the cluster's. @default registry.k8s.io/kubectl, version 1.35 */
  image?: pulumi.Input<string>;
  /** Where its pods run. @default anywhere */
  scheduling?: Partial<Scheduling>;
}

/** A run that is later than this would set what the next one has to take back. */
const LATEST_SECONDS = 600;

/**
 * CronJobs that set the replicas of pause pods or capacity buffers at the beginning of their hours and to 0 at their end, and again
 * every hour in between. Their service account may do that to those very objects and nothing else.
 *
 * @example
 * new WarmHours("warm-hours", {
 *   namespace: "spark-system",
 *   objects: [
 *     {
 *       kind: "Deployment",
 *       name: "analytics-warm-executor-spot",
 *       part: "executor-spot",
 *       replicas: 4,
 *       cron: { on: "0 8-17 * * 1-5", off: ["0 0-7,18-23 * * 1-5", "0 * * * 0,6"] },
 *       timeZone: "Europe/Berlin",
 *     },
 *   ],
 * });
 *
 * Costs seconds of a small pod on the system nodes, every hour.
 */
export class WarmHours extends pulumi.ComponentResource {
  constructor(name: string, args: WarmHoursArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("spark-platform:addons:WarmHours", name, { objects: args.objects }, opts);

    const { namespace, objects } = args;
    const options = childOptions(this, opts);
    const metadata = { name, namespace, labels: labelsOf(name) };
    const account = new kubernetes.core.v1.ServiceAccount(`${name}-account`, { metadata }, options);
    const role = new kubernetes.rbac.v1.Role(`${name}-role`, { metadata, rules: rulesFor(objects) }, options);
    new kubernetes.rbac.v1.RoleBinding(
      `${name}-binding`,
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
        subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace }],
      },
      options,
    );
    for (const object of objects) {
      for (const { part, schedule, replicas } of runsOf(object)) {
        const cronJob = cronJobFor(object, replicas, account.metadata.name, args);
        new kubernetes.batch.v1.CronJob(
          `${name}-${part}`,
          {
            metadata: { ...metadata, name: objectName(`${name}-${part}`, LONGEST_CRON_JOB) },
            spec: { schedule, timeZone: object.timeZone, ...cronJob },
          },
          options,
        );
      }
    }
    this.registerOutputs({});
  }
}

function labelsOf(name: string) {
  return { "app.kubernetes.io/name": "warm-hours", "app.kubernetes.io/instance": name };
}

function runsOf({ part, replicas, cron }: SwitchedObject) {
  return [
    { part: `${part}-on`, schedule: cron.on, replicas },
    ...cron.off.map((schedule, index) => ({
      part: index === 0 ? `${part}-off` : `${part}-off-${index + 1}`,
      schedule,
      replicas: 0,
    })),
  ];
}

function cronJobFor(
  object: SwitchedObject,
  replicas: number,
  serviceAccountName: pulumi.Input<string>,
  { namespace, image = kubectlImage(), scheduling }: WarmHoursArgs,
): Omit<kubernetes.types.input.batch.v1.CronJobSpec, "schedule" | "timeZone"> {
  return {
    // Where a run waits for a node, the next one takes its place.
    concurrencyPolicy: "Replace",
    startingDeadlineSeconds: LATEST_SECONDS,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 1,
    jobTemplate: {
      spec: {
        backoffLimit: 3,
        activeDeadlineSeconds: LATEST_SECONDS,
        template: {
          spec: {
            ...scheduling,
            ...restrictedPod,
            automountServiceAccountToken: true,
            serviceAccountName,
            restartPolicy: "Never",
            containers: [
              {
                name: "kubectl",
                image,
                args: commandFor(object, replicas, namespace),
                securityContext: restrictedContainer,
                resources: containerResources(warmHoursSwitch),
              },
            ],
          },
        },
      },
    },
  };
}

/** The image has no shell: this is what kubectl is given. */
function commandFor(
  { kind, name }: SwitchedObject,
  replicas: number,
  namespace: pulumi.Input<string>,
): pulumi.Input<string>[] {
  const where = pulumi.interpolate`--namespace=${namespace}`;
  if (kind === "Deployment") return ["scale", "deployment", name, where, `--replicas=${replicas}`];
  const patch = JSON.stringify({ spec: { replicas } });
  return ["patch", CAPACITY_BUFFERS, name, where, "--type=merge", `--patch=${patch}`];
}

const CAPACITY_BUFFERS = "capacitybuffers.autoscaling.x-k8s.io";

/** kubectl reads the object first; the number of a Deployment is changed by its subresource and by nothing else. */
function rulesFor(objects: readonly SwitchedObject[]): kubernetes.types.input.rbac.v1.PolicyRule[] {
  const named = (kind: SwitchedObject["kind"]) => objects.filter((one) => one.kind === kind).map(({ name }) => name);
  const [deployments, buffers] = [named("Deployment"), named("CapacityBuffer")];
  const rule = (apiGroup: string, resource: string, resourceNames: pulumi.Input<string>[], verbs: string[]) => {
    return { apiGroups: [apiGroup], resources: [resource], resourceNames, verbs };
  };
  return [
    ...(deployments.length === 0
      ? []
      : [rule("apps", "deployments", deployments, ["get"]), rule("apps", "deployments/scale", deployments, ["patch"])]),
    ...(buffers.length === 0 ? [] : [rule("autoscaling.x-k8s.io", "capacitybuffers", buffers, ["get", "patch"])]),
  ];
}
