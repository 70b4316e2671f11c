/** Programs as users write them, right but for what each case changes, and what comes of running them. */

import * as pulumi from "@pulumi/pulumi";
import {
  ExistingCluster,
  SparkApplication,
  type SparkApplicationArgs,
  type SparkCluster,
  SparkPlatform,
  type SparkPlatformArgs,
} from "spark-platform";
import { EksCluster } from "spark-platform/aws";
import { recordProgram } from "spark-platform/testing";

/** What types would refuse, as a program without types, or one that reads JSON, may hold it. */
export type Untyped = Record<string, unknown>;

/** Of an m5.xlarge and an m6i.4xlarge, as kubectl reports it. */
const small = { cpu: "3920m", memory: "14162Mi", pods: 58 };
const large = { cpu: "15890m", memory: "57691Mi", pods: 234 };

const nodes = {
  system: { name: "system", role: "system", labels: { pool: "system" }, maxNodes: 3, allocatable: small },
  drivers: { name: "drivers", runs: ["driver"], labels: { pool: "drivers" }, maxNodes: 5, allocatable: small },
  spot: { name: "spot", capacity: "spot", labels: { pool: "spot" }, maxNodes: 20, allocatable: large },
};

export const eks = (args: unknown = {}, name = "analytics") => new EksCluster(name, args as object);

export const existing = (args: unknown = { nodes: Object.values(nodes) }, name = "analytics") =>
  new ExistingCluster(name, args as ConstructorParameters<typeof ExistingCluster>[1]);

/** The right EKS pools, of which the first, `batch`, is changed. */
export const eksPools = (change: Untyped, ...more: Untyped[]) => ({
  sparkPools: [{ name: "batch", machineTypes: ["m7i.4xlarge"], maxNodes: 10, ...change }, ...more],
});

/** The right nodes of a cluster, each changed where it is named. */
export const changedNodes = (changes: Partial<Record<keyof typeof nodes, Untyped>>, ...more: Untyped[]) => ({
  nodes: [
    { ...nodes.system, ...changes.system },
    { ...nodes.drivers, ...changes.drivers },
    { ...nodes.spot, ...changes.spot },
    ...more,
  ],
});

export function platform(cluster: SparkCluster | undefined, args: Untyped = {}, name = "lake"): SparkPlatform {
  const eventLogs = cluster?.eventLogUri === undefined ? { eventLogs: { uri: "s3a://company-logs/spark" } } : {};
  return new SparkPlatform(name, { cluster, ...eventLogs, ...args } as SparkPlatformArgs);
}

export function application(on: SparkApplicationArgs["platform"], args: Untyped = {}, name = "pi"): SparkApplication {
  return new SparkApplication(name, {
    platform: on,
    mainApplicationFile: "local:///job.py",
    ...args,
  });
}

export interface Refusal {
  /** First line of the message. */
  headline: string;
  /** One line for each problem: path, value, what is wrong, what is allowed, what to change. */
  problems: string[];
  /** Types and names of all that was registered. */
  registered: string[];
}

/** Runs a program that must end in one message without a stack trace. */
export async function refusalOf(program: () => unknown): Promise<Refusal> {
  const { errors, resources, logs } = await recordProgram(() => void program(), { errors: "return" });
  const [error, ...others] = errors;
  if (error === undefined) throw new Error("The program was accepted.");
  expect(others).toEqual([]);
  expect(logs.filter(({ severity }) => severity === "error")).toEqual([]);
  // Pulumi prints the message alone of such an error.
  expect(pulumi.ResourceError.isInstance(error) && error.hideStack).toBe(true);
  expect(error.message).not.toMatch(/\n\s+at /);
  const [headline = "", ...problems] = error.message.split("\n");
  return {
    headline,
    problems: problems.map((line) => line.replace(/^ {2}- /, "")),
    registered: resources.map(({ type, name }) => `${type} ${name}`),
  };
}

/** Types and names of all that a right program registers. */
export async function registeredBy(program: () => unknown): Promise<string[]> {
  const { resources } = await recordProgram(() => void program());
  return resources.map(({ type, name }) => `${type} ${name}`);
}

export interface Outcome {
  refused: boolean;
  registered: string[];
  /** Messages of errors that Pulumi would print with a stack trace. */
  unclean: string[];
}

/** Runs a program that may be right. */
export async function outcomeOf(program: () => unknown): Promise<Outcome> {
  const { errors, resources } = await recordProgram(() => void program(), { errors: "return" });
  const isClean = (error: Error) => pulumi.ResourceError.isInstance(error) && error.hideStack === true;
  return {
    refused: errors.length > 0,
    registered: resources.map(({ type, name }) => `${type} ${name}`),
    unclean: errors.filter((error) => !isClean(error)).map(({ message }) => message),
  };
}

/** Paths of everything in a value. */
export function pathsIn(value: unknown): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [[key], ...pathsIn((value as Untyped)[key]).map((path) => [key, ...path])]);
}

/** A copy with another value at a path. */
export function withValue(value: unknown, [key, ...rest]: (string | number)[], other: unknown): Untyped {
  if (key === undefined) return other as Untyped;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as Untyped) }) as Untyped;
  copy[key] = withValue(copy[key], rest, other);
  return copy;
}
