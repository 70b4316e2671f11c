/** Which keys Spark reads: the registry of 4.3 and the open-ended families beside it. */

import { closest } from "fastest-levenshtein";

import registry from "./keys-4.3.json";

const registered = new Set(registry);

/** Keys that Spark reads although they have no entry in its registry. */
const unregistered = new Set([
  "spark.app.id",
  "spark.app.name",
  "spark.logConf",
  "spark.master",
  "spark.network.crypto.authEngineVersion",
  "spark.network.crypto.cipher",
]);

/** Families in which the user chooses the rest of the key, and libraries with a configuration of their own. */
const families = [
  /^spark\.(hadoop|hive|metrics\.conf|executorEnv|ssl|sql\.catalog|network\.crypto\.config|security\.credentials)\./,
  /^spark\.(driver|executor|task|worker)\.resource\./,
  /^spark\.(rpc|shuffle|files|network|authenticate)\.io\./,
  /^spark\.(shuffle\.plugin\.__config__|plugins\.internal\.conf)\./,
  /^spark\.kubernetes\.(driverEnv|authenticate|node\.selector)\./,
  /^spark\.kubernetes\.(driver|executor)\.(label|annotation|secrets|secretKeyRef|volumes|node\.selector)\./,
  /^spark\.kubernetes\.driver\.service\.(label|annotation)\./,
  /^spark\.(cassandra|celeborn|comet|databricks|datasource|delta|es|gluten|kafka|kyuubi|mongodb|openlineage|rapids|rss)\./,
];

/** Whether Spark, or a library of the field, reads the key. */
export function isKnownKey(key: string): boolean {
  return registered.has(key) || unregistered.has(key) || families.some((family) => family.test(key));
}

/**
 * The real key that was probably meant. A key with a word too many (`spark.executor.decommission.enabled`) is nearer to the
 * one without that word than letters would say.
 */
export function nearestKey(key: string): string {
  const words = new Set(key.split("."));
  const withoutAWord = registry.filter((real) => {
    const parts = real.split(".");
    return parts.length >= 3 && parts.length >= words.size - 1 && parts.every((part) => words.has(part));
  });
  return withoutAWord[0] ?? closest(key, registry);
}
