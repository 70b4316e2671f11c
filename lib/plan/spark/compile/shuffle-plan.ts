/** Where executors keep shuffle files and what they spill: what the user says of it, checked against the pools. */

import { distance } from "fastest-levenshtein";

import type { ClusterPlan } from "../../cluster";
import type { SizedPod } from "../../executors/shape";
import type { IssueList } from "../../issue";
import type { MachineType } from "../../nodes/machine";
import type { NodePoolPlan, PoolMachine } from "../../nodes/pool";
import { cloudOf, findMachine, machinesOf } from "../../nodes/catalogue/catalogue";
import type { Sound } from "../../structure";
import type { ShuffleArgs, ShufflePlan, ShuffleVolume } from "../shuffle";
import { resolveShuffleService } from "./shuffle-service";
import { checkStorageUri } from "./storage-uri";

/** What the nodes' root disk has as well, unless a pool says otherwise. */
const defaultSizeGiB = 100;

/** @returns undefined when an issue was added */
export function resolveShuffle(
  args: Sound<ShuffleArgs>,
  cluster: ClusterPlan,
  executor: SizedPod | undefined,
  issues: IssueList,
): ShufflePlan | undefined {
  const before = issues.length;
  const { volume = "node-disk", fallbackStorage, service } = args;
  const planned: ShuffleVolume = volume === "pvc" ? resolveClaim(args, issues) : { volume };
  if (volume !== "pvc") refuseClaimArgs(args, volume, issues);
  if (volume === "local-disks" && executor !== undefined) checkLocalDisks(cluster, executor, issues);
  if (fallbackStorage !== undefined) checkFallback(fallbackStorage, cluster, issues);
  const ofService = service && resolveShuffleService(service, { volume, fallbackStorage }, issues);
  if (issues.length > before) return undefined;
  return {
    ...planned,
    ...(fallbackStorage !== undefined && { fallbackStorage }),
    ...(ofService !== undefined && { service: ofService }),
  };
}

/** Spark creates a claim only when it has both a class and a size; else pods wait for one that nobody makes. */
function resolveClaim({ storageClass = "", sizeGiB = defaultSizeGiB }: Sound<ShuffleArgs>, issues: IssueList) {
  const isName = storageClass.length <= 253 && /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(storageClass);
  if (!isName) {
    issues.add({
      path: "shuffle.storageClass",
      value: storageClass === "" ? undefined : storageClass,
      problem:
        storageClass === ""
          ? 'is needed for the volume "pvc", since Spark creates no claim without'
          : "is no name of a storage class",
      allowed: 'a name that "kubectl get storageclasses" lists',
      change:
        "Name a class whose volumes are made where their first pod runs (volumeBindingMode WaitForFirstConsumer).",
    });
  }
  return { volume: "pvc" as const, storageClass, sizeGiB };
}

function refuseClaimArgs(args: Sound<ShuffleArgs>, volume: string, issues: IssueList): void {
  for (const name of ["storageClass", "sizeGiB"] as const) {
    if (args[name] === undefined) continue;
    issues.add({
      path: `shuffle.${name}`,
      value: args[name],
      problem: `says how claims are made, and the volume "${volume}" makes none`,
      allowed: 'only with the volume "pvc"',
      change: 'Set shuffle.volume to "pvc", or leave it out.',
    });
  }
}

function checkLocalDisks({ sparkPools }: ClusterPlan, { pools }: SizedPod, issues: IssueList): void {
  const lacking = sparkPools
    .filter(({ name }) => pools.includes(name))
    .flatMap((pool) => pool.machines.filter((one) => !holdsPodsOnLocalDisks(one, pool)).map((one) => ({ pool, one })));
  for (const { pool, one } of lacking) {
    issues.add({
      path: "shuffle.volume",
      value: "local-disks",
      ...(hasLocalDisks(one.machine) ? withUnusedDisks(pool, one.machine) : withoutDisks(pool, one.machine)),
    });
  }
}

/**
 * Whether scratch space of pods lies on the machine's local disks and not on its root disk. Where the root disk is not ours to
 * know, a machine has local disks only if its nodes report that much.
 */
function holdsPodsOnLocalDisks(
  { machine: { localDisks }, allocatable }: PoolMachine,
  { diskGiB }: NodePoolPlan,
): boolean {
  if (localDisks === undefined) return false;
  const { ephemeralStorageMiB } = allocatable.capacity;
  return diskGiB === undefined || ephemeralStorageMiB === localDisks.count * localDisks.sizeGiB * 1024;
}

function withoutDisks({ name }: NodePoolPlan, machine: MachineType) {
  const other = likeWithDisks(machine);
  return {
    problem: `asks for local disks, and ${machine.name} of pool "${name}" is not known to have any`,
    allowed: "machine types with local disks in every pool of the executors",
    change:
      other === undefined
        ? 'Use the volume "node-disk", which takes the disk that the node has.'
        : `Use ${other.name} for the pool, or the volume "node-disk".`,
  };
}

function withUnusedDisks({ name }: NodePoolPlan, machine: MachineType) {
  return {
    problem: `asks for local disks, and nodes of pool "${name}" keep the scratch space of pods on their root disk, although ${machine.name} has local ones`,
    allowed: "nodes whose kubelet keeps its files on the local disks",
    change: 'Use another operating system for the nodes, or the volume "node-disk".',
  };
}

/** Whether the machine type has local disks, also where its nodes do not offer them to pods. */
function hasLocalDisks(machine: MachineType): boolean {
  const cloud = cloudOf(machine.name);
  return (machine.localDisks ?? (cloud && findMachine(cloud, machine.name)?.localDisks)) !== undefined;
}

/** The machine type of the same cloud with local disks that is most like another one: by size, then by name. */
function likeWithDisks(machine: MachineType): MachineType | undefined {
  const cloud = cloudOf(machine.name);
  if (cloud === undefined) return undefined;
  const difference = (other: MachineType) =>
    Math.abs(Math.log2(other.vcpu / machine.vcpu)) + Math.abs(Math.log2(other.memoryMiB / machine.memoryMiB));
  return machinesOf(cloud)
    .filter(({ localDisks, architecture, accelerators }) => {
      return localDisks !== undefined && architecture === machine.architecture && accelerators === undefined;
    })
    .map((other) => ({ other, size: difference(other), letters: distance(other.name, machine.name) }))
    .sort((a, b) => a.size - b.size || a.letters - b.letters)
    .at(0)?.other;
}

function checkFallback(uri: string, { storage }: ClusterPlan, issues: IssueList): void {
  const purpose = { path: "shuffle.fallbackStorage", folder: "spark-shuffle/" };
  if (checkStorageUri(uri, purpose, storage.schemes, issues) === undefined || uri.endsWith("/")) return;
  issues.add({
    path: purpose.path,
    value: uri,
    problem: 'does not end in "/", and Spark refuses such a path',
    allowed: "the URI of a folder with a slash at its end",
    change: `Write ${JSON.stringify(`${uri}/`)}.`,
  });
}
