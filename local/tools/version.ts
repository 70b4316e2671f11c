/** Versions as programs print them, and which of them serve in place of the pinned one. */

export interface Version {
  major: number;
  minor: number;
  patch: number;
}

/** The first version in a text such as `Kubernetes v1.36.3`, `etcd Version: 3.6.16` or `v1.32.4-dispatcher`. */
export function parseVersion(text: string): Version | undefined {
  const [, major, minor, patch] = /(?<![\d.])v?(\d+)\.(\d+)\.(\d+)/.exec(text) ?? [];
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor), patch: Number(patch) };
}

/** A range of versions, in words for messages and as a test. */
export interface Range {
  words: string;
  includes(version: Version): boolean;
}

/** Minor versions up to `distance` away from the pinned one. */
export function minorsAround(pinned: string, distance: number): Range {
  const { major, minor } = pinnedVersion(pinned);
  const lowest = Math.max(minor - distance, 0);
  return {
    words: distance === 0 ? `${major}.${minor}` : `${major}.${lowest} to ${major}.${minor + distance}`,
    includes: (version) => version.major === major && Math.abs(version.minor - minor) <= distance,
  };
}

/** The given minor or a later one of the same major. */
export function minorAtLeast(major: number, minor: number): Range {
  return {
    words: `${major}.${minor} or a later ${major}.x`,
    includes: (version) => version.major === major && version.minor >= minor,
  };
}

export function majors(...allowed: number[]): Range {
  return {
    words: allowed.map((major) => `${major}.x`).join(" or "),
    includes: (version) => allowed.includes(version.major),
  };
}

function pinnedVersion(text: string): Version {
  const version = parseVersion(text);
  if (version === undefined) throw new Error(`not a version: ${text}`);
  return version;
}
