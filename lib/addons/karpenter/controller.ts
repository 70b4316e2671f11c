/** Karpenter inside the cluster: the controller that turns NodePools into machines, and its custom resource definitions. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { karpenter } from "../../plan/placement/system-pods";
import { systemTolerations } from "../../plan/placement/tolerations";
import { childOptions } from "../child-options";
import { containerResources } from "../container-resources";
import { type ImageMirrors, mirrored } from "../mirrors";
import { charts, chartSource, type ChartOverride } from "../versions";

export interface KarpenterArgs {
  /** Namespace, which must exist. @default "kube-system", whose requests the API server serves first */
  namespace?: string;
  /** Name of the cluster, by which it knows its own machines. */
  clusterName: pulumi.Input<string>;
  /** SQS queue that tells it of machines which are about to go. */
  interruptionQueue: pulumi.Input<string>;
  /**
   * Share of a machine's memory that it takes for lost before it has seen one. What pods were sized with: a pod that is larger than
   * what it then expects never gets the machine.
   */
  vmMemoryOverheadPercent: number;
  /** Annotations of its service account, for example its role. @default none */
  serviceAccountAnnotations?: Record<string, pulumi.Input<string>>;
  /** Labels of the nodes that it may run on, none of which it adds itself. */
  nodeSelector?: Record<string, string>;
  /** Whether only services of AWS that have an endpoint in the VPC can be reached: prices are not asked for then. @default false */
  isIsolated?: boolean;
  /** Whether it keeps room free for CapacityBuffer objects, which is alpha. @default false */
  keepsCapacityBuffers?: boolean;
  /** @default the pinned chart */
  chart?: ChartOverride;
  /** @default the pinned chart */
  crdChart?: ChartOverride;
  /** @default its image is pulled from where it is published */
  imageMirrors?: ImageMirrors;
}

/** Name of the service account, and of everything else: the role is tied to it. */
export const KARPENTER_ACCOUNT = "karpenter";

const IMAGE = "public.ecr.aws/karpenter/controller";

/**
 * Karpenter by its Helm charts, for AWS. What it may do with the cloud's machines comes from outside, by the identity of the service
 * account `karpenter`. It adds nodes for the NodePools that are there; make those depend on this component, so that a destroy takes
 * them away while there is a controller that ends their machines.
 *
 * @example
 * new Karpenter("karpenter", { clusterName: "analytics", interruptionQueue: queue.name, vmMemoryOverheadPercent: 0.075 });
 *
 * Costs two replicas of 500m CPU and 1 GiB, of which one leads and one waits.
 */
export class Karpenter extends pulumi.ComponentResource {
  constructor(name: string, args: KarpenterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("spark-platform:addons:Karpenter", name, {}, opts);

    const options = childOptions(this, opts);
    const { namespace = "kube-system" } = args;
    const definitions = new kubernetes.helm.v4.Chart(
      `${name}-crd`,
      { ...chartSource(charts.karpenterCrd, args.crdChart), name: "karpenter-crd", namespace },
      options,
    );
    new kubernetes.helm.v4.Chart(
      `${name}-chart`,
      {
        ...chartSource(charts.karpenter, args.chart),
        name: KARPENTER_ACCOUNT,
        namespace,
        // The other chart has them, where an upgrade changes them too.
        skipCrds: true,
        values: chartValues(args),
      },
      pulumi.mergeOptions(options, { dependsOn: definitions }),
    );
    this.registerOutputs({});
  }
}

function chartValues({
  clusterName,
  interruptionQueue,
  vmMemoryOverheadPercent,
  serviceAccountAnnotations = {},
  nodeSelector = {},
  isIsolated = false,
  keepsCapacityBuffers = false,
  imageMirrors,
}: KarpenterArgs): Record<string, unknown> {
  const image = mirrored(IMAGE, imageMirrors);
  return {
    fullnameOverride: KARPENTER_ACCOUNT,
    serviceAccount: { name: KARPENTER_ACCOUNT, annotations: serviceAccountAnnotations },
    replicas: karpenter.replicas,
    priorityClassName: karpenter.priorityClassName,
    nodeSelector,
    tolerations: [...systemTolerations],
    // The chart demands a node for each replica: on a single system node the second would wait for ever, and `pulumi up` with it.
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [],
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 100, podAffinityTerm: { topologyKey: "kubernetes.io/hostname" } },
        ],
      },
    },
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "ScheduleAnyway" },
    ],
    controller: {
      resources: containerResources(karpenter),
      ...(image !== IMAGE && { image: { repository: image } }),
    },
    settings: {
      clusterName,
      interruptionQueue,
      vmMemoryOverheadPercent,
      eksControlPlane: true,
      ...(isIsolated && { isolatedVPC: true }),
      ...(keepsCapacityBuffers && { featureGates: { capacityBuffer: true } }),
    },
  };
}
