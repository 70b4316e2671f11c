/** Looks at what an application adds to its pods: environment, mounts, labels and annotations. */

import type { IssueList } from "../../plan/issue";
import { labelKeyProblem, labelValueProblem } from "../../plan/names";
import type { Sound } from "../../plan/structure";
import { codePath } from "../code/provided";

/** As much of an application as is in its pods. */
export interface PodParts {
  env?: Record<string, unknown>;
  mounts?: { path: string; secret?: unknown; configMap?: unknown; claim?: unknown; readOnly?: boolean }[];
  labels?: Record<string, unknown>;
  annotations?: Record<string, unknown>;
}

/**
 * Variables that Spark sets in its pods, and in whose place it would not take others (`ENV_*` in org.apache.spark.deploy.k8s.Constants
 * of 3.5.9 to 4.3.0, as far as no user is meant to set them); a driver that is a Job's own pod has its name and uid besides.
 */
const ofSpark =
  /^SPARK_(APPLICATION_ID|CLASSPATH|CONF_DIR|DRIVER_(BIND_ADDRESS|POD_(IP|NAME|UID)|URL)|EXECUTOR_(CORES|DIRS|ID|MEMORY|POD_IP|POD_NAME|ATTRIBUTE_\w+)|JAVA_OPT_\w*|LOCAL_DIRS|RESOURCE_PROFILE_ID|USER)$/;

/** C identifiers, which every shell can read; Kubernetes takes more. */
const variableName = /^[A-Za-z_]\w*$/;

/** Directories that the image, Spark and the platform need as they are (`SPARK_CONF_DIR_INTERNAL` and others of the same Constants). */
const taken = ["/opt/spark/conf", "/opt/spark/pod-template", "/opt/spark/jars", "/opt/spark/bin", codePath];

/** Keys by which the platform, the operators and Spark find pods. */
const reserved =
  /^(spark-(role|app-selector|app-name|exec-id|exec-resourceprofile-id|version)|(spark-platform|sparkoperator\.k8s\.io|spark\.operator)\/.*|app\.kubernetes\.io\/(part-of|component))$/;

export function checkPods(
  { env = {}, mounts = [], labels = {}, annotations = {} }: Sound<PodParts>,
  issues: IssueList,
) {
  for (const name of Object.keys(env)) checkVariable(name, issues);
  mounts.forEach((mount, index) => {
    if (mount !== undefined) checkMount(mount, index, mounts, issues);
  });
  for (const [key, value] of Object.entries(labels)) checkMetadata("labels", key, value, issues);
  for (const [key, value] of Object.entries(annotations)) checkMetadata("annotations", key, value, issues);
}

function checkVariable(name: string, issues: IssueList): void {
  const isName = variableName.test(name);
  if (isName && !ofSpark.test(name)) return;
  issues.add({
    path: `env[${JSON.stringify(name)}]`,
    value: name,
    problem: isName ? "is a variable that Spark sets itself" : "is no name of a variable",
    allowed: "letters, digits and underscores, not starting with a digit, none of those that Spark sets",
    change: isName ? "Leave it out, or use the setting of sparkConf that it comes from." : "Rename it.",
  });
}

type Mount = Sound<NonNullable<PodParts["mounts"]>[number]>;

function checkMount(mount: Mount, index: number, all: readonly (Mount | undefined)[], issues: IssueList): void {
  const { path, secret, configMap, claim } = mount;
  const problem = path === undefined ? undefined : pathProblem(path, index, all);
  if (problem !== undefined) {
    issues.add({
      path: `mounts[${index}].path`,
      value: path,
      problem,
      allowed: "an absolute path of a directory of its own",
      change: "Use another path, for example /mnt/reference.",
    });
  }
  const sources = Object.entries({ secret, configMap, claim }).flatMap(([key, value]) =>
    value === undefined ? [] : [key],
  );
  if (sources.length === 1) return;
  issues.add({
    path: `mounts[${index}]`,
    value: sources,
    problem: sources.length === 0 ? "says of nothing that it is mounted" : "names several things for one path",
    allowed: "exactly one of secret, configMap and claim",
    change: "Name one of them, and mount others at paths of their own.",
  });
}

function pathProblem(path: string, index: number, all: readonly (Mount | undefined)[]): string | undefined {
  if (!/^\/[^:]*[^:/]$/.test(path) || path.split("/").some((part) => part === "." || part === ".."))
    return "is no path";
  if (all.findIndex((other) => other?.path === path) < index) return "is mounted twice";
  const hides = taken.find((own) => own === path || own.startsWith(`${path}/`) || path.startsWith(`${own}/`));
  return hides === undefined ? undefined : `would hide ${hides}, which Spark needs`;
}

function checkMetadata(kind: "labels" | "annotations", key: string, value: unknown, issues: IssueList): void {
  const path = `${kind}[${JSON.stringify(key)}]`;
  const problem = reserved.test(key)
    ? "is a key by which the platform, its operator or Spark finds pods"
    : labelKeyProblem(key);
  if (problem !== undefined) {
    issues.add({
      path,
      value: key,
      problem,
      allowed: 'a name such as "team", or one under a domain of your own such as "example.com/team"',
      change: "Rename it.",
    });
  }
  const valueProblem = kind === "labels" && typeof value === "string" ? labelValueProblem(value) : undefined;
  if (valueProblem === undefined) return;
  issues.add({
    path,
    value,
    problem: valueProblem,
    allowed: 'at most 63 letters, digits, "-", "_" and ".", with a letter or digit first and last',
    change: "Change it, or make it an annotation.",
  });
}
