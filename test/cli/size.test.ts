import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { figure } from "../../lib/report/numbers";
import type { SizeAnswer } from "../../lib/cli/schemas/size";
import { run, runJson } from "./running";
import { tableRows } from "../table-rows";

const NO_DAEMON_SETS = "--daemonset-cpu 0 --daemonset-memory 0";

/** The answer, with its shape and its first node at hand. */
async function sizeJson(options: string) {
  const { code, data } = await runJson<SizeAnswer>(`size ${options}`);
  return { code, data, shape: data.shape!, node: data.nodes[0]! };
}

/** Expected values of vendors' documents and measured nodes; `of` says which. Memory in MiB, rounded down. */
const vectors: { of: string; call: string; cpuMillis: number; memoryMiB: number }[] = [
  {
    of: "a measured AL2023 node: 61422956Ki (karpenter-provider-aws#7989)",
    call: `--cloud aws --machine m5.4xlarge --max-pods 234 --capacity-memory 64422252Ki ${NO_DAEMON_SETS}`,
    cpuMillis: 15890,
    memoryMiB: 59983,
  },
  {
    of: "Karpenter's model: 65536 - 64 of arm64 - 7.5 % - 2829 kube-reserved - 100",
    call: `--cloud aws --machine m7g.4xlarge --autoscaler karpenter --max-pods 234 ${NO_DAEMON_SETS}`,
    cpuMillis: 15890,
    memoryMiB: 57632,
  },
  {
    of: "Karpenter's model on amd64: 131072 - 9831 - 2829 - 100",
    call: `--cloud aws --machine r5.4xlarge --autoscaler karpenter --max-pods 234 ${NO_DAEMON_SETS}`,
    cpuMillis: 15890,
    memoryMiB: 118312,
  },
  {
    of: "AKS since 1.29, Microsoft's page: 65536 - (20 * 30 + 50) - 100",
    call: `--cloud azure --machine Standard_D16ds_v5 --max-pods 30 --capacity-memory 64Gi ${NO_DAEMON_SETS}`,
    cpuMillis: 15740,
    memoryMiB: 64786,
  },
  {
    of: "AKS since 1.29 with 250 pods, Microsoft's page",
    call: `--cloud azure --machine Standard_D16ds_v5 --max-pods 250 --capacity-memory 64Gi ${NO_DAEMON_SETS}`,
    cpuMillis: 15740,
    memoryMiB: 60386,
  },
  {
    of: "AKS before 1.29, Microsoft's page: brackets and 750 MiB",
    call: `--cloud azure --machine Standard_D16ds_v5 --kubernetes 1.28 --max-pods 30 --capacity-memory 64Gi ${NO_DAEMON_SETS}`,
    cpuMillis: 15740,
    memoryMiB: 59174,
  },
  {
    of: "AKS with node hardening, Microsoft's page: 2360 kube-reserved, 400 system-reserved, 512 eviction, 100m",
    call: `--cloud azure --machine Standard_D16ds_v5 --hardened --max-pods 30 --capacity-memory 64Gi ${NO_DAEMON_SETS}`,
    cpuMillis: 15640,
    memoryMiB: 62163,
  },
];

