/** A Kubernetes cluster that somebody else made, used as it is: nothing of it is changed. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { planned } from "../../component";
import type { ClusterPlan } from "../../plan/cluster";
import { IssueList } from "../../plan/issue";
import type { SparkCluster, WorkloadIdentity } from "../contract";
import type { ExistingClusterArgs, StorageAccessArgs } from "./args";
import { addNoKubeconfig, checkKubeconfig } from "./kubeconfig";
import { isKubeconfigPath, kubeconfigContent, withHome } from "./kubeconfig-file";
import { planExistingCluster } from "./plan";

/**
 * An existing cluster as a home for Spark. Its pools are described by what their nodes report, so that every pod that is
 * planned fits them; `readNodes()` writes that description from the living cluster.
 *
 * @example
 * const cluster = new ExistingCluster("shared", {
 *   context: "prod",
 *   nodes: [
 *     { name: "system", role: "system", labels: { pool: "system" }, maxNodes: 2, allocatable: { cpu: "3920m", memory: "14162Mi" } },
 *     { name: "spark", labels: { pool: "spark" }, maxNodes: 20, allocatable: { cpu: "15890m", memory: "57691Mi" } },
 *   ],
 * });
 *
 * Costs nothing by itself. Estimates have the nodes whose machine type is known or whose price is given; they leave the control
 * plane out and say so.
 * @throws pulumi.ResourceError that lists every bad argument; nothing is created then.
 */
export class ExistingCluster extends pulumi.ComponentResource implements SparkCluster {
  readonly plan: ClusterPlan;
  readonly provider: kubernetes.Provider;
  readonly kubeconfig: pulumi.Output<string>;
  readonly accessCommand: pulumi.Output<string>;
  readonly ready: pulumi.Resource[];
  readonly #storageAccess: StorageAccessArgs | undefined;

  constructor(name: string, args: ExistingClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const plan = planned(() => checkedPlan(name, args));
    super("spark-platform:clusters/existing:ExistingCluster", name, { plan }, opts);

    this.plan = plan;
    this.#storageAccess = args.storageAccess;
    this.provider = new kubernetes.Provider(
      `${name}-kubernetes`,
      {
        kubeconfig: args.kubeconfig === undefined ? undefined : pulumi.secret(withHome(args.kubeconfig)),
        context: args.context,
        // Field ownership is what lets the platform share objects with autoscalers and with people.
        enableServerSideApply: true,
        // A ConfigMap that changes is not taken away from the pods that start meanwhile.
        enableConfigMapMutable: true,
      },
      { parent: this },
    );
    this.kubeconfig = pulumi.secret(args.kubeconfig ?? ambientPath());
    this.accessCommand = pulumi.output(accessCommand(args));
    this.ready = [this.provider];
    this.registerOutputs({ kubeconfig: this.kubeconfig, accessCommand: this.accessCommand });
  }

  /** The cluster's identities are given, not made: every request gets what `storageAccess` says. */
  grantStorageAccess(): WorkloadIdentity {
    return {
      serviceAccountAnnotations: this.#storageAccess?.serviceAccountAnnotations ?? {},
      podLabels: this.#storageAccess?.podLabels ?? {},
      dependsOn: [],
    };
  }
}

function checkedPlan(name: string, args: ExistingClusterArgs): ClusterPlan {
  const issues = new IssueList();
  const kubeconfig: unknown = args?.kubeconfig;
  if (typeof kubeconfig === "string") {
    checkKubeconfig(kubeconfigContent(kubeconfig), args.context, issues);
  } else if (kubeconfig !== undefined && !pulumi.Output.isInstance(kubeconfig) && !(kubeconfig instanceof Promise)) {
    addNoKubeconfig(kubeconfig, issues);
  }
  return planExistingCluster(name, args, issues);
}

/** Where kubectl looks; the file stays where it is, since it may hold the credentials of other clusters too. */
function ambientPath(): string {
  return process.env.KUBECONFIG || "~/.kube/config";
}

/** Leaves kubectl pointed at the cluster, since the platform's other commands go where kubectl goes. */
function accessCommand({ kubeconfig, context }: ExistingClusterArgs): string {
  const use = context === undefined ? [] : [`kubectl config use-context ${quoted(context)}`];
  if (kubeconfig === undefined) return use[0] ?? "kubectl get nodes";
  const file =
    typeof kubeconfig === "string" && isKubeconfigPath(kubeconfig)
      ? [`export KUBECONFIG=${quoted(kubeconfig)}`]
      : ["pulumi stack output kubeconfig --show-secrets > kubeconfig", 'export KUBECONFIG="$PWD/kubeconfig"'];
  return [...file, ...use].join(" && ");
}

/** Quoted for a POSIX shell where it needs to be. */
function quoted(text: string): string {
  return /^[\w@%+=:,./~-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
