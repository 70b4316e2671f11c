import { catalog, type ToolName } from "../../local/tools/catalog";
import { parseVersion } from "../../local/tools/version";

// Lines as the programs print them.
const printed: [string, { major: number; minor: number; patch: number } | undefined][] = [
  ["Kubernetes v1.36.3", { major: 1, minor: 36, patch: 3 }],
  ["Client Version: v1.32.4-dispatcher\nKustomize Version: v5.5.0", { major: 1, minor: 32, patch: 4 }],
  ["etcd Version: 3.6.16\nGit SHA: Not provided\nGo Version: go1.26.8", { major: 3, minor: 6, patch: 16 }],
  ["kwok version v0.8.0 go1.26.8 (linux/amd64)", { major: 0, minor: 8, patch: 0 }],
  ["v3.22.0", { major: 3, minor: 22, patch: 0 }],
  ["v4.0.1+g1234567", { major: 4, minor: 0, patch: 1 }],
  ["command not found", undefined],
  ["version 3.6", undefined],
];

// The rule of each: kubectl within one minor of the API server (https://kubernetes.io/releases/version-skew-policy/#kubectl),
// etcd from 3.5 on, helm 3 and 4, the others of the pinned minor.
const accepted: [ToolName, string, boolean][] = [
  ["kubectl", "v1.34.9", false],
  ["kubectl", "v1.35.0", true],
  ["kubectl", "v1.36.3", true],
  ["kubectl", "v1.37.2", true],
  ["kubectl", "v1.38.0", false],
  ["kubectl", "v2.36.0", false],
  ["kube-apiserver", "v1.36.0", true],
  ["kube-apiserver", "v1.35.3", false],
  ["kube-controller-manager", "v1.37.0", false],
  ["kube-scheduler", "v1.36.9", true],
  ["etcd", "3.4.23", false],
  ["etcd", "3.5.0", true],
  ["etcd", "3.7.3", true],
  ["etcd", "4.0.0", false],
  ["kwok", "v0.8.9", true],
  ["kwok", "v0.7.0", false],
  ["helm", "v2.17.0", false],
  ["helm", "v3.0.0", true],
  ["helm", "v4.1.0", true],
  ["helm", "v5.0.0", false],
];

describe("the version of a tool on PATH", () => {
  it.each(printed)("is read from %j", (text, version) => {
    expect(parseVersion(text)).toEqual(version);
  });

  it.each(accepted)("%s %s: usable is %s", (tool, text, usable) => {
    expect(catalog[tool].usable.includes(parseVersion(text)!)).toBe(usable);
  });
});
