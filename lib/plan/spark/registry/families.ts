/** Keys whose end the user chooses, and libraries that bring keys of their own. */

/** Families that Spark reads: what follows the prefix is the user's. */
const openFamilies: readonly RegExp[] = [
  /^spark\.(hadoop|hive|metrics\.conf|executorEnv|ssl|sql\.catalog|network\.crypto\.config|security\.credentials)\./,
  /^spark\.io\.encryption\.commons\.config\./,
  /^spark\.(driver|executor|task|worker)\.resource\./,
  // TransportConf puts the module's name into the key.
  /^spark\.(rpc|shuffle|files|network|authenticate)\.(io|sasl)\./,
  /^spark\.(shuffle\.plugin\.__config__|plugins\.internal\.conf|redaction)\./,
  /^spark\.kubernetes\.(driverEnv|authenticate|node\.selector)\./,
  /^spark\.kubernetes\.(driver|executor)\.(label|annotation|secrets|secretKeyRef|volumes|node\.selector)\./,
  /^spark\.kubernetes\.driver\.service\.(label|annotation)\./,
  /^spark\.yarn\.(appMasterEnv\.|(am|driver|executor)\.resource\.)/,
];

/** Libraries of the field that read keys under Spark's name. Those in the registry are known key by key. */
const libraryFamilies =
  /^spark\.(auron|cassandra|comet|databricks|datasource|delta|es|gluten|hoodie|iceberg|kafka|kyuubi|mongodb|neo4j|openlineage|rapids|redis|rss|sedona|snowflake|spline)\./;

/** Whether the user chooses the end of the key, so that no registry can hold it. */
export function isInOpenFamily(name: string): boolean {
  return openFamilies.some((family) => family.test(name));
}

/** Whether the key belongs to a library of the field whose keys the registry does not hold. */
export function isOfALibrary(name: string): boolean {
  return libraryFamilies.test(name);
}
