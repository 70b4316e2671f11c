/** What `size` and `explain` say of nodes and pods. */

import { z } from "zod";

import { cloud, count, deduction, machineType, mib, millis, resources } from "./parts";

export const nodeKindSchema = z.strictObject({
  cloud,
  autoscaler: z.string().describe("cluster-autoscaler, karpenter, auto-mode, native or auto-provisioning"),
  os: z.string().describe("operating system of the nodes"),
  profile: z.string().describe("name of the formulas by which the kubelet's share is planned"),
});

/** Capacity less the breakdown is the allocatable; that less the DaemonSets is what is available. */
export const nodeSchema = z.strictObject({
  machine: machineType,
  capacity: resources.describe("the machine as its vendor sells it, or as its kubelet reports it"),
  breakdown: z.array(deduction).describe("what is taken from the capacity; allocatable is the rest"),
  allocatable: resources.extend({ pods: count }).describe("what the kubelet reports as allocatable"),
  daemonSets: z.array(deduction).describe("requests of the pods that run on every node"),
  available: resources.extend({ pods: count }).describe("allocatable less the DaemonSets: what Spark pods share"),
  kubelet: z
    .strictObject({ maxPods: count, kubeReservedMemoryMiB: mib.optional() })
    .describe("settings that the node's kubelet needs for these figures; what is absent it works out by itself"),
  gainedMiB: mib.describe("memory that admitting few pods wins over the cloud's usual number"),
});

export const shapeSchema = z
  .strictObject({
    cores: z.int().positive().describe("task slots of an executor, cores of a driver"),
    cpuRequestMillis: millis,
    heapMiB: mib,
    overheadMiB: mib,
    offHeapMiB: mib,
    pysparkMiB: mib,
    memoryMiB: mib.describe("request and limit of the pod: the sum of the others"),
  })
  .meta({ id: "shape" });

export type NodeKindData = z.infer<typeof nodeKindSchema>;
export type NodeData = z.infer<typeof nodeSchema>;
