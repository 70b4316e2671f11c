/** Submits applications as a platform does: the object, which the operator would act on, and the Job of its placeholders. */

import { SparkApplication } from "spark-platform";

import { type Manifest } from "../../../lib/rendering";
import { type PlatformPlan } from "../../../lib/plan";
import { applyNodes } from "../../../local/control-plane/nodes";
import { apply } from "../../../local/deploy/apply";
import { declare, manifestsOf } from "../../../local/deploy/deploy";
import { nodesOfPlan } from "../../../local/nodes-of-plan";
import { type SparkApplicationManifest, standIns } from "../../../local/stand-ins";
import { waitUntil } from "../../../local/wait";
import { type Environment, startEnvironment } from "../environment";
import { platformProgram } from "../program";

export interface Pod {
  metadata: { name: string; uid: string; deletionTimestamp?: string };
  spec: { nodeName?: string; priority: number };
  status: { phase: string; conditions?: { type: string; message?: string }[] };
}

export interface Job {
  metadata: { uid: string };
  spec: { completions: number };
  status: { active?: number; failed?: number; failedIndexes?: string; conditions?: { type: string; reason: string }[] };
}

/** Both of the program: one with its executors in any zone, the other in one. */
type ApplicationName = "pi" | "zonal";

export const namespace = "spark-jobs";

export class Submitting {
  private constructor(
    readonly environment: Environment,
    readonly plan: PlatformPlan,
    private readonly manifests: Manifest[],
  ) {}

  /** The platform is there, without an application, and without a node for one. */
  static async start(warmExecutors = 0): Promise<Submitting> {
    const environment = await startEnvironment("one-boot");
    const { access, tools, chart } = environment;
    const { kubeconfig, context } = access;
    const declaration = await declare(() => {
      const platform = platformProgram({ kubeconfig, context, chart, warmExecutors });
      new SparkApplication("zonal", {
        platform,
        mainApplicationFile: "local:///opt/spark/examples/src/main/python/pi.py",
        executors: { instances: 2 },
        oneZone: true,
      });
    }, {});
    const manifests = await manifestsOf(declaration, tools);
    const standing = manifests.filter(({ kind }) => !["SparkApplication", "Job"].includes(kind));
    await apply({ access, tools, deployment: "e2e" }, standing);
    return new Submitting(environment, declaration.plan, manifests);
  }

  /** Nodes of pools by name, each in a zone. */
  async nodes(pools: Record<string, string[]>): Promise<void> {
    const planned = nodesOfPlan(this.plan, ({ name, role }) => (role === "spark" ? (pools[name]?.length ?? 0) : 0));
    const zoned = Object.entries(pools).flatMap(([pool, zones]) =>
      zones.flatMap((zone, index) => {
        const node = planned.find(({ metadata }) => metadata.name === `${pool}-${index + 1}`);
        if (node) node.metadata.labels["topology.kubernetes.io/zone"] = zone;
        return node ?? [];
      }),
    );
    await applyNodes(this.environment.access, this.environment.tools, zoned);
  }

  application(name: ApplicationName): SparkApplicationManifest {
    return this.manifest("SparkApplication", name) as SparkApplicationManifest;
  }

  placeholders(name: ApplicationName): Manifest {
    return this.manifest("Job", name);
  }

  private manifest(kind: string, name: ApplicationName): Manifest {
    const isOf = ({ metadata }: Manifest) => metadata.name === name || metadata.name.startsWith(`${name}-placeholder-`);
    const found = this.manifests.find((manifest) => manifest.kind === kind && isOf(manifest));
    if (found === undefined) throw new Error(`the program has no ${kind} of ${name}`);
    return found;
  }

  /** @param change of the Job that belongs to the application */
  async submit(name: ApplicationName, change: (job: Manifest) => void = () => undefined): Promise<void> {
    const application = this.application(name);
    await this.create(application);
    const { metadata } = await this.get<{ metadata: { uid: string } }>("sparkapplication", name);
    const { apiVersion, kind } = application;
    const job = structuredClone(this.placeholders(name));
    // The engine knows the uid by then.
    job.metadata.ownerReferences = [{ apiVersion, kind, name, uid: metadata.uid }];
    change(job);
    await this.create(job);
  }

  async driver(name: ApplicationName): Promise<void> {
    await this.create(standIns(this.application(name))[0]);
    await this.within(
      "the driver has a node",
      async () => bound(await this.pods(`${of(name)},spark-role=driver`)) === 1,
    );
  }

  async executors(name: ApplicationName): Promise<void> {
    for (const executor of standIns(this.application(name)).slice(1)) await this.create(executor);
  }

  async withdraw(name: ApplicationName): Promise<void> {
    await this.kubectl("delete", "sparkapplication", name);
    await this.kubectl("delete", "pods", `--selector=${of(name)},spark-role`, "--wait");
    // The garbage collector takes the Job at its own pace, and the next run of an application has one of the same name.
    await this.within("its Job and its placeholders are gone", async () => {
      const { items } = await this.get<{ items: unknown[] }>("jobs", `--selector=${of(name)}`);
      return items.length === 0 && (await this.pods(of(name))).length === 0;
    });
  }

  create(manifest: unknown): Promise<string> {
    return this.environment.kubectl(["create", "--validate=strict", "--filename=-"], manifest);
  }

  kubectl(...args: string[]): Promise<string> {
    return this.environment.kubectl([...args, `--namespace=${namespace}`]);
  }

  get<T>(...args: string[]): Promise<T> {
    return this.environment.get<T>([...args, `--namespace=${namespace}`]);
  }

  job(name: ApplicationName): Promise<Job> {
    return this.get<Job>("job", this.placeholders(name).metadata.name);
  }

  async pods(selector: string): Promise<Pod[]> {
    return (await this.get<{ items: Pod[] }>("pods", `--selector=${selector}`)).items;
  }

  async within(what: string, condition: () => Promise<boolean>): Promise<void> {
    if (!(await waitUntil(condition, { timeoutMs: 120_000, intervalMs: 250 }))) throw new Error(`never: ${what}`);
  }
}

/** Selects the pods of an application. */
export function of(name: ApplicationName): string {
  return `spark-platform/application=${name}`;
}

export function bound(pods: readonly Pod[]): number {
  return pods.filter(({ spec }) => spec.nodeName !== undefined).length;
}

/** What the scheduler says of a pod that it has no node for. */
export function reasonOf({ status }: Pod): string {
  return status.conditions?.find(({ type }) => type === "PodScheduled")?.message ?? "";
}