describe("spark-platform size", () => {
  test.each(vectors)("agrees with $of", async ({ call, cpuMillis, memoryMiB }) => {
    const { code, node } = await sizeJson(call);
    expect(code).toBe(0);
    expect(node.allocatable).toMatchObject({ cpuMillis, memoryMiB });
    expect(node.daemonSets).toEqual([]);
    expect(node.available).toEqual(node.allocatable);
    const { out } = await run(`size ${call}`);
    expect(out).toContain(`allocatable ${cpuMillis}m CPU, ${memoryMiB} MiB memory`);
  });

  test("agrees with GKE's brackets less the margin that it names", async () => {
    const { node } = await sizeJson(`--cloud gcp --machine n2-standard-16 ${NO_DAEMON_SETS}`);
    const { allocatable, breakdown } = node;
    const margin = breakdown.find(({ name }) => name === "margin")!;
    expect(allocatable.cpuMillis).toBe(15890);
    // 65536 - 1218.7 - 5611.5 - 100 = 58605.8; each part is a whole number, rounded against the pods.
    expect(allocatable.memoryMiB + margin.memoryMiB).toBe(58605);
    // 0.8 % of the machine's 65536 MiB, which keeps the figure within a percent of the formula.
    expect(margin.memoryMiB).toBe(525);
  });

  test("prints every step from the machine to what is available, and they add up", async () => {
    const { out } = await run("size --cloud aws --machine m7g.4xlarge --max-pods 234 --autoscaler karpenter");
    const rows = tableRows(out);
    const start = rows.findIndex(([name, step]) => name === "m7g.4xlarge" && step === "capacity");
    const end = rows.findIndex(([, step]) => step?.startsWith("= available"));
    const table = rows.slice(start, end + 1).map(([, step, cpu, memory]) => [step, cpu, memory]);
    expect(table.slice(0, 6)).toEqual([
      ["capacity", "16000m", "65536"],
      ["− VM overhead", "0m", "4975"],
      ["− file system", "0m", "0"],
      ["− kube-reserved", "110m", "2829"],
      ["− eviction threshold", "0m", "100"],
      ["= allocatable", "15890m", "57632"],
    ]);
    const daemonSets = table.slice(6, -1).reduce((sum, [, , memory]) => sum + Number(memory), 0);
    expect(table.at(-1)).toEqual(["= available beside the DaemonSets", expect.any(String), String(57632 - daemonSets)]);
  });

  test("takes the sum of the DaemonSets in place of the usual ones, one alone where only one is given", async () => {
    const { node } = await sizeJson("--machine m7g.4xlarge --daemonset-cpu 300m --daemonset-memory 1Gi");
    expect(node.daemonSets).toEqual([
      { name: "DaemonSets as given", cpuMillis: 300, memoryMiB: 1024, ephemeralStorageMiB: 0 },
    ]);
    expect(node.available.cpuMillis).toBe(node.allocatable.cpuMillis - 300);
    expect(node.available.memoryMiB).toBe(node.allocatable.memoryMiB - 1024);
    const { node: usual } = await sizeJson("--machine m7g.4xlarge");
    expect(node.available.pods).toBe(usual.available.pods);
    const { node: cpuOnly } = await sizeJson("--machine m7g.4xlarge --daemonset-cpu 300m");
    expect(cpuOnly.available.cpuMillis).toBe(node.available.cpuMillis);
    expect(cpuOnly.available.memoryMiB).toBe(usual.available.memoryMiB);
  });

  test("fills the node: one executor more does not fit, and the parts of a pod add up", async () => {
    const { shape, node } = await sizeJson("--cloud aws --machine m7g.4xlarge --cores 4");
    const { podsPerNode, available, leftOver, machine, onDemand, spot } = node;
    expect(shape.cores).toBe(4);
    expect(shape.memoryMiB).toBe(shape.heapMiB + shape.overheadMiB + shape.offHeapMiB + shape.pysparkMiB);
    expect(podsPerNode).toBe(4);
    expect(leftOver!.cpuMillis).toBe(available.cpuMillis - 4 * shape.cpuRequestMillis);
    expect(leftOver!.memoryMiB).toBe(available.memoryMiB - 4 * shape.memoryMiB);
    expect(5 * shape.cpuRequestMillis > available.cpuMillis || 5 * shape.memoryMiB > available.memoryMiB).toBe(true);
    expect(onDemand!.podHourly).toBeCloseTo(machine.price!.onDemandHourly / 4, 6);
    expect(onDemand!.slotHourly).toBeCloseTo(machine.price!.onDemandHourly / 16, 6);
    expect(spot!.slotHourly).toBeCloseTo(machine.price!.spotHourly! / 16, 6);
  });

  test("prints the keys that make such pods, ready to paste", async () => {
    const { data, shape } = await sizeJson("--machine m7g.4xlarge --off-heap 2g --pyspark-memory 1g");
    expect(data.configuration).toEqual({
      "spark.executor.cores": String(shape.cores),
      "spark.kubernetes.executor.request.cores": `${shape.cpuRequestMillis}m`,
      "spark.executor.memory": `${shape.heapMiB}m`,
      "spark.executor.memoryOverhead": `${shape.overheadMiB}m`,
      "spark.memory.offHeap.enabled": "true",
      "spark.memory.offHeap.size": "2048m",
      "spark.executor.pyspark.memory": "1024m",
    });
    const { out } = await run("size --machine m7g.4xlarge --off-heap 2g --pyspark-memory 1g");
    expect(out).toContain(`\nspark.executor.memory ${shape.heapMiB}m\n`);
    expect(out).toContain("\nspark.memory.offHeap.size 2048m\n");
  });

  test("sizes drivers, with their own keys", async () => {
    const { data, shape } = await sizeJson("--machine m7g.xlarge --role driver");
    expect(shape.cores).toBe(1);
    expect(Object.keys(data.configuration)).toEqual([
      "spark.driver.cores",
      "spark.kubernetes.driver.request.cores",
      "spark.driver.memory",
      "spark.driver.memoryOverhead",
    ]);
  });

  test("finds one shape for machine types of different shapes", async () => {
    const { data, shape } = await sizeJson("--cloud aws --machine m7g.4xlarge --machine r7g.2xlarge");
    for (const { podsPerNode, available } of data.nodes) {
      expect(podsPerNode).toBeGreaterThan(0);
      expect(podsPerNode * shape.memoryMiB).toBeLessThanOrEqual(available.memoryMiB);
      expect(podsPerNode * shape.cpuRequestMillis).toBeLessThanOrEqual(available.cpuMillis);
    }
  });

  test("says what few pods win, and what the kubelet needs for that", async () => {
    const { kubelet, gainedMiB, allocatable } = (await sizeJson("--cloud aws --machine m7g.4xlarge")).node;
    // nodeadm: 255 MiB and 11 MiB a pod; it reserves for the 234 pods that the machine's network could address.
    expect(allocatable.pods).toBe(kubelet.maxPods);
    expect(kubelet.kubeReservedMemoryMiB).toBe(255 + 11 * kubelet.maxPods);
    expect(gainedMiB).toBe(11 * (234 - kubelet.maxPods));
    const { out } = await run("size --cloud aws --machine m7g.4xlarge");
    expect(out).toContain(`${figure(gainedMiB)} MiB more for pods on each node`);
    expect(out.replaceAll("\n", " ")).toContain(
      `Its kubelet needs maxPods ${kubelet.maxPods} and kubeReserved.memory ${kubelet.kubeReservedMemoryMiB}Mi`,
    );
    expect((await run("size --cloud aws --machine m7g.4xlarge --max-pods 234")).out).not.toContain("more for pods");
  });

  test("plans a node of no known type from what its kubelet reports", async () => {
    const call = `--cloud aws --capacity-cpu 16 --capacity-memory 64422252Ki --max-pods 234 ${NO_DAEMON_SETS}`;
    const { code, node } = await sizeJson(call);
    expect(code).toBe(0);
    expect(node.allocatable).toMatchObject({ cpuMillis: 15890, memoryMiB: 59983 });
    expect(node.onDemand).toBeUndefined();
    expect((await run(`size ${call}`)).out).toContain("No list price is known.");
  });

  test("ends with 1 and the arithmetic where nothing fits", async () => {
    const { code, data } = await sizeJson("--cloud aws --machine m7g.4xlarge --cores 17");
    expect([code, data.fits, data.shape, data.configuration]).toEqual([1, false, undefined, {}]);
    expect(data.reasons).toEqual([expect.stringContaining("1 × 17 = 17 task slots on 16 vCPU")]);
    const memory = await run("size --cloud aws --machine m7g.4xlarge --memory 60g");
    expect(memory.code).toBe(1);
    expect(memory.out).toContain("No executor fits.");
    expect(memory.out).not.toContain("spark-defaults.conf");
  });

  test("writes a picture into a file, or alone to the standard output", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "picture-")), "nodes.svg");
    const { code, out } = await run(`size --machine m7g.4xlarge --svg ${file}`);
    expect(code).toBe(0);
    expect(out).toContain(`open ${file} in a browser`);
    const alone = await run("size --machine m7g.4xlarge --svg -");
    expect(alone.out).toBe(readFileSync(file, "utf8"));
    expect(alone.out).toMatch(/^<svg\s/);
    const nowhere = await run("size --machine m7g.4xlarge --svg /nowhere/at/all.svg");
    expect([nowhere.code, nowhere.out]).toEqual([1, ""]);
    expect(nowhere.err).toContain("error: can't write /nowhere/at/all.svg: ");
  });

  test("hands on all that decided the answer to the next command", async () => {
    const { out } = await run("size --machine m7g.4xlarge --autoscaler karpenter --cores 4 --daemonset-cpu 0");
    expect(out).toContain(
      "\n  npx spark-platform size --machine m7g.4xlarge --autoscaler karpenter --daemonset-cpu 0 --cores 4 --svg nodes.svg\n",
    );
  });
});
