/** The pod of a driver or executor: the plan's template with what the application adds to it. */

import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { applicationLabel } from "../../plan/placement/labels";
import { podTemplate } from "../../plan/placement/pod-template";
import type { PlatformPlan } from "../../plan/platform";
import type { ApplicationArgs, ApplicationMount, EnvironmentValue } from "../args";
import { codePath, type ProvidedCode } from "../code/provided";
import type { CompiledPod } from "./compiled";
import { isInOneZone, zoneAffinity } from "./one-zone";
import { podLabelsOf } from "./queue";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;
type Volume = kubernetes.types.input.core.v1.Volume;
type VolumeMount = kubernetes.types.input.core.v1.VolumeMount;
type EnvVar = kubernetes.types.input.core.v1.EnvVar;
type Texts = Record<string, pulumi.Input<string>>;

/** Changes with values that the pods hold by a reference, so that a change of those runs the application again too. */
const environmentAnnotation = "spark-platform/environment";

/** @param plan with the application's sizes */
export function podOf(
  role: "driver" | "executor",
  name: string,
  args: ApplicationArgs,
  code: ProvidedCode,
  plan: PlatformPlan,
  platformLabels: Texts,
): CompiledPod {
  const { metadata, spec } = podTemplate(plan, role);
  const isBound = role === "executor" && isInOneZone(args, plan);
  const affinity = { ...spec.affinity, ...(isBound && zoneAffinity(name)) };
  return {
    shape: plan[role].shape,
    labels: { ...podLabelsOf(args.labels), [applicationLabel]: name, ...platformLabels },
    template: {
      metadata: { ...metadata, annotations: annotationsOf(args, code, metadata.annotations) },
      spec: {
        ...withParts({ ...spec, affinity }, args, code),
        ...(role === "driver" &&
          args.timeLimitSeconds !== undefined && { activeDeadlineSeconds: args.timeLimitSeconds }),
      },
    },
  };
}

function annotationsOf({ annotations }: ApplicationArgs, { environment }: ProvidedCode, planned: Texts): Texts {
  return { ...annotations, ...planned, ...(environment && { [environmentAnnotation]: environment.digest }) };
}

/** Environment and volumes; Spark keeps those of the template and adds its own. */
function withParts(
  spec: ReturnType<typeof podTemplate>["spec"] & Pick<PodSpec, "affinity">,
  { env = {}, mounts = [] }: ApplicationArgs,
  { configMap, environment }: ProvidedCode,
): PodSpec {
  const parts = [...mounts.map(mountParts), ...(configMap === undefined ? [] : [codeParts(configMap)])];
  const variables = Object.entries(env).map(([variable, value]) => variableOf(variable, value, environment));
  if (parts.length + variables.length === 0) return spec;
  const [container, ...others] = spec.containers;
  const first = {
    ...container!,
    ...(variables.length > 0 && { env: variables }),
    ...(parts.length > 0 && { volumeMounts: parts.map(({ volumeMount }) => volumeMount) }),
  };
  return {
    ...spec,
    containers: [first, ...others],
    ...(parts.length > 0 && { volumes: parts.map(({ volume }) => volume) }),
  };
}

function variableOf(name: string, value: EnvironmentValue, environment: ProvidedCode["environment"]): EnvVar {
  if (typeof value === "string") return { name, value };
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    return { name, valueFrom: { secretKeyRef: { name: environment!.secret, key: name } } };
  }
  const { key } = value;
  return "secret" in value
    ? { name, valueFrom: { secretKeyRef: { name: value.secret, key } } }
    : { name, valueFrom: { configMapKeyRef: { name: value.configMap, key } } };
}

function mountParts(mount: ApplicationMount, index: number): { volume: Volume; volumeMount: VolumeMount } {
  const { path, secret, configMap, claim } = mount;
  const name = `mount-${index}`;
  const readOnly = mount.readOnly ?? claim === undefined;
  return {
    volume: {
      name,
      ...(secret !== undefined && { secret: { secretName: secret } }),
      ...(configMap !== undefined && { configMap: { name: configMap } }),
      ...(claim !== undefined && { persistentVolumeClaim: { claimName: claim, readOnly } }),
    },
    volumeMount: { name, mountPath: path, readOnly },
  };
}

function codeParts(configMap: NonNullable<ProvidedCode["configMap"]>): { volume: Volume; volumeMount: VolumeMount } {
  return {
    volume: { name: "code", configMap },
    volumeMount: { name: "code", mountPath: codePath, readOnly: true },
  };
}
