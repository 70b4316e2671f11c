/** Keys that a user can't set through `sparkConf`, since another value would break what the plan has proved. */

interface OwnedKeys {
  pattern: RegExp;
  /** Why, as the rest of a sentence that starts with the value. */
  problem: string;
  /** What to do instead. */
  change: string;
}

const sized = "would change the size of pods that the plan has fitted to the nodes";
const placed = "would move pods away from the nodes where the plan has proved that they fit";

const ownedKeys: OwnedKeys[] = [
  {
    pattern: /^spark\.driver\.(cores|memory|memoryOverhead|memoryOverheadFactor|minMemoryOverhead)$/,
    problem: sized,
    change: "Use drivers.cores, drivers.memory or drivers.kind.",
  },
  {
    pattern: /^spark\.executor\.(cores|memory|memoryOverhead|memoryOverheadFactor|minMemoryOverhead)$/,
    problem: sized,
    change: "Use executors.cores, executors.memory or executors.kind.",
  },
  {
    // Spark adds it to an executor's request, as it does PySpark's.
    pattern: /^spark\.memory\.offHeap\.(enabled|size)$/,
    problem: sized,
    change: 'Use executors.offHeap or the kind "off-heap".',
  },
  {
    pattern: /^spark\.executor\.pyspark\.memory$/,
    problem: sized,
    change: "Use executors.pysparkMemory.",
  },
  {
    pattern: /^spark\.kubernetes\.(memoryOverheadFactor|(driver|executor)\.(request|limit)\.cores)$/,
    problem: sized,
    change: "Use executors and drivers.",
  },
  {
    pattern: /^spark\.kubernetes\.((driver|executor)\.)?node\.selector\./,
    problem: placed,
    change: "Use executors.pools and drivers.pools.",
  },
  {
    pattern: /^spark\.kubernetes\.(driver|executor)\.podTemplate(File|ContainerName)$/,
    problem: placed,
    change: "Leave it out: the platform brings pod templates for both roles.",
  },
  {
    pattern: /^spark\.(master|submit\.deployMode|kubernetes\.driver\.master|kubernetes\.namespace)$/,
    problem: "is for the one who submits an application, and the Spark operator refuses it",
    change: "Use namespaces for where jobs run; spark-submit and the operator set the rest.",
  },
  {
    pattern: /^spark\.kubernetes\.authenticate\./,
    problem: "would run pods as another service account than the one that has the rights",
    change: "Leave it out: every namespace has its service account.",
  },
  {
    pattern: /^spark\.kubernetes\.((driver|executor)\.)?container\.image$/,
    problem: "would bring an image whose architecture the plan does not know",
    change: "Use spark.image and spark.architectures.",
  },
  {
    pattern: /^spark\.(app\.(name|id)|kubernetes\.driver\.pod\.name|kubernetes\.executor\.podNamePrefix)$/,
    problem: "would give every application the same name",
    change: "Set it on the application.",
  },
  {
    pattern: /^spark\.eventLog\.dir$/,
    problem: "would hide event logs from the history server",
    change: "Use eventLogs.uri.",
  },
];

/** Why the plan keeps a key to itself; undefined for a key that users may set. */
export function ownerOf(key: string): { problem: string; change: string } | undefined {
  return ownedKeys.find(({ pattern }) => pattern.test(key));
}
