/** Plans the build of an image: what goes into it, for which nodes, and under what name. */

import { createHash } from "node:crypto";

import type { ClusterPlan } from "../plan/cluster";
import { type Issue, IssueList, show } from "../plan/issue";
import type { Architecture } from "../plan/nodes/machine";
import { type Connector, connectors } from "./connectors";
import { type ImagePlan, planImage, type SparkDockerfileArgs, unpinned } from "./dockerfile";
import { hashOfFolder } from "./folder";
import { soundImageArgs } from "./structure";

export interface ImageBuildPlan extends ImagePlan {
  /** For people, and for the plan of a platform; its registry is known to the deployment alone. */
  name: string;
  /** Says what is in it: another image has another tag. */
  tag: string;
  /** Of the nodes that pull it. */
  architectures: Architecture[];
  /** What works but deserves a look. */
  notes: Issue[];
}

/** What the plan looks at. */
export interface ImageBuildArgs extends Omit<SparkDockerfileArgs, "connectors"> {
  cluster: { plan: ClusterPlan; pushTarget?: unknown };
  connectors?: Connector[];
  files?: string;
  registry?: unknown;
}

/** Hexadecimal digits of the tag that tell images apart. */
const TAG_DIGITS = 10;

/** @throws InvalidArguments with every issue found. */
export function planImageBuild(name: string, args: ImageBuildArgs): ImageBuildPlan {
  const issues = new IssueList();
  const subject = `SparkImage ${show(name)}`;
  checkName(name, issues);
  soundImageArgs(args, issues);
  // What has another structure can't be looked at more closely.
  issues.raise(subject);
  const { cluster, files, registry, ...asked } = args;
  checkRegistry(cluster, registry, issues);
  const image = planImage({ ...asked, connectors: asked.connectors ?? connectorsOf(cluster.plan) }, issues);
  const filesHash = files === undefined ? "" : hashOf(files, issues);
  issues.raise(subject);

  const { version, connectors: schemes, dockerfile } = image!;
  const architectures = architecturesOf(cluster.plan);
  const content = JSON.stringify([dockerfile, filesHash, architectures]);
  const digest = createHash("sha256").update(content).digest("hex").slice(0, TAG_DIGITS);
  const tag = [version, ...schemes, digest].join("-");
  return {
    ...image!,
    name: `${name}:${tag}`,
    tag,
    architectures,
    notes: notesOf(image!),
  };
}

/** Object storage that pods of the cluster can be given rights to; none where that is not the cluster's to know. */
function connectorsOf({ storage: { schemes } }: ClusterPlan): Connector[] {
  return schemes === "unmanaged" ? [] : connectors.filter((connector) => schemes.includes(connector));
}

/** Drivers and executors run on Spark's nodes, the history server on the system's. */
function architecturesOf({ systemPools, sparkPools }: ClusterPlan): Architecture[] {
  const machines = [...systemPools, ...sparkPools].flatMap((pool) => pool.machines);
  return [...new Set(machines.map(({ machine }) => machine.architecture))].sort();
}

function notesOf(image: ImagePlan): Issue[] {
  const files = unpinned(image);
  if (files.length === 0) return [];
  return [
    {
      path: "checksums",
      value: image.version,
      problem: `brings a jar that this version of the library knows no checksum of, so only the repository's own vouches for it: ${files.join(", ")}`,
      allowed: "SHA-512 sums of your own by the names of the files",
      change: "Check the jar once, and give its sum.",
    },
  ];
}

function hashOf(files: string, issues: IssueList): string {
  try {
    return hashOfFolder(files);
  } catch (error) {
    issues.add({
      path: "files",
      value: files,
      problem: `can't be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
      allowed: "a folder, by its path from where the program runs",
      change: "Give another folder, or leave it out.",
    });
    return "";
  }
}

/** A part of the image's name: https://github.com/distribution/reference */
function checkName(name: unknown, issues: IssueList): void {
  if (typeof name === "string" && /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(name)) return;
  issues.add({
    path: "name",
    value: name,
    problem: "can't be the name of an image",
    allowed: "lower-case letters and digits, with single dots, dashes or underscores between them",
    change: "Use another name.",
  });
}

function checkRegistry({ plan, pushTarget }: ImageBuildArgs["cluster"], registry: unknown, issues: IssueList): void {
  if (registry !== undefined || pushTarget !== undefined) return;
  issues.add({
    path: "registry",
    value: registry,
    problem: `is missing, and ${plan.name} brings no registry`,
    allowed: "{ repository, username?, password? }",
    change: "Name the repository that the nodes pull from.",
  });
}
