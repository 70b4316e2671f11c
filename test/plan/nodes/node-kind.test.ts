import fc from "fast-check";

import { type InvalidArguments, type Issue, IssueList } from "../../../lib/plan/issue";
import { findMachine, machinesOf } from "../../../lib/plan/nodes/catalogue/catalogue";
import type { MachineType } from "../../../lib/plan/nodes/machine";
import { autoscalers, type NodeKind, nodeKind, type NodeKindArgs } from "../../../lib/plan/nodes/node-kind";
import { planMachine } from "../../../lib/plan/nodes/pool-machines";

function of(args: NodeKindArgs): NodeKind {
  const issues = new IssueList();
  const kind = nodeKind(args, "", issues);
  issues.raise("test");
  return kind!;
}

/** Arguments as a user without types could write them. */
function issuesOf(args: Record<string, unknown>, path = ""): readonly Issue[] {
  const issues = new IssueList();
  const kind = nodeKind(args as unknown as NodeKindArgs, path, issues);
  try {
    issues.raise("test");
    return [];
  } catch (error) {
    expect(kind).toBeUndefined();
    return (error as InvalidArguments).issues;
  }
}

const large: MachineType = { name: "test", vcpu: 16, memoryMiB: 65_536, architecture: "amd64", networkMaxPods: 234 };

