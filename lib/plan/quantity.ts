/** Reads and writes quantities of memory and CPU as users of Spark and of Kubernetes write them. */

const mibPer: Record<string, number> = { k: 1 / 1024, m: 1, g: 1024, t: 1024 * 1024 };

/** Kubernetes takes fractions ("1.5Gi"), Spark does not ("1.5g" is an error in Spark's ByteUnit). */
const kubernetesMemory = /^(\d+(?:\.\d+)?)([KMGT])i$/;
const sparkMemory = /^(\d+)([kmgt])b?$/;

/** No node has as much; a number that large is a slip of the unit. */
const absurdMiB = 64 * 1024 * 1024;

const absurdCores = 100_000;

/** What parseMemoryMiB takes, as a phrase for {@link Issue.allowed}. */
export const memoryAllowed = 'an amount of memory with a binary unit, such as "14Gi", "512Mi", "10g" or "8192m"';

/**
 * Whole MiB, rounded down, of an amount of memory: Kubernetes' `Ki Mi Gi Ti` or Spark's `k m g t` (binary, with an optional `b`).
 * @returns undefined for what is no such amount: no unit, a decimal unit (`4G`, `4GB`), less than 1 MiB, 64 Ti or more.
 */
export function parseMemoryMiB(text: string): number | undefined {
  const [, amount, unit] = kubernetesMemory.exec(text) ?? sparkMemory.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  const mib = Math.floor(Number(amount) * (mibPer[unit.toLowerCase()] ?? NaN));
  return mib >= 1 && mib < absurdMiB ? mib : undefined;
}

/**
 * Whole millicores, rounded down, of an amount of CPU: cores as a number (4, 3.5) or text ("4", "3.5"), or millicores ("3920m").
 * @returns undefined for what is no such amount, less than one millicore, or 100 000 cores and more.
 */
export function parseCpuMillis(value: string | number): number | undefined {
  const millis = typeof value === "number" ? wholeMillis(value) : millisOfText(value);
  return millis >= 1 && millis < absurdCores * 1000 ? millis : undefined;
}

function millisOfText(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(m?)$/.exec(text) ?? [];
  if (unit === "m") return Math.floor(Number(amount));
  return wholeMillis(Number(amount));
}

/** Binary fractions fall short of decimal ones (1.001 * 1000 is 1000.9999999999999), so round far below a millicore first. */
function wholeMillis(cores: number): number {
  return Math.floor(Math.round(cores * 1e6) / 1000);
}

/** For people: `13830` makes `13 830 MiB`. */
export function formatMiB(mib: number): string {
  return `${groupDigits(mib)} MiB`;
}

function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, " ");
}
