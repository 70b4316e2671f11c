import { IssueList } from "../../../lib/plan/issue";
import { nodeKind } from "../../../lib/plan/nodes/node-kind";
import { allocatable, type AllocatableOptions } from "../../../lib/plan/nodes/reserve";
import { type MeasuredNode, measuredNodes } from "./measured-nodes";

function planned({ kind, machine, pods }: MeasuredNode, options: AllocatableOptions = {}) {
  const found = nodeKind(kind, "", new IssueList());
  return allocatable(machine, found!.profile, { maxPods: pods, ...options });
}

const rows = measuredNodes.map((node) => [node.machine.name, node.source, node] as const);

/** The worst of each cloud; what a plan gives away for being safe before the first node exists. */
const mostGivenAway: Record<string, number> = { aws: 0.036, gcp: 0.015, azure: 0.015 };

describe("a node that somebody measured", () => {
  it.each(rows)("%s (%s) has the CPU that is planned", (_, __, node) => {
    expect(planned(node).cpuMillis).toBe(node.cpuMillis);
  });

  it.each(rows)("%s (%s) has no less memory than is planned, and little more", (_, __, node) => {
    const { memoryMiB } = planned(node);
    const measuredMiB = node.allocatableKiB / 1024;
    expect(memoryMiB).toBeLessThanOrEqual(measuredMiB);
    expect(memoryMiB).toBeGreaterThan(measuredMiB * (1 - mostGivenAway[node.kind.cloud]!));
  });

  it.each(rows)("%s (%s) has what is planned from the capacity that its kubelet reports", (_, __, node) => {
    const capacityMiB = node.capacityKiB / 1024;
    const { memoryMiB, capacity } = planned(node, { measured: { memoryMiB: capacityMiB } });
    expect(capacity.memoryMiB).toBe(Math.floor(capacityMiB));
    const missingMiB = node.allocatableKiB / 1024 - memoryMiB;
    // Google's brackets are planned in GiB and made in GB, so GKE nodes have up to 1 % more.
    const most = node.kind.cloud === "gcp" ? 0.01 * node.machine.memoryMiB : 2;
    expect(missingMiB).toBeGreaterThanOrEqual(node.isExact ? 0 : -1.5);
    expect(missingMiB).toBeLessThanOrEqual(most);
  });

  it.each(rows.filter(([, , { storage }]) => storage !== undefined))(
    "%s (%s) has no less storage than is planned, and little more",
    (_, __, node) => {
      const { bytes, diskGiB } = node.storage!;
      const { ephemeralStorageMiB } = planned(node, { diskGiB });
      expect(ephemeralStorageMiB).toBeLessThanOrEqual(bytes / 2 ** 20);
      expect(ephemeralStorageMiB).toBeGreaterThan((bytes / 2 ** 20) * 0.98);
    },
  );

  it("exists on every cloud", () => {
    const count = (cloud: string) => measuredNodes.filter(({ kind }) => kind.cloud === cloud).length;
    expect([count("aws"), count("gcp"), count("azure")].every((nodes) => nodes >= 9)).toBe(true);
  });
});
