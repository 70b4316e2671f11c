/** Apache Celeborn: a shuffle service that keeps shuffle files in place of executors. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { planned } from "../../component";
import type { CelebornArgs, CelebornRole } from "./args";
import { celebornFiles, MASTER_PORT, masterHosts, WORKER_PORTS } from "./configuration";
import { masterStatefulSet, workerStatefulSet } from "./pods";
import { checkCeleborn } from "./check";
import { childOptions } from "../child-options";
import { checksum } from "../configuration-checksum";
import { mirrored } from "../mirrors";
import { images } from "../versions";

/**
 * Masters and workers of Apache Celeborn. Executors push shuffle files to workers while maps run, so they can come and go at will: an
 * executor that is lost costs its running tasks and nothing else, and an idle one keeps no node for the files that it has written.
 *
 * It has no login: whoever reaches it can use it, and read what others have shuffled. `clientNamespaces` limits who reaches it.
 *
 * @example
 * const celeborn = new Celeborn("celeborn", {
 *   namespace: "celeborn",
 *   workers: { replicas: 3, pool: { cluster: cluster.plan, name: "shuffle" }, diskGiB: 800 },
 *   masters: { replicas: 3 },
 * });
 * new SparkPlatform("analytics", { cluster, spark, shuffle: { service: { endpoints: celeborn.endpoints } } });
 *
 * Costs the nodes of the workers, always; of other nodes a quarter of a CPU and 1.5 GiB for each master.
 * @throws pulumi.ResourceError that lists every bad argument; nothing is created then.
 */
export class Celeborn extends pulumi.ComponentResource {
  /** `host:port` of the masters, for `shuffle.service.endpoints` of a platform; plain, since the plan has it. */
  readonly endpoints: string[];

  constructor(name: string, args: CelebornArgs, opts: pulumi.ComponentResourceOptions = {}) {
    planned(() => checkCeleborn(name, args));
    super("spark-platform:addons:Celeborn", name, {}, opts);

    const { namespace, workers, masters = {}, clientNamespaces } = args;
    const options = childOptions(this, opts);
    const hosts = masterHosts({ name, namespace, replicas: masters.replicas ?? DEFAULT_MASTERS });
    const files = celebornFiles(hosts, workers, args.configuration);
    const metadataOf = (role: CelebornRole) => ({ name: `${name}-${role}`, namespace, labels: labelsOf(name, role) });
    const configuration = new kubernetes.core.v1.ConfigMap(
      `${name}-configuration`,
      { metadata: { name, namespace, labels: labelsOf(name) }, data: files },
      options,
    );
    const account = new kubernetes.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata: { name, namespace, labels: labelsOf(name) }, automountServiceAccountToken: false },
      options,
    );
    for (const role of ["master", "worker"] as const) {
      createService(`${name}-${role}`, metadataOf(role), options);
      createBudget(`${name}-${role}-budget`, metadataOf(role), options);
    }
    if (clientNamespaces !== undefined) createPolicy(name, namespace, clientNamespaces, options);
    const pods = {
      hosts,
      account: account.metadata.name,
      configMap: configuration.metadata.name,
      checksum: checksum(files),
      image: mirrored(args.image ?? images.celeborn, args.imageMirrors),
    };
    const leaders = new kubernetes.apps.v1.StatefulSet(
      `${name}-masters`,
      masterStatefulSet({ ...pods, metadata: metadataOf("master") }, masters),
      options,
    );
    new kubernetes.apps.v1.StatefulSet(
      `${name}-workers`,
      workerStatefulSet({ ...pods, metadata: metadataOf("worker") }, workers),
      pulumi.mergeOptions(options, { dependsOn: leaders }),
    );
    this.endpoints = hosts.map((host) => `${host}:${MASTER_PORT}`);
    this.registerOutputs({ endpoints: this.endpoints });
  }
}

const DEFAULT_MASTERS = 3;

function labelsOf(name: string, role?: CelebornRole): Record<string, string> {
  const labels = { "app.kubernetes.io/name": "celeborn", "app.kubernetes.io/instance": name };
  return role === undefined ? labels : { ...labels, "app.kubernetes.io/component": role };
}

interface Metadata {
  name: string;
  namespace: string;
  labels: Record<string, string>;
}

/** Headless: it gives every pod a name of its own, by which masters find each other before they are ready. */
function createService(name: string, metadata: Metadata, options: pulumi.CustomResourceOptions): void {
  new kubernetes.core.v1.Service(
    `${name}-service`,
    {
      // A service that leads nowhere until pods come has nothing to wait for.
      metadata: { ...metadata, annotations: { "pulumi.com/skipAwait": "true" } },
      spec: { clusterIP: "None", publishNotReadyAddresses: true, selector: metadata.labels },
    },
    options,
  );
}

/** One at a time: the others hold the second copy of every file, and two of three masters elect a leader. */
function createBudget(name: string, metadata: Metadata, options: pulumi.CustomResourceOptions): void {
  new kubernetes.policy.v1.PodDisruptionBudget(
    name,
    { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: metadata.labels } } },
    options,
  );
}

function createPolicy(
  name: string,
  namespace: string,
  clientNamespaces: readonly string[],
  options: pulumi.CustomResourceOptions,
): void {
  const own = { podSelector: { matchLabels: labelsOf(name) } };
  const clients = clientNamespaces.map((client) => ({
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": client } },
  }));
  const ports = [MASTER_PORT, ...Object.values(WORKER_PORTS)].map((port) => ({ protocol: "TCP", port }));
  new kubernetes.networking.v1.NetworkPolicy(
    `${name}-clients`,
    {
      metadata: { name, namespace, labels: labelsOf(name) },
      spec: {
        ...own,
        policyTypes: ["Ingress"],
        ingress: [{ from: [own] }, { from: clients, ports }],
      },
    },
    options,
  );
}
