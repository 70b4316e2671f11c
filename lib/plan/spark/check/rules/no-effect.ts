/** Keys that do nothing while the feature that they belong to is off. */

import type { Rule } from "../rule";

interface Feature {
  /** The key that turns it on. */
  by: string;
  /** Keys that matter only then. */
  keys: readonly string[] | RegExp;
}

const features: readonly Feature[] = [
  { by: "spark.dynamicAllocation.enabled", keys: /^spark\.dynamicAllocation\.(?!enabled$|testing$)/ },
  { by: "spark.decommission.enabled", keys: /^spark\.(storage\.decommission\.enabled|executor\.decommission\.\w+)$/ },
  { by: "spark.storage.decommission.enabled", keys: /^spark\.storage\.decommission\.(?!enabled$)/ },
  { by: "spark.eventLog.enabled", keys: /^spark\.eventLog\.(?!enabled$)/ },
  { by: "spark.eventLog.rolling.enabled", keys: ["spark.eventLog.rolling.maxFileSize"] },
  { by: "spark.eventLog.compress", keys: ["spark.eventLog.compression.codec"] },
  { by: "spark.speculation", keys: /^spark\.speculation\./ },
  { by: "spark.sql.adaptive.enabled", keys: /^spark\.sql\.adaptive\.(?!enabled$)/ },
  { by: "spark.sql.cbo.enabled", keys: /^spark\.sql\.cbo\.(?!enabled$|planStats\.)/ },
  { by: "spark.memory.offHeap.enabled", keys: ["spark.memory.offHeap.size"] },
  { by: "spark.io.encryption.enabled", keys: /^spark\.io\.encryption\.(?!enabled$)/ },
  { by: "spark.shuffle.push.enabled", keys: /^spark\.shuffle\.push\.(?!enabled$|server\.)/ },
  { by: "spark.history.fs.cleaner.enabled", keys: /^spark\.history\.fs\.cleaner\.(?!enabled$)/ },
  { by: "spark.history.store.hybridStore.enabled", keys: /^spark\.history\.store\.hybridStore\.(?!enabled$)/ },
  { by: "spark.ui.reverseProxy", keys: ["spark.ui.reverseProxyUrl"] },
  {
    by: "spark.kubernetes.driver.ownPersistentVolumeClaim",
    keys: ["spark.kubernetes.driver.reusePersistentVolumeClaim"],
  },
];

/** Turning something off that is off is no mistake. */
export const noEffectRules: readonly Rule[] = features.map(({ by, keys }) => ({
  level: "warning",
  keys,
  when: (view, key) => view.isKnown(key) && !view.isOn(by) && view.text(key)?.trim().toLowerCase() !== "false",
  problem: `does nothing while ${by} is off`,
  allowed: `${key(keys)} together with ${by}=true`,
  change: `Set ${by}=true, or leave it out.`,
  source: "https://spark.apache.org/docs/4.3.0/configuration.html",
}));

function key(keys: Feature["keys"]): string {
  return keys instanceof RegExp ? "such keys" : keys.join(", ");
}
