/** Case 11: a priority of pause pods for which no node would come is refused before anything exists. */

import { Refused } from "../harness/api";
import { type World } from "../harness/world";
import { messageOf } from "../../../local/user-error";
import { type Case, type Measure } from "./case";

/** One below what cluster-autoscaler looks at, `--expendable-pods-priority-cutoff`. */
const ignored = -11;

const ignoredName = "ignored-pause-pod";

const priorityClasses = "/apis/scheduling.k8s.io/v1/priorityclasses";

const podsOf = (world: World) => `/api/v1/namespaces/${world.plan.systemNamespace}/pods`;

export const ignoredPriority: Case = {
  id: "11",
  title: `pause pods at priority ${ignored}`,
  async run(world, measure) {
    await measure("what the library says", async (checks) => {
      const said = await world.declare({ platform: { warm: { executors: 1 }, pausePriority: ignored } }).then(
        () => "nothing",
        (error: unknown) => messageOf(error),
      );
      const [line = said] = said.split("\n").filter((one) => one.includes("pausePriority"));
      checks.correct("a platform with it", "is refused", line.trim(), said.includes("pausePriority"));
    });
    await world.deploy({ platform: { warm: { executors: 1 } } });
    await world.until("the library's own pause pod has a node", () => world.schedulableNodes() === 1, 600);
    try {
      await measureIgnored(world, measure);
    } finally {
      await world.api.remove(`${podsOf(world)}/${ignoredName}`);
      await world.api.remove(`${priorityClasses}/${ignoredName}`);
    }
  },
};

/** What the autoscaler does with a pod of that priority. */
async function measureIgnored(world: World, measure: Measure): Promise<void> {
  await measure(
    "what the autoscaler does with it",
    async (checks) => {
      await createIgnored(world);
      const hasRoom = () => bound(world) === 1;
      const seconds = 30 + 2 * world.form.boot.to;
      const comes = await world.until("a node comes for it", hasRoom, seconds).then(
        () => true,
        () => false,
      );
      const knowsCutOff = world.autoscalerName === "cluster-autoscaler";
      const goal = knowsCutOff ? "no node comes" : "a node comes: Karpenter knows no such cut-off";
      checks.correct(
        "a pod of that priority",
        goal,
        comes ? "a node comes" : `no node in ${seconds} s`,
        comes !== knowsCutOff,
      );
    },
    { pods: ({ name }) => name === ignoredName },
  );
}

/** A pod as the library's pause pods are, but of that priority, and larger than what is left on their node. */
async function createIgnored(world: World): Promise<void> {
  const deployment = world.deployed("Deployment").find(({ metadata }) => metadata.name.includes("warm")) as unknown as {
    spec: { template: { spec: { containers: { resources: object }[] } } };
  };
  const { spec } = deployment.spec.template;
  const [pause] = spec.containers;
  const cpu = "12";
  const resources = { requests: { cpu, memory: "1Gi" }, limits: { memory: "1Gi" } };
  const priorityClass = { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name: ignoredName } };
  const description = "Below what cluster-autoscaler looks at.";
  await world.api.create(priorityClasses, { ...priorityClass, value: ignored, description });
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: ignoredName, labels: { "app.kubernetes.io/name": "overprovisioning" } },
    spec: { ...spec, priorityClassName: ignoredName, containers: [{ ...pause, resources }] },
  };
  // Admission hears of a new priority class by a watch of its own, some time after its creation was answered.
  const admitted = () =>
    world.api.create(podsOf(world), pod).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refused && error.words.includes("no PriorityClass")) return false;
        throw error;
      },
    );
  await world.until("admission knows the priority class", admitted, 120);
}

function bound({ observer }: World): number {
  return observer.podRecords.filter(({ name, bound }) => name === ignoredName && bound !== undefined).length;
}