describe("the kind of node", () => {
  // Pods for Spark: 16 vCPU, 3 DaemonSets on EKS, 8 on GKE, 6 on AKS, and 4 more.
  it.each<[NodeKindArgs, string, string, string, number, number]>([
    [{ cloud: "aws" }, "eks-al2023", "cluster-autoscaler", "al2023", 23, 234],
    [{ cloud: "aws", os: "bottlerocket" }, "eks-bottlerocket", "cluster-autoscaler", "bottlerocket", 23, 234],
    [{ cloud: "aws", autoscaler: "karpenter" }, "eks-al2023", "karpenter", "al2023", 23, 234],
    [{ cloud: "aws", autoscaler: "auto-mode" }, "eks-auto-mode", "auto-mode", "bottlerocket", 110, 110],
    [{ cloud: "gcp" }, "gke-cos", "native", "cos", 28, 110],
    [{ cloud: "gcp", os: "ubuntu" }, "gke-ubuntu", "native", "ubuntu", 28, 110],
    [{ cloud: "gcp", autoscaler: "cluster-autoscaler" }, "gke-cos", "cluster-autoscaler", "cos", 28, 110],
    [{ cloud: "gcp", autoscaler: "auto-provisioning" }, "gke-cos", "auto-provisioning", "cos", 28, 110],
    [{ cloud: "azure", autoscaler: "cluster-autoscaler" }, "aks", "cluster-autoscaler", "ubuntu", 26, 250],
    [{ cloud: "azure" }, "aks", "native", "ubuntu", 26, 250],
    [{ cloud: "azure", kubernetesVersion: "1.35.2" }, "aks", "native", "ubuntu", 26, 250],
    [{ cloud: "azure", kubernetesVersion: "1.29" }, "aks", "native", "ubuntu", 26, 250],
    [{ cloud: "azure", kubernetesVersion: "1.28.9" }, "aks-pre129", "native", "ubuntu", 26, 250],
    [{ cloud: "azure", autoscaler: "auto-provisioning" }, "aks-nap", "auto-provisioning", "ubuntu", 26, 250],
    [{ cloud: "azure", os: "azure-linux", hardened: true }, "aks-hardened", "native", "azure-linux", 26, 250],
    [
      { cloud: "azure", autoscaler: "auto-provisioning", hardened: true },
      "aks-hardened",
      "auto-provisioning",
      "ubuntu",
      26,
      250,
    ],
  ])("of %j is %s", (args, profile, autoscaler, os, maxPods, usualMaxPods) => {
    const kind = of(args);
    expect([kind.profile.name, kind.autoscaler, kind.os]).toEqual([profile, autoscaler, os]);
    expect([kind.maxPods(large), kind.usualMaxPods(large)]).toEqual([maxPods, usualMaxPods]);
  });

  it("takes off what Karpenter assumes where Karpenter adds the node", () => {
    const memoryMiB = (args: NodeKindArgs) => planMachine(large, {}, of(args)).allocatable.memoryMiB;
    // 65536 - 7.5 % 4916 - 2829 - 100, and 6 % 3933 of it.
    expect(memoryMiB({ cloud: "aws", autoscaler: "karpenter" })).toBe(57_691);
    expect(memoryMiB({ cloud: "aws" })).toBe(58_674);
    // 65536 - 4916 - 5612 (25/20/10/6 % brackets) - 750; "Worked" of karpenter-provider-azure@352646f5 says 54 259, unrounded.
    expect(memoryMiB({ cloud: "azure", autoscaler: "auto-provisioning" })).toBe(54_258);
  });

  it("admits no more pods than the network of the machine can address", () => {
    expect(of({ cloud: "aws" }).maxPods({ ...large, networkMaxPods: 17 })).toBe(17);
  });

  // Added up by hand from the requests in daemon-sets.ts; pods is one for each.
  it.each<[NodeKindArgs, number, number, number]>([
    [{ cloud: "aws" }, 150, 176, 3],
    [{ cloud: "aws", autoscaler: "auto-mode" }, 0, 0, 0],
    [{ cloud: "gcp" }, 394, 726, 8],
    [{ cloud: "azure" }, 350, 518, 6],
  ])("of %j runs DaemonSets that request %dm and %d MiB", (args, cpuMillis, memoryMiB, pods) => {
    const kind = of(args);
    const { allocatable, available } = planMachine(large, { maxPods: 50 }, kind);
    expect(allocatable.cpuMillis - available.cpuMillis).toBe(cpuMillis);
    expect(allocatable.memoryMiB - available.memoryMiB).toBe(memoryMiB);
    expect(available.pods).toBe(50 - pods);
  });

  it("gives each caller DaemonSets of its own", () => {
    of({ cloud: "aws" }).daemonSets.length = 0;
    expect(of({ cloud: "aws" }).daemonSets).toHaveLength(3);
  });

  it("leaves something for pods on every machine of every catalogue with 4 GiB and more", () => {
    for (const cloud of ["aws", "gcp", "azure"] as const) {
      const kind = of({ cloud });
      const large = machinesOf(cloud).filter(({ memoryMiB }) => memoryMiB >= 4096);
      const empty = large.filter((machine) => {
        const { cpuMillis, memoryMiB, pods } = planMachine(machine, { maxPods: kind.maxPods(machine) }, kind).available;
        return cpuMillis <= 0 || memoryMiB <= 0 || pods <= 0;
      });
      expect(empty.map(({ name }) => name)).toEqual([]);
    }
    expect(findMachine("aws", "m5.xlarge")).toBeDefined();
  });
});

