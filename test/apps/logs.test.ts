import { findApps } from "../../lib/apps/find";
import { type LogOptions, logSource, readLog } from "../../lib/apps/logs";
import { type AppsCluster, runningApp, sized } from "./apps-cluster";

const options: LogOptions = { follow: false, previous: false };

async function log(cluster: AppsCluster, changes: Partial<LogOptions> = {}) {
  const [app] = (await findApps(cluster.appsApi, "spark-jobs")).apps;
  const all = { ...options, ...changes };
  const said: string[] = [];
  let text = "";
  const waiting = {
    clock: cluster.clock,
    signal: new AbortController().signal,
    say: (line: string) => void said.push(line),
  };
  await readLog(cluster.appsApi, logSource(app!, all), all, (part) => void (text += part), waiting);
  return { text, said };
}

function cluster(): AppsCluster {
  const made = runningApp();
  made.logs["etl-driver/spark-kubernetes-driver"] = "the driver\n";
  made.logs["etl-exec-2/spark-kubernetes-executor"] = "executor 2\n";
  return made;
}

test("the log is the driver's, or that of the executor with Spark's number", async () => {
  expect((await log(cluster())).text).toBe("the driver\n");
  expect((await log(cluster(), { executor: "2" })).text).toBe("executor 2\n");
});

test("an executor that is not there is refused with those that are", async () => {
  await expect(log(cluster(), { executor: "7" })).rejects.toThrow(/no executor 7: there are 1, 2\./);
});

test("following waits for a driver that has not started, and says so once", async () => {
  const made = cluster();
  const driver = made.pod("etl-driver")!;
  driver.status = { phase: "Pending" };
  made.everySecond = (second) => {
    if (second === 5) sized(driver, "spark-kubernetes-driver", "1", "4Gi");
  };
  const { text, said } = await log(made, { follow: true });
  expect([text, said, made.now - 1000]).toEqual([
    "the driver\n",
    [expect.stringContaining("etl-driver has not started")],
    5,
  ]);
});

test("the previous log is the earlier attempt's pod, where it is there", async () => {
  const made = cluster();
  const earlier = structuredClone(made.pod("etl-driver")!);
  earlier.metadata = {
    ...earlier.metadata,
    name: "etl-0-driver",
    uid: "earlier",
    creationTimestamp: "2026-10-31T00:00:00Z",
  };
  made.pods.push(earlier);
  for (const name of ["etl-driver", "etl-0-driver"]) {
    const pod = made.pod(name)!;
    pod.metadata.labels!["sparkoperator.k8s.io/app-name"] = "etl";
  }
  made.put(
    { group: "sparkoperator.k8s.io", version: "v1beta2", plural: "sparkapplications" },
    { metadata: { name: "etl" }, spec: {} },
  );
  made.logs["etl-0-driver/spark-kubernetes-driver"] = "the first attempt\n";
  expect((await log(made, { previous: true })).text).toBe("the first attempt\n");
});

test("the previous log is the container's before its restart, where there is one pod", async () => {
  const made = cluster();
  await expect(log(made, { previous: true })).rejects.toThrow(/There is no earlier log of etl-driver/);
  made.logs["etl-driver/spark-kubernetes-driver/previous"] = "before\n";
  expect((await log(made, { previous: true })).text).toBe("before\n");
});

test("a pod that has not started is refused with the way to wait for it", async () => {
  const made = runningApp();
  await expect(log(made)).rejects.toMatchObject({ next: ["add --follow to wait until it starts"] });
});
