/** What an application's configuration changes of the platform's defaults; what looks like a secret is not shown. */

export interface Difference {
  key: string;
  value: string;
  /** The platform's; absent where it has none. */
  platform?: string;
}

/** Spark's own default of spark.redaction.regex (4.3.0, all released versions' words among them). */
const secret = /secret|password|token|access[.]?key|credential/i;

/** What every submission sets anew, or what the tables say already. */
const ofSubmission =
  /^spark\.(master|app\.(id|name|startTime|submitTime)|submit\..*|driver\.(host|port|blockManager\.port|bindAddress)|(driver|executor)\.(cores|memory|memoryOverhead)|executor\.instances|dynamicAllocation\..*|jars|files|archives|kubernetes\.(namespace|container\.image|submitInDriver|resource\.type|driver\.pod\.name|executor\.podNamePrefix|authenticate\..*|(driver|executor)\.(request\.cores|label\..*|container\.image|podTemplateFile|podTemplateContainerName)))$/;

/** @param defaults each of the platform's sets; the one that the application comes nearest to counts */
export function differencesFrom(
  configuration: Record<string, string>,
  defaults: readonly Record<string, string>[],
): Difference[] {
  const own = Object.entries(configuration).filter(([key]) => !ofSubmission.test(key));
  const against = (platform: Record<string, string>) =>
    own
      .filter(([key, value]) => platform[key] !== value)
      .map(([key, value]) => ({
        key,
        value: shown(key, value),
        ...(platform[key] !== undefined && { platform: shown(key, platform[key]) }),
      }));
  const [nearest = []] = (defaults.length === 0 ? [{}] : defaults).map(against).sort((a, b) => a.length - b.length);
  return nearest.sort((a, b) => a.key.localeCompare(b.key));
}

function shown(key: string, value: string): string {
  return secret.test(key) || secret.test(value) ? "(redacted)" : value;
}
