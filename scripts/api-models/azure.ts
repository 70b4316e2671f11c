/**
 * Generates test/models/azure.json: what Azure Resource Manager takes for the resources that the library creates.
 *
 * Run it with `npx tsx scripts/api-models/azure.ts` (needs npm), then read the diff. Microsoft's npm packages @azure/arm-* carry the
 * ARM models as data for their serializers: members, what is required or read-only, lengths and patterns, also of the names in a
 * resource's path. Values of enums stand in their type declarations. Later major versions of some packages lack that data. What is
 * said in prose alone is typed in azure-documented.ts.
 */

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";

import ts from "typescript";

import type { Shape } from "../../test/models/shape";
import { type Mapper, ArmDistillation, type Parameter } from "./azure-mappers";
import { documented } from "./azure-documented";
import { readDeclarations } from "./azure-declarations";
import { withConstraints, writeModel } from "./write";

interface Root {
  package: string;
  version: string;
  /** Body of a request, by name; with the parameters of its path. */
  bodies: Record<string, string[]>;
}

const group = "resourceGroupName";

const roots: Root[] = [
  {
    package: "arm-containerservice",
    version: "24.1.0",
    bodies: {
      ManagedCluster: [group, "resourceName"],
      AgentPool: [group, "resourceName", "agentPoolName"],
      MaintenanceConfiguration: [group, "resourceName", "configName"],
    },
  },
  {
    package: "arm-network",
    version: "33.5.0",
    bodies: {
      VirtualNetwork: [group, "virtualNetworkName"],
      Subnet: [group, "virtualNetworkName", "subnetName"],
      NatGateway: [group, "natGatewayName"],
      PublicIPAddress: [group, "publicIpAddressName"],
    },
  },
  {
    package: "arm-storage",
    version: "18.6.0",
    bodies: {
      StorageAccountCreateParameters: [group, "accountName"],
      BlobContainer: [group, "accountName", "containerName"],
      ManagementPolicy: [group, "accountName"],
    },
  },
  {
    package: "arm-msi",
    version: "2.2.0",
    bodies: {
      Identity: [group, "resourceName"],
      FederatedIdentityCredential: [group, "resourceName", "federatedIdentityCredentialResourceName"],
    },
  },
  {
    package: "arm-authorization",
    version: "9.0.0",
    bodies: {
      RoleAssignmentCreateParameters: ["scope", "roleAssignmentName"],
    },
  },
  {
    package: "arm-containerregistry",
    version: "11.0.0",
    bodies: {
      Registry: [group, "registryName"],
      Task: [group, "registryName", "taskName"],
    },
  },
  { package: "arm-resources", version: "6.1.0", bodies: { ResourceGroup: [group] } },
  { package: "arm-locks", version: "2.1.0", bodies: { ManagementLockObject: ["scope", "lockName"] } },
];

function main(): void {
  const scratch = mkdtempSync(join(tmpdir(), "models-"));
  try {
    const shapes: Record<string, Shape> = {};
    for (const root of roots) {
      const models = unpackModels(root, scratch);
      const mappers = load(join(models, "mappers.js"));
      const parameters = load(join(models, "parameters.js"), mappers) as Record<string, Parameter>;
      const distillation = new ArmDistillation(
        root.package.replace("arm-", ""),
        mappers as Record<string, Mapper>,
        readDeclarations(join(models, "index.d.ts")),
        shapes,
      );
      for (const [body, names] of Object.entries(root.bodies)) {
        distillation.request(body, Object.fromEntries(names.map((name) => [name, parameter(name, parameters, root)])));
      }
    }
    const source = `npm ${roots.map((root) => `@azure/${root.package}@${root.version}`).join(", ")}`;
    writeModel("azure", { source, shapes: withConstraints(shapes, documented) });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function parameter(name: string, parameters: Record<string, Parameter>, root: Root): Parameter {
  const found = parameters[name];
  if (found === undefined) throw new Error(`@azure/${root.package} has no parameter ${name}`);
  return found;
}

/** @returns the folder of the package with its models as ES modules. */
function unpackModels({ package: name, version }: Root, scratch: string): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  const pack = ["pack", "--silent", "--pack-destination", folder, `@azure/${name}@${version}`];
  const [tarball = ""] = execFileSync("npm", pack, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split(
    "\n",
  );
  execFileSync("tar", ["-xzf", join(folder, tarball), "-C", folder, "--strip-components=1"]);
  const models = ["dist/esm/models", "dist-esm/src/models"].map((path) => join(folder, path));
  const found = models.find((path) => existsSync(join(path, "mappers.js")));
  if (found === undefined) throw new Error(`@azure/${name}@${version} has no serializer mappers`);
  return found;
}

/** Runs one module of data; `mappers` are what it imports of the other. */
function load(path: string, mappers: object = {}): object {
  const { outputText } = ts.transpileModule(readFileSync(path, "utf8"), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exports = {};
  runInNewContext(outputText, { exports, require: () => mappers });
  return exports;
}

main();
