import { availableParallelism, totalmem } from "node:os";

import { parse } from "yaml";

import { cniConfiguration, containerdConfiguration, kubeletConfiguration } from "../../../local/node/configuration";

const paths = { authority: "/pki/ca.crt", certificate: "/pki/kubelet.crt", key: "/pki/kubelet.key" };
const spec = { number: 3, name: "spot-1", labels: {}, taints: [], cpuMillis: 500, memoryMiB: 200 };

describe("the configuration of a real node", () => {
  it("leaves pods exactly what the node is to have, whatever the machine has", () => {
    const kubelet = parse(kubeletConfiguration(spec, paths)) as {
      systemReserved: { cpu: string; memory: string };
      evictionHard: Record<string, string>;
    };
    // Allocatable is capacity less what is reserved, less the eviction threshold:
    // https://kubernetes.io/docs/tasks/administer-cluster/reserve-compute-resources/
    const capacityKiB = Math.floor(totalmem() / 1024);
    expect(kubelet.evictionHard["memory.available"]).toBe("100Mi");
    expect(capacityKiB - Number(kubelet.systemReserved.memory.replace("Ki", "")) - 100 * 1024).toBe(200 * 1024);
    expect(availableParallelism() * 1000 - Number(kubelet.systemReserved.cpu.replace("m", ""))).toBe(500);
  });

  it("refuses a node that is larger than the machine", () => {
    expect(() => kubeletConfiguration({ ...spec, memoryMiB: totalmem() / 1024 ** 2 }, paths)).toThrow(
      /more than this machine has/,
    );
  });

  it("gives pods addresses of the node's own subnet, without a bridge between them", () => {
    const { plugins } = JSON.parse(cniConfiguration(3)) as { plugins: { type: string; ipam?: { ranges: unknown } }[] };
    expect(plugins[0]).toMatchObject({ type: "ptp", ipam: { ranges: [[{ subnet: "198.19.3.0/24" }]] } });
  });

  it("lets containers keep their parent's likelihood of being killed, which needs no capability", () => {
    expect(containerdConfiguration({ cni: "/cni" })).toContain("restrict_oom_score_adj = true");
  });
});
