/** Keys that a user can't set through `sparkConf`, since another value would break what the plan has proved. */

/** Whose `sparkConf` it is: the arguments to use instead have other names there. */
export type ConfigurationOf = "platform" | "application";

interface OwnedKeys {
  pattern: RegExp;
  /** Why, as the rest of a sentence that starts with the value. */
  problem: string;
  /** What to do instead. */
  change: string | Record<ConfigurationOf, string>;
}

const sized = "would change the size of pods that the plan has fitted to the nodes";
const placed = "would move pods away from the nodes where the plan has proved that they fit";

const ownedKeys: OwnedKeys[] = [
  {
    pattern: /^spark\.driver\.(cores|memory|memoryOverhead|memoryOverheadFactor|minMemoryOverhead)$/,
    problem: sized,
    change: {
      platform: "Use drivers.cores, drivers.memory or drivers.kind.",
      application: "Use driver.cores, driver.memory or driver.kind.",
    },
  },
  {
    pattern: /^spark\.executor\.(cores|memory|memoryOverhead|memoryOverheadFactor|minMemoryOverhead)$/,
    problem: sized,
    change: {
      platform: "Use executors.cores, executors.memory or executors.kind.",
      application: "Use executors.size: a size with cores, memory or kind.",
    },
  },
  {
    // Spark adds it to an executor's request, as it does PySpark's.
    pattern: /^spark\.memory\.offHeap\.(enabled|size)$/,
    problem: sized,
    change: {
      platform: 'Use executors.offHeap or the kind "off-heap".',
      application: 'Use executors.size: a size with offHeap or the kind "off-heap".',
    },
  },
  {
    pattern: /^spark\.executor\.pyspark\.memory$/,
    problem: sized,
    change: {
      platform: "Use executors.pysparkMemory.",
      application: "Use executors.size: a size with pysparkMemory.",
    },
  },
  {
    pattern: /^spark\.kubernetes\.(memoryOverheadFactor|(driver|executor)\.(request|limit)\.cores)$/,
    problem: sized,
    change: {
      platform: "Use executors and drivers.",
      application: "Use executors.size and driver.",
    },
  },
  {
    pattern: /^spark\.kubernetes\.((driver|executor)\.)?node\.selector\./,
    problem: placed,
    change: {
      platform: "Use executors.pools and drivers.pools.",
      application: "Use driver.pools, and executors.size: a size with pools.",
    },
  },
  {
    pattern: /^spark\.kubernetes\.(driver|executor)\.podTemplate(File|ContainerName)$/,
    problem: placed,
    change: "Leave it out: the platform brings pod templates for both roles.",
  },
  {
    pattern: /^spark\.(master|submit\.deployMode|kubernetes\.(driver\.master|namespace|submitInDriver))$/,
    problem: "is for the one who submits an application, and the Spark operator refuses it",
    change: {
      platform: "Use namespaces for where jobs run; spark-submit and the operator set the rest.",
      application: "Use namespace for where it runs; spark-submit and the operator set the rest.",
    },
  },
  {
    pattern: /^spark\.kubernetes\.authenticate\./,
    problem: "would run pods as another service account than the one that has the rights",
    change: "Leave it out: every namespace has its service account.",
  },
  {
    pattern: /^spark\.kubernetes\.((driver|executor)\.)?container\.image$/,
    problem: "would bring an image whose architecture the plan does not know",
    change: {
      platform: "Use spark.image and spark.architectures.",
      application: "Use image.",
    },
  },
  {
    pattern: /^spark\.(app\.(name|id)|kubernetes\.driver\.pod\.name|kubernetes\.executor\.podNamePrefix)$/,
    problem: "is what applications and their pods are told apart by",
    change: {
      platform: "Set it on the application.",
      application: "Use name.",
    },
  },
  {
    // Cluster mode refuses them (DriverServiceFeatureStep of 3.5.9 to 4.3.0), and a driver in a pod of its own takes that pod's.
    pattern: /^spark\.driver\.(host|bindAddress)$/,
    problem: "is the address of one driver's pod, which nobody knows before the pod is there",
    change: "Leave it out: each driver gets its own.",
  },
  {
    pattern: /^spark\.eventLog\.dir$/,
    problem: "would hide event logs from the history server",
    change: {
      platform: "Use eventLogs.uri.",
      application: "Use eventLogs.uri of the platform.",
    },
  },
];

/** Why the plan keeps a key to itself; undefined for a key that users may set. */
export function ownerOf(key: string, of: ConfigurationOf): { problem: string; change: string } | undefined {
  const owned = ownedKeys.find(({ pattern }) => pattern.test(key));
  if (owned === undefined) return undefined;
  const { problem, change } = owned;
  return { problem, change: typeof change === "string" ? change : change[of] };
}
