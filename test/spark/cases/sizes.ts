/** Proof 4: an executor is exactly what the plan says: its pod's requests, its JVM's heap, the kernel's limit. */

import { SparkApplication } from "spark-platform";

import { type Pod, type World } from "../harness/world";
import { type Case, type Report } from "./case";

export const sizes: Case = {
  id: "4",
  title: "The sizes that were planned, at the pod, at the JVM and at the kernel",
  async run(world, report) {
    const name = "sizes";
    const mainApplicationFile = await world.upload("hold.py");
    const end = await world.submit(name, (platform) => {
      new SparkApplication(name, { platform, mainApplicationFile, executors: { instances: 1 } });
    });
    const running = async () =>
      (await world.executorsOf(name)).some(({ status }) => status.phase === "Running") &&
      (await world.log((await world.driverOf(name))!.metadata.name)).includes("round");
    await world.waitFor("executor at work", running, name);
    const [executor] = await world.executorsOf(name);
    await judge("executor", executor!, world, report);
    await judge("driver", (await world.driverOf(name))!, world, report);
    await end();
  },
};

async function judge(role: "driver" | "executor", pod: Pod, world: World, report: Report): Promise<void> {
  const { shape } = world.plan[role];
  const [container] = pod.spec.containers;
  const { requests, limits } = container!.resources;
  report.equal(`${role}: CPU that the pod requests`, shape.cpuRequestMillis, cpuMillis(requests?.cpu));
  report.equal(`${role}: memory that the pod requests, in MiB`, shape.memoryMiB, memoryMiB(requests?.memory));
  report.equal(`${role}: memory at which the pod is limited, in MiB`, shape.memoryMiB, memoryMiB(limits?.memory));
  const inside = (script: string) => world.exec(pod.metadata.name, container!.name, ["sh", "-c", script]);
  const java = await inside(`tr '\\0' ' ' < /proc/$(pgrep -o -x java)/cmdline`);
  report.equal(`${role}: heap of the JVM`, `-Xmx${shape.heapMiB}m`, /-Xmx\S+/.exec(java)?.[0]);
  const limit = await inside(
    "cat /sys/fs/cgroup/memory.max 2>/dev/null || cat /sys/fs/cgroup/memory/memory.limit_in_bytes",
  );
  report.equal(`${role}: limit that the kernel keeps, in MiB`, shape.memoryMiB, Number(limit) / 1024 ** 2);
  const pool =
    world.plan.cluster.sparkPools.find(({ name }) => pod.spec.nodeName?.startsWith(`${name}-`))?.name ?? "none";
  report.holds(
    `${role}: pool that it runs on`,
    world.plan[role].pools.join(" or "),
    pool,
    world.plan[role].pools.includes(pool),
  );
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
function cpuMillis(quantity = ""): number {
  return quantity.endsWith("m") ? Number(quantity.slice(0, -1)) : Number(quantity) * 1000;
}

function memoryMiB(quantity = ""): number {
  const [, number, unit] = /^(\d+)(Mi|Gi|Ki)?$/.exec(quantity) ?? [];
  const factor = { Ki: 1 / 1024, Mi: 1, Gi: 1024 }[unit ?? ""] ?? 1 / 1024 ** 2;
  return Number(number) * factor;
}
