/** Recorded inputs as Terraform: providers that are bridged from Terraform name the same properties in camelCase. */

import type { RecordedResource } from "../../lib/testing";

export interface TerraformNames {
  /** Resource types whose names differ in more than case: by token. */
  types: Record<string, string>;
  /** Properties that hold a map, whose keys are the user's own. */
  maps: string[];
}

/**
 * One resource in HCL. A list of objects becomes blocks, as does an object that is not a map: nested properties of Terraform's
 * providers are blocks.
 *
 * @param reference makes a reference of a value that is another resource's id or name, so that scanners see what belongs together
 */
export function terraformOf(
  { type, name, inputs }: RecordedResource,
  names: TerraformNames,
  reference: (value: string, property: string) => string | undefined,
): string {
  const lines = body(inputs, names, reference, 1);
  return `resource ${JSON.stringify(terraformType(type, names))} ${JSON.stringify(label(name))} {\n${lines.join("\n")}\n}\n`;
}

/** `aws:eks/nodeGroup:NodeGroup` is `aws_eks_node_group`. */
export function terraformType(token: string, { types }: TerraformNames): string {
  const [cloud = "", path = ""] = token.split(":");
  const [service = "", resource = ""] = path.split("/");
  return types[token] ?? `${cloud}_${service}_${snake(resource)}`;
}

/** A name as Terraform takes it for a resource. */
export function label(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, "_");
}

function body(
  value: Record<string, unknown>,
  names: TerraformNames,
  reference: (value: string, property: string) => string | undefined,
  depth: number,
): string[] {
  const indent = "  ".repeat(depth);
  return Object.entries(value).flatMap(([property, given]) => {
    if (given === undefined || given === null) return [];
    const key = snake(property);
    const isBlocks = Array.isArray(given) && given.some(isObject);
    const blocks = isBlocks ? given : isObject(given) && !names.maps.includes(property) ? [given] : undefined;
    if (blocks === undefined) return [`${indent}${key} = ${expression(given, property, reference)}`];
    return blocks.map(
      (block) =>
        `${indent}${singular(key)} {\n${body(block as Record<string, unknown>, names, reference, depth + 1).join("\n")}\n${indent}}`,
    );
  });
}

function expression(
  value: unknown,
  property: string,
  reference: (value: string, property: string) => string | undefined,
): string {
  if (Array.isArray(value)) return `[${value.map((item) => expression(item, property, reference)).join(", ")}]`;
  if (isObject(value)) {
    const pairs = Object.entries(value).map(
      ([key, item]) => `${JSON.stringify(key)} = ${expression(item, property, reference)}`,
    );
    return `{ ${pairs.join(", ")} }`;
  }
  if (typeof value !== "string") return JSON.stringify(value);
  return reference(value, property) ?? quoted(value);
}

/** `${` begins a template in HCL. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/\$\{/g, "$$$${").replace(/%\{/g, "%%{");
}

/** Pulumi calls a list of blocks in the plural. */
function singular(key: string): string {
  return PLURALS[key] ?? key;
}

const PLURALS: Record<string, string> = {
  block_device_mappings: "block_device_mappings",
  encryption_configurations: "encryption_configuration",
  guest_accelerators: "guest_accelerator",
  lifecycle_rules: "lifecycle_rule",
  secondary_ip_ranges: "secondary_ip_range",
  subnetworks: "subnetwork",
  rules: "rule",
  taints: "taint",
  statements: "statement",
};

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
