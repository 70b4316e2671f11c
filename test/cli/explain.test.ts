import type { ExplainAnswer } from "../../lib/cli/schemas/explain";
import { run, runJson } from "./running";

/** The answer, with its first node at hand. */
async function explainJson(options: string) {
  const { code, data } = await runJson<ExplainAnswer>(`explain ${options}`);
  return { code, data, node: data.nodes[0]! };
}

describe("spark-platform explain", () => {
  test("says that a pod fits, and how many, with the arithmetic", async () => {
    const call = "--cloud aws --machine m7g.4xlarge --cores 4 --memory 12g --request-cores 3900m";
    const { code, data, node } = await explainJson(call);
    expect([code, data.fits]).toEqual([0, true]);
    // Spark's overhead: 10 % of 12288 MiB, truncated.
    expect(data.shape).toMatchObject({ heapMiB: 12288, overheadMiB: 1228, cpuRequestMillis: 3900, memoryMiB: 13516 });
    expect(node).toMatchObject({ fits: true, podsPerNode: 4, shortOf: [] });
    const { out } = await run(`explain ${call}`);
    expect(out).toMatch(
      /^Fits: 4 executors on m7g\.4xlarge: 4 × 3900m = 15600m of \d+m CPU, 4 × 13 516 MiB = 54 064 MiB/,
    );
  });

  test("says what is missing and what the nearest pod is, with exit code 1", async () => {
    const call = "--cloud aws --machine m7g.4xlarge --cores 4 --memory 60g";
    const { code, data, node } = await explainJson(call);
    const { shortOf, available, podsPerNode } = node;
    const { shape: nearest } = node.nearest!;
    expect([code, data.fits, podsPerNode, shortOf]).toEqual([1, false, 0, ["memory"]]);
    expect(nearest.memoryMiB).toBeLessThanOrEqual(available.memoryMiB);
    const { out } = await run(`explain ${call}`);
    expect(out).toMatch(/^Does not fit m7g\.4xlarge, which has too little memory: /);
    expect(out).toContain(`\nspark.executor.memory ${nearest.heapMiB}m\n`);
    // The nearest pod is what is asked for when it is said again.
    const again = await explainJson(
      `--machine m7g.4xlarge --cores 4 --memory ${nearest.heapMiB}m --overhead ${nearest.overheadMiB}m`,
    );
    expect(again.code).toBe(0);
    const more = await explainJson(
      `--machine m7g.4xlarge --cores 4 --memory ${nearest.heapMiB + 8}m --overhead ${nearest.overheadMiB}m`,
    );
    expect(more.code).toBe(1);
  });

  test.each([
    ["--cores 17 --memory 4g", ["cpu", "task slots"]],
    ["--cores 17 --memory 4g --request-cores 1", ["task slots"]],
    ["--cores 1 --memory 4g --request-cores 15.9", ["cpu"]],
    ["--cores 16 --memory 70g", ["cpu", "memory"]],
  ])("names what %s is short of", async (shape, shortOf) => {
    const { code, node } = await explainJson(`--machine m7g.4xlarge ${shape}`);
    expect([code, node.shortOf]).toEqual([1, shortOf]);
  });

  test("counts every part of the pod, and takes the overhead that is given", async () => {
    const { data } = await explainJson(
      "--machine m7g.4xlarge --cores 2 --memory 4g --overhead 1g --off-heap 2g --pyspark-memory 512m",
    );
    expect(data.shape).toEqual({
      cores: 2,
      cpuRequestMillis: 2000,
      heapMiB: 4096,
      overheadMiB: 1024,
      offHeapMiB: 2048,
      pysparkMiB: 512,
      memoryMiB: 7680,
    });
    const pyspark = await explainJson("--machine m7g.4xlarge --cores 2 --memory 4g --kind pyspark");
    // 40 % of 4096 MiB, truncated.
    expect(pyspark.data.shape.overheadMiB).toBe(1638);
  });

  test("fits several machine types only where it fits each", async () => {
    const call = "--machine m7g.4xlarge --machine m7g.xlarge --cores 4 --request-cores 3500m --memory 20g";
    const { code, data } = await explainJson(call);
    expect(code).toBe(1);
    expect(data.nodes.map(({ fits }) => fits)).toEqual([true, false]);
  });
});
