/** A Spark Connect server: a driver that stays, and that notebooks and programs send their queries to. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { childOptions } from "../addons/child-options";
import { planned } from "../component";
import { describeIssue } from "../plan/issue";
import { applicationLabel } from "../plan/placement/labels";
import type { ApplicationArgs, ApplicationExecutors } from "./args";
import { checkArguments } from "./check/arguments";
import { provideCode } from "./code/provide";
import { compileApplication } from "./compile/compile";
import {
  type CheckedServer,
  checkForeign,
  checkServer,
  type foreignArguments,
  serverShape,
} from "./connect/check-server";
import {
  CONNECT_PORT,
  connectDeployment,
  connectPolicy,
  connectService,
  serverLabels,
  serverProgram,
} from "./connect/deployment";
import { type SecretKey, tokenSecret } from "./connect/token";
import { platformOptions } from "./spark-application";
import { driverProperties } from "./spark-submit/driver-pod";
import { createFiles } from "./spark-submit/files";
import { platformKeysLostOnPod } from "./spark-submit/pod-keys";

export interface SparkConnectServerArgs extends Omit<ApplicationArgs, (typeof foreignArguments)[number] | "executors"> {
  /**
   * What clients must bring (SPARK_CONNECT_AUTHENTICATE_TOKEN), since whoever connects can do what drivers can: a Pulumi secret, or a
   * key of a Secret in the namespace. `false` for none, with `clients` in its place; the only way before Spark 4.0.
   */
  token: pulumi.Input<string> | SecretKey | false;
  /**
   * The pods that may connect, by a NetworkPolicy; the server's own executors always may. Only a network plugin that enforces
   * policies does. @default any pod of the cluster
   */
  clients?: kubernetes.types.input.networking.v1.NetworkPolicyPeer[];
  /** As an application's, without `reserve`: executors come with the first query. */
  executors?: Omit<ApplicationExecutors, "reserve">;
  /** Whether the server and its executors are away until this is `false` again. @default false */
  suspend?: boolean;
}

/**
 * A Spark Connect server: one driver, sized and placed as the plan has it, whose executors come when there is work and go when there
 * is none. Sessions end with the driver; a change of its arguments starts it anew.
 *
 * It is a Deployment and no SparkConnect object of the Kubeflow operator: that API is alpha, knows nothing of the platform's templates
 * and needs the operator. It can be reached inside the cluster only, without TLS; `connectCommand` brings it to this machine.
 *
 * @example
 * const server = new SparkConnectServer("notebooks", {
 *   platform,
 *   token: new pulumi.Config().requireSecret("connectToken"),
 *   executors: { max: 20 },
 * });
 * export const { connectCommand, connectUrl } = server;
 *
 * Costs a driver for as long as it is there, and executors while they work.
 * @throws pulumi.ResourceError that lists every bad argument; nothing is created then.
 */
export class SparkConnectServer extends pulumi.ComponentResource {
  /** Name of the Service. */
  readonly service: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string>;
  /** Where pods of the cluster reach it. */
  readonly url: pulumi.Output<string>;
  /** Brings it to this machine for whoever may reach the cluster with kubectl. */
  readonly connectCommand: pulumi.Output<string>;
  /** Where clients find it while `connectCommand` runs. */
  readonly connectUrl: pulumi.Output<string>;
  /** Follows its log. */
  readonly logsCommand: pulumi.Output<string>;

  constructor(name: string, args: SparkConnectServerArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const application = applicationOf(args);
    planned(() =>
      checkArguments<CheckedServer>("SparkConnectServer", name, application, {
        shape: serverShape,
        executorKeys: {},
        check: (sound, plan, issues) => {
          checkForeign(args, issues);
          checkServer(sound, plan, issues);
        },
      }),
    );
    const objectName = args.name ?? name;
    const options = platformOptions(args.platform, opts);
    super("spark-platform:applications:SparkConnectServer", name, {}, options);
    for (const note of platformKeysLostOnPod(args.platform.plan)) void pulumi.log.warn(describeIssue(note), this);

    const inside = childOptions(this, options);
    const code = provideCode(name, { objectName, kind: "server", isKept: false }, application, inside);
    const compiled = compileApplication(objectName, application, code);
    const { namespace, annotations } = compiled;
    const labels = { ...compiled.labels, [applicationLabel]: objectName, ...serverLabels(objectName) };
    const metadata = { name: objectName, namespace, labels, annotations };

    const token = args.token === false ? undefined : tokenSecret(name, args.token, metadata, inside);
    const configMap = createFiles(name, compiled, driverProperties(compiled), {}, { isKept: false }, inside);
    const policies = (args.clients === undefined ? [] : [args.clients]).map((clients) => {
      const spec = connectPolicy(objectName, clients);
      return new kubernetes.networking.v1.NetworkPolicy(`${name}-clients`, { metadata, spec }, inside);
    });
    new kubernetes.apps.v1.Deployment(
      `${name}-deployment`,
      { metadata, spec: connectDeployment({ application: compiled, configMap, token }) },
      // Never there without what keeps others out.
      pulumi.mergeOptions(inside, { dependsOn: [...code.dependsOn, ...policies] }),
    );
    const service = new kubernetes.core.v1.Service(
      `${name}-service`,
      { metadata, spec: connectService(objectName) },
      inside,
    );
    this.service = service.metadata.name;
    this.namespace = pulumi.output(namespace);
    this.url = pulumi.interpolate`sc://${this.service}.${namespace}:${CONNECT_PORT}`;
    this.connectCommand = pulumi.interpolate`kubectl --namespace ${namespace} port-forward service/${this.service} ${CONNECT_PORT}`;
    this.connectUrl = pulumi.output(`sc://localhost:${CONNECT_PORT}`);
    this.logsCommand = pulumi.output(`kubectl --namespace ${namespace} logs --follow deployment/${objectName}`);
    this.registerOutputs({
      service: this.service,
      namespace: this.namespace,
      url: this.url,
      connectCommand: this.connectCommand,
      connectUrl: this.connectUrl,
      logsCommand: this.logsCommand,
    });
  }
}

/** As an application, whose program is Spark's own. */
function applicationOf(args: SparkConnectServerArgs): ApplicationArgs {
  return { ...args, ...serverProgram };
}
