/**
 * Generates test/models/gcp.json: what Google Cloud's APIs take for the resources that the library creates.
 *
 * Run it with `npx tsx scripts/api-models/gcp.ts` (needs `python3` with pip), then read the diff. The PyPI package
 * google-api-python-client carries the discovery documents, which are Google's own description of the REST APIs: members, types,
 * enums, patterns, and for Compute Engine what is required. What they say in prose alone is typed in gcp-documented.ts.
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Member, Shape } from "../../test/models/shape";
import { unpackWheel } from "../catalogue/packages";
import { documented } from "./gcp-documented";
import { withConstraints, writeModel } from "./write";

const requirement = "google-api-python-client==2.202.0";

interface Root {
  document: string;
  /** What is sent to create something. */
  schemas: string[];
  /** Methods with parameters that the schemas do not have. */
  methods?: string[];
  /** Methods whose required members the schemas carry. */
  creates?: RegExp;
}

const roots: Record<string, Root> = {
  container: { document: "container.v1", schemas: ["Cluster", "NodePool"] },
  compute: {
    document: "compute.v1",
    schemas: ["Network", "Subnetwork", "Router"],
    creates: /\.insert$/,
  },
  artifactregistry: {
    document: "artifactregistry.v1",
    schemas: ["Repository"],
    methods: ["projects.locations.repositories.create"],
  },
  iam: { document: "iam.v1", schemas: ["CreateServiceAccountRequest", "Binding"] },
  storage: { document: "storage.v1", schemas: ["Bucket", "ManagedFolder", "Object", "Policy"], creates: /\.insert$/ },
  cloudresourcemanager: { document: "cloudresourcemanager.v3", schemas: ["Binding"] },
};

/** What is read of a schema in a discovery document. */
interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  readOnly?: boolean;
  enum?: string[];
  pattern?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
  items?: Schema;
  annotations?: { required?: string[] };
}

interface Resource {
  resources?: Record<string, Resource>;
  methods?: Record<string, { parameters?: Record<string, Schema> }>;
}

interface Discovery extends Resource {
  revision: string;
  schemas: Record<string, Schema>;
}

function main(): void {
  const scratch = mkdtempSync(join(tmpdir(), "models-"));
  try {
    const wheel = unpackWheel(requirement, scratch);
    const shapes: Record<string, Shape> = {};
    const revisions: string[] = [];
    for (const [api, { document, schemas, methods = [], creates }] of Object.entries(roots)) {
      const path = join(wheel, "googleapiclient/discovery_cache/documents", `${document}.json`);
      const discovery = JSON.parse(readFileSync(path, "utf8")) as Discovery;
      revisions.push(`${document} of ${discovery.revision}`);
      const distil = new Distillation(api, discovery, creates, shapes);
      for (const schema of schemas) distil.schema(schema);
      for (const method of methods) distil.parameters(method.split("."));
    }
    const source = `PyPI ${requirement}: ${revisions.join(", ")}`;
    writeModel("gcp", { source, shapes: withConstraints(shapes, documented) });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

class Distillation {
  constructor(
    private readonly api: string,
    private readonly discovery: Discovery,
    private readonly creates: RegExp | undefined,
    private readonly shapes: Record<string, Shape>,
  ) {}

  /** Takes a schema over with all that it refers to. @returns its name in the model. */
  schema(name: string): string {
    const named = `${this.api}.${name}`;
    const schema = this.discovery.schemas[name];
    if (schema === undefined) throw new Error(`${this.api} has no schema ${name}`);
    if (!(named in this.shapes)) {
      this.shapes[named] = { type: "any" }; // so that a schema that holds itself ends
      this.shapes[named] = this.shape(schema);
    }
    return named;
  }

  /** Takes the parameters of a method over, as `<api>.<resource>.<method>`. */
  parameters(path: string[]): void {
    const [method = "", resource = ""] = [...path].reverse();
    let at: Resource | undefined = this.discovery;
    for (const name of path.slice(0, -1)) at = at?.resources?.[name];
    const properties = at?.methods?.[method]?.parameters;
    if (properties === undefined) throw new Error(`${this.api} has no method ${path.join(".")}`);
    this.shapes[`${this.api}.${resource}.${method}`] = this.shape({ type: "object", properties });
  }

  private member(schema: Schema): Member {
    if (isAnswered(schema)) return { type: "any", readOnly: true };
    return schema.$ref === undefined ? this.shape(schema) : { ref: this.schema(schema.$ref) };
  }

  private shape(schema: Schema): Shape {
    const { enum: values, pattern } = schema;
    switch (schema.type) {
      case "object":
        return this.object(schema);
      case "array":
        return { type: "list", ...(schema.items && { item: this.member(schema.items) }) };
      case "string":
        // JSON has no 64-bit integers, so the API writes them as text; providers take them as numbers.
        if (schema.format?.endsWith("int64")) return { type: "integer" };
        if (schema.format === "google-duration") return { type: "string", pattern: "^-?\\d+(?:\\.\\d{1,9})?s$" };
        return {
          type: "string",
          ...(values && { enum: values.filter((value) => !value.endsWith("_UNSPECIFIED")) }),
          ...(pattern !== undefined && { pattern: `^(?:${pattern})$` }),
        };
      case "integer":
      case "number":
      case "boolean":
        return { type: schema.type };
      case undefined:
      default:
        return { type: "any" };
    }
  }

  private object({ properties, additionalProperties }: Schema): Shape {
    if (properties === undefined) {
      return { type: "map", ...(additionalProperties && { value: this.member(additionalProperties) }) };
    }
    const entries = Object.entries(properties);
    const required = entries.flatMap(([name, { annotations }]) =>
      annotations?.required?.some((method) => this.creates?.test(method)) ? [name] : [],
    );
    return {
      type: "structure",
      members: Object.fromEntries(entries.map(([name, schema]) => [name, this.member(schema)])),
      ...(required.length > 0 && { required }),
    };
  }
}

/** Older APIs say it at the start of the description. */
function isAnswered({ readOnly, description = "" }: Schema): boolean {
  return readOnly === true || /^\[?output only/i.test(description.trim());
}

main();
