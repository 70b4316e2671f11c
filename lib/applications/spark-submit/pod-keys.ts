/** Keys by which a submission makes a driver's pod. Where a Job or a Deployment makes it, nobody reads them. */

import type { Issue } from "../../plan/issue";
import type { PlatformPlan } from "../../plan/platform";

interface PodKeys {
  keys: RegExp;
  /** As the rest of a sentence that starts with the value. */
  problem: string;
  change: string;
}

const unread =
  "is for whoever makes a driver's pod, and this driver's is there before Spark, so nothing would come of it";
const executorsOnly = "would be true of executors only, since this driver's pod is there before Spark";
const submitted = "Leave it out; only a driver that Spark submits, in cluster mode or by an operator, can have it.";

/**
 * Read by `KubernetesDriverConf` and the features of `KubernetesDriverBuilder` (spark-kubernetes_2.13-4.3.0.jar), which run where an
 * application is submitted; those that are of executors too are also read by `KubernetesConf` or `KubernetesExecutorConf`.
 */
const podKeys: readonly PodKeys[] = [
  { keys: /^spark\.kubernetes\.driver\.label\./, problem: unread, change: "Use labels." },
  { keys: /^spark\.kubernetes\.driver\.annotation\./, problem: unread, change: "Use annotations." },
  { keys: /^spark\.kubernetes\.(driverEnv|driver\.secretKeyRef)\./, problem: unread, change: "Use env." },
  { keys: /^spark\.kubernetes\.driver\.(volumes|secrets)\./, problem: unread, change: "Use mounts." },
  {
    keys: /^spark\.(driver\.resource|kubernetes\.(kerberos|driver\.(service|securityContext)))\./,
    problem: unread,
    change: submitted,
  },
  {
    keys: /^spark\.kubernetes\.(hadoop\.configMapName|driver\.(scheduler\.name|pod\.(featureSteps|excludedFeatureSteps)))$/,
    problem: unread,
    change: submitted,
  },
  {
    keys: /^spark\.kubernetes\.(container\.image\.pullPolicy|scheduler\.name|securityContext\.\w+)$/,
    problem: executorsOnly,
    change: submitted,
  },
  {
    keys: /^spark\.kubernetes\.container\.image\.pullSecrets$/,
    problem: executorsOnly,
    change: "Add the Secret to the imagePullSecrets of the service account, which is both roles'.",
  },
];

/** Keys of a configuration that its driver's pod would know nothing of. @param path of the configuration, as the user writes it */
export function lostOnPod(sparkConf: Readonly<Record<string, unknown>>, path = "sparkConf"): Issue[] {
  return Object.entries(sparkConf).flatMap(([key, value]) => {
    const found = value === undefined ? undefined : podKeys.find(({ keys }) => keys.test(key));
    if (found === undefined) return [];
    const { problem, change } = found;
    return [
      {
        path: `${path}[${JSON.stringify(key)}]`,
        value: typeof value === "string" ? value : "(known after deployment)",
        problem,
        allowed: "keys that the driver or its executors read",
        change,
      },
    ];
  });
}

/** Such keys of the platform's user. They are right for applications that Spark submits, so they deserve a remark and no refusal. */
export function platformKeysLostOnPod({ configuration }: Pick<PlatformPlan, "configuration">): Issue[] {
  const own = configuration.filter(({ source }) => source === "user").map(({ key, value }) => [key, value] as const);
  return lostOnPod(Object.fromEntries(own), "platform.sparkConf");
}
