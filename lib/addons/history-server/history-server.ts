/** The Spark history server: the UI of applications that have ended, read from their event logs. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { historyServer } from "../../plan/placement/system-pods";
import { planned } from "../../component";
import { checkHistoryServer } from "./check";
import { childOptions } from "../child-options";
import { checksum } from "../configuration-checksum";
import { configurationFiles, HISTORY_SERVER_PORT } from "./configuration";
import { historyServerDeployment } from "./deployment";
import type { HistoryServerArgs } from "./args";
import { createExposure, EXPOSED_PORT } from "./exposure";
import { loginSecrets } from "./login";
import { mirrored } from "../mirrors";
import { images } from "../versions";

/**
 * A history server behind a ClusterIP service. It has no login of its own: without `expose` it is reached by `kubectl port-forward`
 * and from within the cluster; with it, by a host name and through a login alone, also from within the cluster.
 *
 * @example
 * new HistoryServer("history", { namespace: "spark-system", logUri: "s3a://bucket/spark-events" });
 *
 * Costs half a CPU and 3 GiB of a system node; each look for new logs lists the folder and, of rolling logs, every application in it.
 * @throws pulumi.ResourceError that lists every bad argument; nothing is created then.
 */
export class HistoryServer extends pulumi.ComponentResource {
  /** Name of the service. */
  readonly service: pulumi.Output<string>;
  /** URL inside the cluster; where it is exposed, outside of it. */
  readonly url: pulumi.Output<string>;
  /** Opens the UI on http://localhost:18080 for whoever may reach the cluster with kubectl. */
  readonly portForwardCommand: pulumi.Output<string>;

  constructor(name: string, args: HistoryServerArgs, opts: pulumi.ComponentResourceOptions = {}) {
    planned(() => checkHistoryServer(name, args));
    super("spark-platform:addons:HistoryServer", name, {}, opts);

    const options = childOptions(this, opts);
    const { namespace, identity, expose, storeVolume } = args;
    const { diskGiB = DEFAULT_DISK_GIB, resources = historyServer } = args;
    const labels = { "app.kubernetes.io/name": "history-server", "app.kubernetes.io/instance": name };
    const metadata = { name, namespace, labels };
    const files = configurationFiles(args, { ...args, heapMiB: resources.heapMiB, diskGiB });
    const configuration = new kubernetes.core.v1.ConfigMap(`${name}-configuration`, { metadata, data: files }, options);
    const account = new kubernetes.core.v1.ServiceAccount(
      `${name}-account`,
      {
        metadata: { ...metadata, annotations: identity?.serviceAccountAnnotations ?? {} },
        // It never asks the Kubernetes API for anything; cloud identities bring tokens of their own.
        automountServiceAccountToken: false,
      },
      options,
    );
    const store = storeVolume && createStore(name, metadata, { ...storeVolume, sizeGiB: diskGiB }, options);
    const deployment = new kubernetes.apps.v1.Deployment(
      `${name}-deployment`,
      historyServerDeployment({
        ...{ metadata, labels, resources, diskGiB },
        podLabels: identity?.podLabels ?? {},
        configMap: configuration.metadata.name,
        checksum: files.apply(checksum),
        serviceAccount: account.metadata.name,
        image: mirrored(args.image ?? images.spark, args.imageMirrors),
        imageMirrors: args.imageMirrors,
        logUri: args.logUri,
        scheduling: args.scheduling,
        logVolume: args.logVolume,
        storeClaim: store?.metadata.name,
        expose: expose && { exposure: expose, secrets: loginSecrets(name, expose.login, metadata, options) },
      }),
      pulumi.mergeOptions(options, { dependsOn: identity?.dependsOn ?? [] }),
    );
    const service = new kubernetes.core.v1.Service(
      `${name}-service`,
      { metadata, spec: { type: "ClusterIP", selector: labels, ports: [servicePort(expose !== undefined)] } },
      options,
    );
    this.service = service.metadata.name;
    if (expose !== undefined) createExposure(name, expose, { metadata, service: this.service }, options);
    this.url =
      expose === undefined
        ? pulumi.interpolate`http://${this.service}.${namespace}:${HISTORY_SERVER_PORT}`
        : pulumi.output(`https://${expose.host}`);
    const target =
      expose === undefined
        ? pulumi.interpolate`service/${this.service}`
        : pulumi.interpolate`deployment/${deployment.metadata.name}`;
    this.portForwardCommand = pulumi.interpolate`kubectl --namespace ${namespace} port-forward ${target} ${HISTORY_SERVER_PORT}`;
    this.registerOutputs({ service: this.service, url: this.url, portForwardCommand: this.portForwardCommand });
  }
}

const DEFAULT_DISK_GIB = 10;

/** The server's port, or where there is a login, the login's and no other. */
function servicePort(isExposed: boolean): kubernetes.types.input.core.v1.ServicePort {
  return isExposed
    ? { name: "http", port: EXPOSED_PORT, targetPort: "login", appProtocol: "http" }
    : { name: "http", port: HISTORY_SERVER_PORT, targetPort: "http", appProtocol: "http" };
}

/** What is on it can be read again from the logs, so it goes with the server. */
function createStore(
  name: string,
  { namespace, labels }: { namespace: pulumi.Input<string>; labels: Record<string, string> },
  { storageClass, sizeGiB }: { storageClass?: string; sizeGiB: number },
  options: pulumi.CustomResourceOptions,
): kubernetes.core.v1.PersistentVolumeClaim {
  return new kubernetes.core.v1.PersistentVolumeClaim(
    `${name}-store`,
    {
      metadata: {
        namespace,
        labels,
        // The engine gives it a name, so that one of another class can come first: a claim that a pod uses does not go.
        // Without this it would wait for a volume that is made only when the pod is there.
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        accessModes: ["ReadWriteOnce"],
        ...(storageClass !== undefined && { storageClassName: storageClass }),
        resources: { requests: { storage: `${sizeGiB}Gi` } },
      },
    },
    options,
  );
}
