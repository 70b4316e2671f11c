/**
 * Reads quantities as a kubelet reports them. Users write memory with a binary unit; a kubelet also reports bare bytes
 * (`95491281146`), and other people's DaemonSets may say `100M` or `0.1`.
 */

const multipliers: Record<string, number> = {
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

const MIB = 2 ** 20;

/**
 * The number of base units, bytes or cores.
 * @returns undefined for what is no quantity, or a negative one.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
function parseQuantity(value: string | number): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? value : undefined;
  const [, digits, suffix] = /^(\d+(?:\.\d*)?|\.\d+)(m|[kMGTP]|[KMGTP]i|[eE]\d{1,2})?$/.exec(value) ?? [];
  if (digits === undefined) return undefined;
  if (suffix?.match(/^[eE]\d/)) return Number(digits + suffix);
  return Number(digits) * (multipliers[suffix ?? ""] ?? NaN);
}

/** Whole MiB that are certainly there: what a node offers is rounded down. */
export function offeredMiB(value: string | number): number | undefined {
  return mapped(value, (bytes) => Math.floor(bytes / MIB));
}

/** Whole MiB that are enough: what a pod requests is rounded up. */
export function requestedMiB(value: string | number): number | undefined {
  return mapped(value, (bytes) => Math.ceil(bytes / MIB));
}

/** Whole millicores that are certainly there. */
export function offeredMillis(value: string | number): number | undefined {
  return mapped(value, (cores) => Math.floor(toMillis(cores)));
}

/** Whole millicores that are enough. */
export function requestedMillis(value: string | number): number | undefined {
  return mapped(value, (cores) => Math.ceil(toMillis(cores)));
}

/** Binary fractions fall short of decimal ones (1.001 * 1000 is 1000.9999999999999), so round far below a millicore first. */
function toMillis(cores: number): number {
  return Math.round(cores * 1e9) / 1e6;
}

function mapped(value: string | number, map: (base: number) => number): number | undefined {
  const base = parseQuantity(value);
  return base === undefined ? undefined : map(base);
}
