/** Plugins and features of Kubernetes that need a second key. */

import type { Rule } from "../rule";
import type { ConfigurationView } from "../view";

const page = "https://spark.apache.org/docs/4.3.0/running-on-kubernetes.html";

const resizePlugin = "org.apache.spark.scheduler.cluster.k8s.ExecutorResizePlugin";
const pvcResizePlugin = "org.apache.spark.scheduler.cluster.k8s.ExecutorPVCResizePlugin";
const rollPlugin = "org.apache.spark.scheduler.cluster.k8s.ExecutorRollPlugin";

export const kubernetesRules: readonly Rule[] = [
  pluginRule(/^spark\.kubernetes\.executor\.resize(Interval|Threshold|Factor)$/, resizePlugin),
  pluginRule(/^spark\.kubernetes\.executor\.pvc\.resize(Interval|Threshold|Factor)$/, pvcResizePlugin),
  pluginRule(/^spark\.kubernetes\.executor\.(rollInterval|rollPolicy|minTasksPerExecutorBeforeRolling)$/, rollPlugin),
  {
    level: "warning",
    keys: ["spark.kubernetes.driver.pod.featureSteps", "spark.kubernetes.executor.pod.featureSteps"],
    when: (view, key) =>
      names(view, key, "VolcanoFeatureStep") && view.text("spark.kubernetes.scheduler.name") !== "volcano",
    problem: "makes a pod group for Volcano, and pods go to another scheduler, which does not know it",
    allowed: "Volcano's step with spark.kubernetes.scheduler.name=volcano",
    change: "Set spark.kubernetes.scheduler.name=volcano.",
    source: `${page}#using-volcano-as-customized-scheduler-for-spark-on-kubernetes`,
  },
];

function pluginRule(keys: RegExp, plugin: string): Rule {
  return {
    level: "warning",
    keys,
    when: (view) => !names(view, "spark.plugins", plugin),
    problem: `does nothing without the plugin ${plugin}`,
    allowed: `such keys with spark.plugins=${plugin}`,
    change: `Add ${plugin} to spark.plugins, or leave it out.`,
    source: `${page}#spark-properties`,
  };
}

function names(view: ConfigurationView, key: string, part: string): boolean {
  return view.text(key)?.includes(part) === true;
}
