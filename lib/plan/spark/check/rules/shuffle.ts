/** Where shuffle data lives: shuffle services, Celeborn, volumes, decommissioning. */

import { orderOf } from "../../registry/minors";
import type { Rule } from "../rule";
import type { ConfigurationView } from "../view";

const celeborn = "https://celeborn.apache.org/docs/latest/#spark-configuration";
const kubernetes = "https://spark.apache.org/docs/4.3.0/running-on-kubernetes.html";

const service = "spark.shuffle.service.enabled";
const manager = "spark.shuffle.manager";
const claims = /^spark\.kubernetes\.executor\.volumes\.persistentVolumeClaim\.[^.]+\.options\.claimName$/;
/** ReadWriteOnce for the claims that Spark makes, where ReadWriteOncePod is its own choice from 4.0 on. */
const oldMode = "spark.kubernetes.legacy.useReadWriteOnceAccessMode";
const reuse = "spark.kubernetes.driver.reusePersistentVolumeClaim";

export const shuffleRules: readonly Rule[] = [
  {
    level: "error",
    keys: [service],
    when: (view, key) => view.isOn(key) && !usesCeleborn(view),
    problem: "makes executors look for a shuffle service on their node, which Kubernetes nodes do not have",
    allowed: "false on Kubernetes",
    change: "Leave it out; dynamic allocation tracks shuffle data by itself, or use decommissioning or Celeborn.",
    source: `${kubernetes}#future-work`,
  },
  {
    level: "error",
    keys: [service],
    when: (view, key) => view.isOn(key) && usesCeleborn(view),
    problem: "asks for a second shuffle service beside Celeborn",
    allowed: "false with Celeborn",
    change: `Set ${service}=false.`,
    source: celeborn,
  },
  {
    level: "error",
    keys: [manager],
    when: (view) => usesCeleborn(view) && !/KryoSerializer$/.test(view.text("spark.serializer") ?? ""),
    problem: "needs the Kryo serializer: what Java's serializer writes can't be moved about by Celeborn",
    allowed: "Celeborn with spark.serializer=org.apache.spark.serializer.KryoSerializer",
    change: "Set spark.serializer=org.apache.spark.serializer.KryoSerializer.",
    source: celeborn,
  },
  {
    level: "error",
    keys: [manager],
    when: (view) => usesCeleborn(view) && !view.isSet("spark.celeborn.master.endpoints"),
    problem: "does not know where Celeborn's masters are, and looks for them on the pod itself",
    allowed: "Celeborn with spark.celeborn.master.endpoints",
    change: "Set spark.celeborn.master.endpoints to host:9097 of every master.",
    source: celeborn,
  },
  {
    level: "warning",
    keys: [manager],
    when: (view) => usesCeleborn(view) && view.isOn("spark.sql.adaptive.localShuffleReader.enabled"),
    problem: "keeps shuffle data away from executors, and the adaptive local shuffle reader looks for it there",
    allowed: "Celeborn with spark.sql.adaptive.localShuffleReader.enabled=false",
    change: "Set spark.sql.adaptive.localShuffleReader.enabled=false.",
    source: celeborn,
  },
  {
    level: "note",
    keys: [manager],
    when: (view) =>
      usesCeleborn(view) &&
      view.isOn("spark.dynamicAllocation.enabled") &&
      view.isOn("spark.dynamicAllocation.shuffleTracking.enabled"),
    problem: "keeps shuffle data away from executors, yet shuffle tracking holds executors back for it",
    allowed: "Celeborn with spark.dynamicAllocation.shuffleTracking.enabled=false",
    change: "Set spark.dynamicAllocation.shuffleTracking.enabled=false.",
    source: celeborn,
  },
  {
    level: "error",
    keys: claims,
    when: (view, key) => view.text(key) === "OnDemand" && !view.isSet(key.replace(/claimName$/, "sizeLimit")),
    problem: "is a claim of no size, which Spark never makes, so the executor's pod would stay Pending",
    allowed: "OnDemand with options.sizeLimit",
    change: "Set options.sizeLimit of the same volume, for example 200Gi.",
    source: `${kubernetes}#using-kubernetes-volumes`,
  },
  reuseRule("warning", (view) => orderOf(view.version) >= orderOf("4.0") && view.isOn(oldMode)),
  // Spark 3.5 has no other mode.
  reuseRule("note", (view) => orderOf(view.version) < orderOf("4.0")),
  {
    level: "warning",
    keys: ["spark.decommission.enabled"],
    when: (view, key) => view.isOn(key) && !view.isOn("spark.storage.decommission.enabled") && !usesCeleborn(view),
    problem: "lets executors leave in good order, but what they hold goes with them and is computed again",
    allowed: "decommissioning with spark.storage.decommission.enabled",
    change: "Set spark.storage.decommission.enabled=true.",
    source: "https://spark.apache.org/docs/4.3.0/configuration.html",
  },
  {
    level: "error",
    keys: ["spark.storage.decommission.fallbackStorage.path"],
    when: (view, key) => view.text(key)?.endsWith("/") === false,
    problem: "does not end with /, and Spark does not start",
    allowed: "a folder with / at its end",
    change: "Add the /.",
    source:
      "https://github.com/apache/spark/blob/v4.1.0/core/src/main/scala/org/apache/spark/internal/config/package.scala",
  },
];

function usesCeleborn(view: ConfigurationView): boolean {
  return view.text(manager)?.startsWith("org.apache.spark.shuffle.celeborn.") === true;
}

/** Volumes that one executor takes over from another, in a mode that ties a volume to a node. */
function reuseRule(level: Rule["level"], isReadWriteOnce: (view: ConfigurationView) => boolean): Rule {
  return {
    level,
    keys: claims,
    when: (view, key) =>
      view.text(key) === "OnDemand" &&
      view.isOn("spark.dynamicAllocation.enabled") &&
      view.isOn(reuse) &&
      view.isOn("spark.kubernetes.driver.ownPersistentVolumeClaim") &&
      isReadWriteOnce(view),
    problem:
      "makes volumes that a new executor takes over from one that has gone; with ReadWriteOnce it waits until the node before it lets go of the volume",
    allowed: "volumes that are reused under ReadWriteOncePod, or not reused",
    change: `Use Spark 4.0 or later without ${oldMode}, or set ${reuse}=false.`,
    source: `${kubernetes}#pvc-oriented-executor-pod-allocation`,
  };
}
