import { readFileSync } from "node:fs";
import { join } from "node:path";

import { answerText } from "../../lib/cli/answer";
import { drillSpot, readDrillOptions } from "../../lib/cli/answers/drill-spot";
import { Problem } from "../../lib/cli/problem";
import { drillSpotSchema } from "../../lib/cli/schemas/drill";
import type { DrillOptions } from "../../lib/drill/drill";
import { exampleCluster, type FakeCluster } from "../drill/fake-cluster";
import type { Recorded } from "../e2e/spark-drill/scenario";
import { run } from "./running";

const options = readDrillOptions({ namespace: ["spark-jobs"], recovery: "60" });

function answer(cluster: FakeCluster, changes: Partial<DrillOptions> = {}) {
  const { api, clock } = cluster;
  const signal = new AbortController().signal;
  return drillSpot({ ...options, ...changes }, { api, clock, signal, say: () => undefined });
}

const text = (said: Awaited<ReturnType<typeof answer>>) => answerText(said, { color: false, width: 100 });

/** Another executor runs on a node that is there, 10 s after the notice. */
function recovering(): FakeCluster {
  const cluster = exampleCluster();
  cluster.everySecond = (now) => {
    if (now === 10) cluster.executor("etl", 4, "spot-2");
  };
  return cluster;
}

describe("drill spot", () => {
  test("reads its options", () => {
    expect(readDrillOptions({ namespace: ["a", "b"], notice: "0", anyCapacity: true, dryRun: true })).toEqual({
      namespaces: ["a", "b"],
      application: undefined,
      noticeSeconds: 0,
      recoverySeconds: 600,
      anyCapacity: true,
      dryRun: true,
    });
  });

  test.each([
    ["drill spot", "--namespace: (not given) is missing"],
    ["drill spot --namespace Spark_Jobs", '--namespace: "Spark_Jobs" is no name of a namespace'],
    ["drill spot --namespace a --notice soon", '--notice: "soon" is no number', "a whole number from 0 to 3600"],
    ["drill spot --namespace a --recovery 0", '--recovery: "0" is no number', "a whole number from 1 to 86400"],
    ["drill spot --namespace a --node b", "unknown option '--node'"],
    ["drill", "Usage: spark-platform drill"],
  ])("spark-platform %s ends with 2 and says what is wrong", async (call, ...messages) => {
    const { code, out, err } = await run(call);
    expect([code, out]).toEqual([2, ""]);
    for (const message of messages) expect(err).toContain(message);
  });

  test("ends with 1 where the kubeconfig leads nowhere", async () => {
    const { code, err } = await run("drill spot --namespace a --kubeconfig /nowhere");
    expect(code).toBe(1);
    expect(err).toContain("error: there is no kubeconfig /nowhere");
    expect(err).toContain("pass --kubeconfig and --context");
  });

  test("says that the application recovered, and when what happened", async () => {
    const said = await answer(recovering());
    expect(said.failed).toBe(false);
    expect(drillSpotSchema.parse(said.data)).toEqual(said.data);
    const shown = text(said);
    expect(shown).toContain("Recovered: etl has 3 of 3 executors 10 s after the notice.");
    expect(shown).toMatch(/│ +0\.0 │ notice: the node is cordoned, its pods are evicted +│/);
    expect(shown).toMatch(/│ +5\.0 │ etl-exec-1 gone, within the notice +│/);
    expect(shown).toMatch(/│ +10\.0 │ etl-exec-4 bound to spot-2 +│/);
    expect(shown).toContain("Not known: the driver's UI could not be asked: error trying to reach service");
  });

  test("fails where executors are missing, and says where to look", async () => {
    const said = await answer(exampleCluster());
    expect(said.failed).toBe(true);
    expect(said.summary[0]).toBe("Not recovered: etl has 2 of 3 executors.");
    expect(said.next).toEqual(["kubectl --namespace spark-jobs get events --field-selector reason=FailedScheduling"]);
  });

  test("names the command that ends the machine where no autoscaler does", async () => {
    const cluster = recovering();
    cluster.nodes[1]!.spec.providerID = "gce://team/europe-west1-b/spot-1";
    expect((await answer(cluster)).next).toEqual([
      "gcloud compute instances delete spot-1 --project team --zone europe-west1-b  # the machine is still there",
    ]);
  });

  test("shows what it would take, with all that runs there", async () => {
    const said = await answer(exampleCluster(), { dryRun: true });
    expect(said.failed).toBe(false);
    const shown = text(said);
    expect(shown).toContain("A drill would take spot-1 away from etl, which has 3 executors. Nothing was touched.");
    expect(shown).toMatch(/│ etl-exec-1 │ spark-jobs │ executor │ etl +│/);
    expect(shown).not.toContain("What Spark ran again");
  });

  test("is a problem of the user's where there is nothing to drill", async () => {
    await expect(answer(exampleCluster(), { application: "elt" })).rejects.toThrow(Problem);
  });

  test("prints what docs/spot-drill.md shows, from what a real Spark answered", async () => {
    const file = join(__dirname, "../drill/recorded/killed-in-reduces.json");
    const recorded = JSON.parse(readFileSync(file, "utf8")) as Recorded;
    const cluster = exampleCluster();
    const [, taken] = cluster.nodes;
    taken!.spec.providerID = "aws:///eu-central-1a/i-0123456789abcdef0";
    taken!.metadata.labels = {
      "eks.amazonaws.com/capacityType": "SPOT",
      "node.kubernetes.io/instance-type": "m7g.4xlarge",
      "topology.kubernetes.io/zone": "eu-central-1a",
    };
    let answers = recorded.before;
    cluster.ui = (path) => answers[path.replace("etl-driver:4040/api/v1/applications/spark-etl", "")];
    cluster.graceSeconds = 600;
    cluster.everySecond = (now) => {
      if (now !== 180) return;
      answers = recorded.after;
      cluster.addNode("spot-4", { "eks.amazonaws.com/capacityType": "SPOT" });
      cluster.executor("etl", 4, "spot-4");
    };
    const page = readFileSync(join(__dirname, "../../docs/spot-drill.md"), "utf8");
    expect(page).toContain(text(await answer(cluster, { recoverySeconds: 600 })));
  });
});