describe("a kind of node that there is not", () => {
  it.each<[Record<string, unknown>, string, unknown, RegExp, string, string]>([
    [
      { cloud: "azure", autoscaler: "auto-mode" },
      "autoscaler",
      "auto-mode",
      /adds no nodes on azure: Auto Mode is EKS's/,
      '"native", "cluster-autoscaler", "auto-provisioning"',
      'Use "native", or leave it out.',
    ],
    [
      { cloud: "gcp", autoscaler: "karpenter" },
      "autoscaler",
      "karpenter",
      /Google supports no Karpenter/,
      '"native", "cluster-autoscaler", "auto-provisioning"',
      'Use "native", or leave it out.',
    ],
    [
      { cloud: "azure", autoscaler: "karpenter" },
      "autoscaler",
      "karpenter",
      /adds no nodes on azure: AKS runs Karpenter itself/,
      '"native", "cluster-autoscaler", "auto-provisioning"',
      'Use "native", or leave it out.',
    ],
    [
      { cloud: "aws", autoscaler: "auto-provisioning" },
      "autoscaler",
      "auto-provisioning",
      /adds no nodes on aws: it is GKE's and AKS's/,
      '"cluster-autoscaler", "karpenter", "auto-mode"',
      'Use "cluster-autoscaler", or leave it out.',
    ],
    [
      { cloud: "aws", autoscaler: "native" },
      "autoscaler",
      "native",
      /none of its own beside Auto Mode/,
      '"cluster-autoscaler", "karpenter", "auto-mode"',
      'Use "cluster-autoscaler", or leave it out.',
    ],
    [
      { cloud: "aws", autoscaler: "carpenter" },
      "autoscaler",
      "carpenter",
      /nothing that adds nodes on aws/,
      '"cluster-autoscaler", "karpenter", "auto-mode"',
      'Did you mean "karpenter"?',
    ],
    [
      { cloud: "gcp", os: "bottlerocket" },
      "os",
      "bottlerocket",
      /no operating system that such nodes have on gcp/,
      '"cos", "ubuntu"',
      'Did you mean "cos"?',
    ],
    [{ cloud: "aws", os: "al2" }, "os", "al2", /on aws/, '"al2023", "bottlerocket"', 'Did you mean "al2023"?'],
    [
      { cloud: "aws", autoscaler: "auto-mode", os: "al2023" },
      "os",
      "al2023",
      /on aws/,
      '"bottlerocket"',
      'Did you mean "bottlerocket"?',
    ],
    [{ cloud: "azur" }, "cloud", "azur", /no cloud/, '"aws", "gcp", "azure"', 'Did you mean "azure"?'],
    [
      { cloud: "aws", hardened: true },
      "hardened",
      true,
      /node hardening is AKS's/,
      "false, or nothing",
      "Leave it out.",
    ],
    [
      { cloud: "azure", kubernetesVersion: "latest" },
      "kubernetesVersion",
      "latest",
      /no version of Kubernetes/,
      'a version such as "1.35", or one with a patch such as "1.35.2"',
      "Give the version that the nodes run, or leave it out.",
    ],
  ])("%j is one issue with its way out", (args, path, value, problem, allowed, change) => {
    const issues = issuesOf(args);
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({ path, value, allowed, change });
    expect(issues[0]?.problem).toMatch(problem);
  });

  it("says everything that is wrong at once, where the user wrote it", () => {
    const issues = issuesOf({ cloud: "gcp", os: "win", kubernetesVersion: "1", hardened: true }, "nodes");
    expect(issues.map(({ path }) => path).sort()).toEqual(["nodes.hardened", "nodes.kubernetesVersion", "nodes.os"]);
  });

  it.each(["1.9", "v1.35", "1.35.2-gke.1842000", "1.36.0+k3s1"])("is not one of version %s", (kubernetesVersion) => {
    expect(issuesOf({ cloud: "azure", kubernetesVersion })).toEqual([]);
  });

  it("is never met with an exception, whatever is asked for", () => {
    const text = fc.oneof(
      fc.anything({ withNullPrototype: true }),
      fc.string(),
      fc.constantFrom("toString", "__proto__"),
    );
    const args = fc.record(
      {
        cloud: fc.oneof(fc.constantFrom("aws", "gcp", "azure"), text),
        autoscaler: fc.oneof(fc.constantFrom(...autoscalers), text),
        os: fc.oneof(fc.constantFrom("al2023", "cos", "ubuntu"), text),
        kubernetesVersion: text,
        hardened: fc.oneof(fc.boolean(), text),
      },
      { requiredKeys: ["cloud"] },
    );
    fc.assert(
      fc.property(args, (given) => {
        const issues = new IssueList();
        const kind = nodeKind(given as NodeKindArgs, "", issues);
        expect(kind === undefined).toBe(issues.length > 0);
      }),
      { numRuns: 1000 },
    );
  });
});
