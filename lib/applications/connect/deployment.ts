/** The Deployment and the Services of a Spark Connect server. */

import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { applicationLabel } from "../../plan/placement/labels";
import type { CompiledApplication } from "../compile/compiled";
import { driverPod } from "../spark-submit/driver-pod";
import type { ServerToken } from "./token";

/** Spark's own: `spark.connect.grpc.binding.port`. */
export const CONNECT_PORT = 15002;

export interface ConnectDeploymentSpec {
  application: CompiledApplication;
  /** Holds the driver's files. */
  configMap: pulumi.Input<string>;
  /** What clients must bring; undefined for none. */
  token: ServerToken | undefined;
}

/** What it runs: a class of Spark's own, for which spark-submit needs no file. */
export const serverProgram = {
  type: "Scala",
  mainClass: "org.apache.spark.sql.connect.service.SparkConnectServer",
  mainApplicationFile: "spark-internal",
} as const;

/** Labels by which Services and policies find the server's pod. */
export function serverLabels(name: string): Record<string, string> {
  return { "app.kubernetes.io/name": "spark-connect", "app.kubernetes.io/instance": name };
}

/** Since 4.0 the server reads its token here, and nothing then shows it: neither the configuration, nor the UI or the event log. */
const TOKEN_VARIABLE = "SPARK_CONNECT_AUTHENTICATE_TOKEN";

/** Spark takes 30 s at most to end its executors and to close the event log, which then goes to the object store. */
const STOP_SECONDS = 60;

export function connectDeployment(spec: ConnectDeploymentSpec): kubernetes.types.input.apps.v1.DeploymentSpec {
  const { application, configMap, token } = spec;
  const labels = serverLabels(application.name);
  const pod = driverPod({
    application,
    configMap,
    labels,
    env:
      token === undefined
        ? []
        : [{ name: TOKEN_VARIABLE, valueFrom: { secretKeyRef: { name: token.secret, key: token.key } } }],
    ports: [{ name: "grpc", containerPort: CONNECT_PORT }],
  });
  const [server, ...others] = pod.spec.containers as kubernetes.types.input.core.v1.Container[];
  return {
    replicas: application.suspend ? 0 : 1,
    // Sessions live in one driver, and the plan found room for one.
    strategy: { type: "Recreate" },
    selector: { matchLabels: labels },
    template: {
      metadata: {
        ...pod.metadata,
        annotations: {
          ...(pod.metadata.annotations as Record<string, pulumi.Input<string>>),
          // The server reads its token at the start only.
          ...(token?.digest !== undefined && { "spark-platform/token-digest": token.digest }),
        },
      },
      spec: {
        ...pod.spec,
        terminationGracePeriodSeconds: STOP_SECONDS,
        containers: [{ ...server!, ...probes }, ...others],
      },
    },
  };
}

const socket = { tcpSocket: { port: "grpc" } };

/** Spark serves no gRPC health check. The server opens its port last, when its driver is up. */
const probes = {
  startupProbe: { ...socket, periodSeconds: 5, failureThreshold: 60 },
  readinessProbe: { ...socket, periodSeconds: 10 },
};

/** Inside the cluster only; a proxy with TLS and a login can stand before it. */
export function connectService(name: string): kubernetes.types.input.core.v1.ServiceSpec {
  return {
    type: "ClusterIP",
    selector: serverLabels(name),
    // gRPC's transport by the name that Kubernetes has for it (KEP-3726), so that gateways speak HTTP/2 to the server.
    ports: [{ name: "grpc", port: CONNECT_PORT, targetPort: "grpc", appProtocol: "kubernetes.io/h2c" }],
  };
}

/** Whoever else would reach the pod is kept out: its executors need all of its ports, clients the one. */
export function connectPolicy(
  name: string,
  clients: kubernetes.types.input.networking.v1.NetworkPolicyPeer[],
): kubernetes.types.input.networking.v1.NetworkPolicySpec {
  return {
    podSelector: { matchLabels: serverLabels(name) },
    policyTypes: ["Ingress"],
    ingress: [
      { from: [{ podSelector: { matchLabels: { [applicationLabel]: name } } }] },
      // An empty list would mean everybody.
      ...(clients.length === 0 ? [] : [{ from: clients, ports: [{ port: CONNECT_PORT, protocol: "TCP" }] }]),
    ],
  };
}
