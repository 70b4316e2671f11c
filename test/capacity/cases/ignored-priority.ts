/** Case 11: a priority of pause pods for which no node would come is refused before anything exists. */

import { type World } from "../harness/world";
import { messageOf } from "../../../local/user-error";
import { type Case } from "./case";

/** One below what cluster-autoscaler looks at, `--expendable-pods-priority-cutoff`. */
const ignored = -11;

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
      { pods: ({ name }) => name === podName },
    );
    await world.api.remove(`/api/v1/namespaces/${world.plan.systemNamespace}/pods/${podName}`);
  },
};

const podName = "ignored-pause-pod";

/** A pod as the library's pause pods are, but of that priority, and larger than what is left on their node. */
async function createIgnored(world: World): Promise<void> {
  const deployment = world.deployed("Deployment").find(({ metadata }) => metadata.name.includes("warm")) as unknown as {
    spec: { template: { spec: { containers: { resources: object }[] } } };
  };
  const { spec } = deployment.spec.template;
  const [pause] = spec.containers;
  const cpu = "12";
  const resources = { requests: { cpu, memory: "1Gi" }, limits: { memory: "1Gi" } };
  const priority = { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name: podName } };
  await world.api.create("/apis/scheduling.k8s.io/v1/priorityclasses", {
    ...priority,
    value: ignored,
    description: "Below what cluster-autoscaler looks at.",
  });
  await world.api.create(`/api/v1/namespaces/${world.plan.systemNamespace}/pods`, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: podName, labels: { "app.kubernetes.io/name": "overprovisioning" } },
    spec: { ...spec, priorityClassName: podName, containers: [{ ...pause, resources }] },
  });
}

function bound({ observer }: World): number {
  return observer.podRecords.filter(({ name, bound }) => name === podName && bound !== undefined).length;
}
