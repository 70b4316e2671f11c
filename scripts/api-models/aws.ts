/**
 * Generates test/models/aws.json: what AWS' APIs take for the resources that the library creates.
 *
 * Run it with `npx tsx scripts/api-models/aws.ts` (needs `python3` with pip), then read the diff. The PyPI package botocore carries
 * the service models that every AWS SDK is generated from. cfn-lint carries the resource schemas of CloudFormation, which have
 * limits that the service models lack. What AWS says in prose alone is typed in aws-documented.ts.
 */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import type { Member, Shape } from "../../test/models/shape";
import { unpackWheel } from "../catalogue/packages";
import { documented } from "./aws-documented";
import { limitsOf, schemaLimits } from "./aws-schemas";
import { withConstraints, writeModel } from "./write";

const botocore = "botocore==1.44.5";
const cfnLint = "cfn-lint==1.58.0";

/** The operations that the provider calls for what the library creates. */
const operations: Record<string, string[]> = {
  autoscaling: ["CreateOrUpdateTags"],
  ec2: [
    "AllocateAddress",
    "AssociateRouteTable",
    "AttachInternetGateway",
    "AuthorizeSecurityGroupEgress",
    "AuthorizeSecurityGroupIngress",
    "CreateFlowLogs",
    "CreateInternetGateway",
    "CreateLaunchTemplate",
    "CreateNatGateway",
    "CreateRoute",
    "CreateRouteTable",
    "CreateSecurityGroup",
    "CreateSubnet",
    "CreateTags",
    "CreateVpc",
    "CreateVpcEndpoint",
    "ModifySubnetAttribute",
    "ModifyVpcAttribute",
  ],
  ecr: [
    "CreatePullThroughCacheRule",
    "CreateRepository",
    "CreateRepositoryCreationTemplate",
    "PutLifecyclePolicy",
    "PutRegistryPolicy",
    "SetRepositoryPolicy",
  ],
  eks: [
    "AssociateAccessPolicy",
    "CreateAccessEntry",
    "CreateAddon",
    "CreateCluster",
    "CreateNodegroup",
    "CreatePodIdentityAssociation",
  ],
  events: ["PutRule", "PutTargets"],
  iam: [
    "AddRoleToInstanceProfile",
    "AttachRolePolicy",
    "CreateInstanceProfile",
    "CreateOpenIDConnectProvider",
    "CreatePolicy",
    "CreateRole",
    "PutRolePolicy",
  ],
  kms: ["CreateAlias", "CreateKey", "EnableKeyRotation", "PutKeyPolicy", "ScheduleKeyDeletion"],
  logs: ["CreateLogGroup", "PutRetentionPolicy"],
  s3: [
    "CreateBucket",
    "PutBucketEncryption",
    "PutBucketLifecycleConfiguration",
    "PutBucketOwnershipControls",
    "PutBucketPolicy",
    "PutBucketTagging",
    "PutBucketVersioning",
    "PutObject",
    "PutPublicAccessBlock",
  ],
  sqs: ["CreateQueue", "SetQueueAttributes"],
};

/** What is read of a shape in a service model. */
interface ServiceShape {
  type: string;
  members?: Record<string, { shape: string; deprecated?: boolean }>;
  required?: string[];
  member?: { shape: string };
  key?: { shape: string };
  value?: { shape: string };
  enum?: string[];
  pattern?: string;
  min?: number;
  max?: number;
}

interface ServiceModel {
  operations: Record<string, { input: { shape: string } }>;
  shapes: Record<string, ServiceShape>;
}

const types: Record<string, Shape["type"]> = {
  integer: "integer",
  long: "integer",
  double: "number",
  float: "number",
  boolean: "boolean",
  blob: "string",
  string: "string",
  timestamp: "string",
};

function main(): void {
  const scratch = mkdtempSync(join(tmpdir(), "models-"));
  try {
    const models = unpackWheel(botocore, folderIn(scratch, "botocore"));
    const shapes: Record<string, Shape> = {};
    for (const [service, names] of Object.entries(operations)) {
      const model = readModel(join(models, "botocore/data", service));
      const distil = new Distillation(service, model, shapes);
      for (const name of names) distil.request(model.operations[name]!.input.shape);
    }
    nameMachines(shapes);
    const schemas = unpackWheel(cfnLint, folderIn(scratch, "cfn-lint"));
    const ofSchemas = schemaLimits(join(schemas, "cfnlint/data/schemas"));
    const source = `PyPI ${botocore}, limits also of ${cfnLint}`;
    writeModel("aws", { source, shapes: withConstraints(withConstraints(shapes, ofSchemas), documented) });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** EKS takes any text for a machine type; EC2 has their names. */
function nameMachines(shapes: Record<string, Shape>): void {
  const named = shapes["ec2.RequestLaunchTemplateData"]!.members!.InstanceType as Shape;
  shapes["eks.CreateNodegroupRequest"]!.members!.instanceTypes = { type: "list", item: named, min: 1, max: 20 };
}

/** Unpacking looks for the one wheel of a folder. */
function folderIn(scratch: string, name: string): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  return folder;
}

/** The newest version of a service's API. */
function readModel(folder: string): ServiceModel {
  const version = readdirSync(folder).sort().pop()!;
  const packed = readFileSync(join(folder, version, "service-2.json.gz"));
  return JSON.parse(gunzipSync(packed).toString("utf8")) as ServiceModel;
}

class Distillation {
  constructor(
    private readonly service: string,
    private readonly model: ServiceModel,
    private readonly shapes: Record<string, Shape>,
  ) {}

  /** Takes a structure with all that it leads to. @returns a reference to it. */
  request(name: string): Member {
    const ref = `${this.service}.${name}`;
    if (ref in this.shapes) return { ref };
    const { members = {}, required = [] } = this.model.shapes[name]!;
    const shape: Shape = { type: "structure", members: {}, ...(required.length > 0 && { required }) };
    // Before its members, since structures may hold themselves.
    this.shapes[ref] = shape;
    for (const [member, { shape: of }] of Object.entries(members)) shape.members![member] = this.member(of);
    return { ref };
  }

  /** Structures are shared; all else is written where it stands, so that a limit can be added to one use of it. */
  private member(name: string): Member {
    const shape = this.model.shapes[name]!;
    const limits = limitsOf(shape);
    switch (shape.type) {
      case "structure":
        return this.request(name);
      case "list":
        return { type: "list", item: this.member(shape.member!.shape), ...limits };
      case "map":
        return { type: "map", key: this.member(shape.key!.shape), value: this.member(shape.value!.shape), ...limits };
      default:
        return { type: typeOf(shape.type), ...limits };
    }
  }
}

function typeOf(type: string): Shape["type"] {
  const known = types[type];
  if (known === undefined) throw new Error(`no type for ${type}`);
  return known;
}

main();
