import { moneyOf, podMoney } from "../../lib/apps/money";
import { findMachine } from "../../lib/plan/nodes/catalogue/catalogue";
import { now, runningApp } from "./apps-cluster";

function money(change: (cluster: ReturnType<typeof runningApp>) => void = () => undefined) {
  const cluster = runningApp();
  change(cluster);
  const nodes = new Map(cluster.nodes.map((node) => [node.metadata.name, node]));
  return moneyOf(
    cluster.pods.flatMap((pod) => podMoney(pod, nodes.get(pod.spec.nodeName ?? ""), now) ?? []),
    cluster.nodes,
    undefined,
  );
}

describe("what an application has cost", () => {
  test("is its pods' shares of their nodes, spot at the spot price, for as long as they had them", () => {
    const { onDemandHourly, spotHourly } = findMachine("aws", "m7g.4xlarge")!.price!;
    // An hour each. Driver: 4 096 of 60 935 MiB outweigh 1 of 15.89 cores; executor: 15 189 of 60 935 MiB outweigh 3.935 of 15.89 cores.
    const expected = (4096 / 60_935) * onDemandHourly + 2 * (15_189 / 60_935) * spotHourly!;
    const { total, driverSeconds, executorSeconds, unpriced, regions, basis } = money();
    expect(total.hourly).toBeCloseTo(expected, 5);
    expect([driverSeconds, executorSeconds, unpriced]).toEqual([3600, 7200, []]);
    expect(regions).toEqual(["eu-central-1"]);
    expect(basis.map(({ region }) => region)).toEqual(["us-east-1", "us-east-1"]);
  });

  test("stops with a pod's end", () => {
    const { executorSeconds } = money((cluster) => {
      const pod = cluster.pod("etl-exec-1")!;
      const state = { terminated: { exitCode: 0, finishedAt: "2026-11-01T00:15:00Z" } };
      pod.status = {
        ...pod.status,
        phase: "Succeeded",
        containerStatuses: [{ name: "spark-kubernetes-executor", state }],
      };
    });
    expect(executorSeconds).toBe(3600 + 900);
  });

  test("is not known where a machine has no price, and that is said", () => {
    const { total, unpriced } = money(({ nodes }) => {
      nodes[0]!.metadata.labels!["node.kubernetes.io/instance-type"] = "metal-at-home";
    });
    expect([total, unpriced]).toEqual([{}, ["metal-at-home"]]);
  });

  test("counts executors that are gone, at what the others cost", () => {
    const cluster = runningApp();
    const [, node] = cluster.nodes;
    const pods = [podMoney(cluster.pod("etl-exec-1")!, node, now)!];
    const executor = {
      isActive: false,
      rddBlocks: 0,
      totalShuffleWrite: 0,
      addTime: "2026-11-01T00:00:00.000GMT",
      removeTime: "2026-11-01T01:00:00.000GMT",
    };
    const state = {
      stages: [],
      cachedPartitions: 0,
      executors: [
        { ...executor, id: "1" },
        { ...executor, id: "9" },
      ],
    };
    const alone = moneyOf(pods, [], undefined);
    const both = moneyOf(pods, [], state);
    expect(both.goneExecutors).toBe(1);
    expect(both.total.hourly).toBeCloseTo(2 * alone.total.hourly!, 5);
  });
});
