/** One boot for driver and executors: placeholders on the real scheduler, Job controller, garbage collector and API server. */

import { type Manifest } from "../../lib/rendering";
import { apply } from "../../local/deploy/apply";
import { caseTimeoutMs, startTimeoutMs } from "./environment";
import { bound, of, reasonOf, Submitting } from "./one-boot/submitting";

jest.setTimeout(caseTimeoutMs);

/** Of the application in the program; a spot node holds as many. */
const executors = 4;

let at: Submitting;

beforeAll(async () => {
  at = await Submitting.start();
  expect(at.plan.executor.packing.find(({ pool }) => pool === "spot")?.podsPerNode).toBe(executors);
  await at.nodes({ drivers: ["a"], spot: ["b"] });
}, startTimeoutMs);

afterAll(() => at.environment.stop(), startTimeoutMs);

const placeholders = () => at.pods("app.kubernetes.io/component=placeholder");
const placed = () => at.within("all placeholders have a node", async () => bound(await placeholders()) === executors);
const over = (reason: string) =>
  at.within(`the Job is over: ${reason}`, async () => {
    const { conditions = [] } = (await at.job("pi")).status;
    return conditions.some((one) => one.type === "Failed" && one.reason === reason);
  });

test("executors take the room of their placeholders at once, and the Job makes no others", async () => {
  await at.submit("pi");
  await placed();
  expect((await placeholders()).map(({ spec }) => [spec.priority, spec.nodeName])).toEqual(
    Array(executors).fill([-5, "spot-1"]),
  );
  await at.driver("pi");
  expect(await placeholders()).toHaveLength(executors);

  await at.executors("pi");
  const asked = performance.now();
  const mine = () => at.pods("spark-role=executor");
  await at.within("all executors have a node", async () => bound(await mine()) === executors);
  console.log(
    `all ${executors} executors had the room of their placeholders ${Math.round(performance.now() - asked)} ms later`,
  );
  expect((await mine()).map(({ spec }) => spec.nodeName)).toEqual(Array(executors).fill("spot-1"));

  await over("FailedIndexes");
  const { active = 0, failed, failedIndexes } = (await at.job("pi")).status;
  expect({ active, failed, failedIndexes }).toEqual({ active: 0, failed: executors, failedIndexes: "0-3" });
  expect(await placeholders()).toEqual([]);
  await at.withdraw("pi");
});

test("placeholders go with their application", async () => {
  await at.submit("pi");
  await placed();
  const { metadata } = await at.job("pi");
  await at.kubectl("delete", "sparkapplication", "pi");
  await at.within("the Job is collected", async () => {
    const { items } = await at.get<{ items: { metadata: { uid: string } }[] }>("jobs");
    return !items.some((job) => job.metadata.uid === metadata.uid);
  });
  await at.within("its pods are collected", async () => (await placeholders()).length === 0);
});

test("placeholders that nobody preempts end by themselves, while they wait and on their nodes", async () => {
  await at.submit("pi");
  await placed();
  await at.kubectl("patch", "job", at.placeholders("pi").metadata.name, '--patch={"spec":{"activeDeadlineSeconds":1}}');
  await over("DeadlineExceeded");
  await at.within("they are gone", async () => (await placeholders()).length === 0);
  await at.withdraw("pi");

  await at.submit("pi", ({ spec }) => {
    (spec as { template: { spec: { activeDeadlineSeconds: number } } }).template.spec.activeDeadlineSeconds = 1;
  });
  await over("FailedIndexes");
  const ended = await placeholders();
  expect(ended.map(({ status }) => status.phase)).toEqual(Array(executors).fill("Failed"));
  await at.withdraw("pi");
});

test("placeholders take the room of pause pods, and never that of executors or drivers", async () => {
  const { access, tools } = at.environment;
  const warm = { access, tools, deployment: "warm" };
  const { nodeAffinity, tolerations, resources } = shapeOf(at.placeholders("pi"));
  const pause = Array.from({ length: executors }, (_, index) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: `pause-${index}`, namespace: "default", labels: { app: "pause" } },
    spec: {
      affinity: { nodeAffinity },
      tolerations,
      priorityClassName: "e2e-overprovisioning",
      terminationGracePeriodSeconds: 0,
      containers: [{ name: "pause", image: "pause", resources }],
    },
  }));
  await apply(warm, pause);
  const pausePods = async () =>
    (await at.environment.get<{ items: { spec: { nodeName?: string } }[] }>(["pods", "--namespace=default"])).items;
  await at.within(
    "pause pods have a node",
    async () => (await pausePods()).filter(({ spec }) => spec.nodeName).length === executors,
  );

  await at.submit("pi");
  await placed();
  expect(await pausePods()).toEqual([]);
  await at.driver("pi");
  await at.executors("pi");
  await at.within("executors have a node", async () => bound(await at.pods("spark-role=executor")) === executors);
  await over("FailedIndexes");

  const before = await at.pods("spark-role");
  const again = structuredClone(at.placeholders("pi"));
  again.metadata.name = "again";
  await at.create(again);
  await at.within("the scheduler has looked at each of them", async () => {
    const found = await placeholders();
    return found.length === executors && found.every((pod) => reasonOf(pod) !== "");
  });
  for (const pod of await placeholders())
    expect(reasonOf(pod)).toMatch(/Insufficient cpu.*preemption: 0\/\d+ nodes are available/);
  const after = await at.pods("spark-role");
  expect(after.map(({ metadata }) => [metadata.uid, metadata.deletionTimestamp])).toEqual(
    before.map(({ metadata }) => [metadata.uid, undefined]),
  );
  await at.kubectl("delete", "job", "again");
  await at.withdraw("pi");
});

test("with one zone executors and placeholders wait for a node in the zone of the driver", async () => {
  await at.submit("zonal");
  await at.driver("zonal");
  await at.executors("zonal");
  const waiting = () => at.pods(`${of("zonal")},spark-role!=driver`);
  await at.within("the scheduler has looked at all of them", async () => {
    const found = await waiting();
    return found.length === 4 && found.every((pod) => /pod affinity/.test(reasonOf(pod)));
  });
  // There is room for all of them in the other zone.
  expect(bound(await waiting())).toBe(0);
  await at.nodes({ drivers: ["a"], spot: ["b", "a"] });
  await at.within("all have a node", async () => bound(await waiting()) === 4);
  expect([...new Set((await waiting()).map(({ spec }) => spec.nodeName))]).toEqual(["spot-2"]);
  await at.withdraw("zonal");
});

function shapeOf({ spec }: Manifest) {
  const { affinity, tolerations, containers } = (
    spec as {
      template: {
        spec: { affinity: { nodeAffinity: object }; tolerations: object[]; containers: { resources: object }[] };
      };
    }
  ).template.spec;
  return { nodeAffinity: affinity.nodeAffinity, tolerations, resources: containers[0]?.resources };
}
