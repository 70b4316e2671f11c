/** Everything that programs create in a cloud through checkov, an independent scanner, where Python is at hand. */

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import type { RecordedResource } from "../../lib/testing";
import { acceptedFindings } from "../clouds/accepted-findings";
import { awsPrograms, awsResources } from "../clouds/aws-programs";
import * as awsTerraform from "../clouds/aws-terraform";
import { armTemplate, byArmName } from "../clouds/azure-arm";
import { azurePrograms, azureResources } from "../clouds/azure-programs";
import { gcpPrograms, gcpResources } from "../clouds/gcp-programs";
import * as gcpTerraform from "../clouds/gcp-terraform";
import type { Program } from "../clouds/programs";

jest.setTimeout(600_000);

/** `npm run e2e` says why it is not there, and these cases count as skipped then. */
const bin = process.env.SPARK_PLATFORM_CHECKOV ?? "";
const withCheckov = bin === "" ? test.skip : test;

/** What is read of checkov's report. */
interface Report {
  summary: { passed: number; parsing_errors: number; resource_count: number };
  results: { failed_checks: FailedCheck[] };
}

interface FailedCheck {
  check_id: string;
  check_name: string;
  resource: string;
  file_path: string;
}

interface Finding {
  check: string;
  type: string;
  name: string;
  /** For people. */
  text: string;
}

/** What of a cloud is scanned, and how the scanner is told of it. */
interface Scanned {
  cloud: (typeof acceptedFindings)[0]["cloud"];
  framework: "terraform" | "arm";
  file: string;
  programs: Record<string, Program>;
  resourcesOf(program: Program): Promise<RecordedResource[]>;
  render(resources: RecordedResource[]): string;
  /** By the name in the report. */
  byName(resources: RecordedResource[]): Map<string, RecordedResource>;
  /** Inputs that must be blamed, by type; none takes the resources away. */
  weak: Record<string, Record<string, unknown> | undefined>;
  /** Checks that must fail then. */
  blamed: string[];
}

const scanned: Scanned[] = [
  {
    cloud: "aws",
    framework: "terraform",
    file: "main.tf",
    programs: awsPrograms,
    resourcesOf: awsResources,
    render: awsTerraform.terraformProgram,
    byName: awsTerraform.byTerraformName,
    weak: {
      "aws:eks/cluster:Cluster": { encryptionConfig: undefined },
      "aws:ec2/launchTemplate:LaunchTemplate": { metadataOptions: { httpEndpoint: "enabled", httpTokens: "optional" } },
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": undefined,
    },
    // Secrets in plain text, instance metadata for every process, a bucket that may become public.
    blamed: ["CKV_AWS_58", "CKV_AWS_79", "CKV2_AWS_6"],
  },
  {
    cloud: "gcp",
    framework: "terraform",
    file: "main.tf",
    programs: gcpPrograms,
    resourcesOf: gcpResources,
    render: gcpTerraform.terraformProgram,
    byName: gcpTerraform.byTerraformName,
    weak: {
      "gcp:container/cluster:Cluster": { privateClusterConfig: undefined, enableLegacyAbac: true },
      "gcp:storage/bucket:Bucket": { uniformBucketLevelAccess: false },
    },
    // Nodes with addresses, rights that are not roles, objects that may be public.
    blamed: ["CKV_GCP_64", "CKV_GCP_7", "CKV_GCP_29"],
  },
  {
    cloud: "azure",
    framework: "arm",
    file: "template.json",
    programs: azurePrograms,
    resourcesOf: azureResources,
    render: armTemplate,
    byName: byArmName,
    weak: {
      "azure-native:containerservice:ManagedCluster": { enableRBAC: false, disableLocalAccounts: false },
      "azure-native:storage:StorageAccount": { enableHttpsTrafficOnly: false },
    },
    // No roles, a password that always works, data that may be read on its way.
    blamed: ["CKV_AZURE_5", "CKV_AZURE_141", "CKV_AZURE_3"],
  },
];

describe.each(scanned)("what programs create in $cloud", (scan) => {
  const folder = mkdtempSync(join(tmpdir(), "checkov-e2e-"));
  const programs = Object.entries(scan.programs).map(([name, program], index) => ({ name, program, at: `${index}` }));
  const resources = new Map<string, RecordedResource[]>();
  let report: Report;
  let findings: Finding[];

  beforeAll(async () => {
    if (bin === "") return;
    for (const { program, at } of programs) {
      const ours = (await scan.resourcesOf(program)).filter(isOurs);
      resources.set(at, ours);
      mkdirSync(join(folder, at));
      writeFileSync(join(folder, at, scan.file), scan.render(ours));
    }
    report = await reportOf(folder, scan);
    findings = report.results.failed_checks.map(findingOf);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  withCheckov("checkov reads every resource", () => {
    expect(report.summary.parsing_errors).toBe(0);
    const expected = [...resources.values()].reduce((sum, each) => sum + each.length, 0);
    expect(report.summary.resource_count).toBe(expected);
  });

  withCheckov("what checkov finds is accepted, with a reason", () => {
    const unexpected = findings.filter((finding) => !accepted().some((one) => accepts(one, finding)));
    expect(unexpected.map(({ text }) => text)).toEqual([]);
  });

  withCheckov("every accepted finding is still found", () => {
    expect(accepted().filter((one) => !findings.some((finding) => accepts(one, finding)))).toEqual([]);
  });

  withCheckov("what is left out is found", async () => {
    const broken = mkdtempSync(join(tmpdir(), "checkov-e2e-"));
    try {
      const { at } = programs.find(({ name }) => name === "longest name")!;
      const weak = resources.get(at)!.flatMap((resource): RecordedResource[] => {
        if (!(resource.type in scan.weak)) return [resource];
        const change = scan.weak[resource.type];
        return change === undefined ? [] : [{ ...resource, inputs: { ...resource.inputs, ...change } }];
      });
      writeFileSync(join(broken, scan.file), scan.render(weak));
      const found = (await reportOf(broken, scan)).results.failed_checks.map(({ check_id: check }) => check);
      expect(found).toEqual(expect.arrayContaining(scan.blamed));
    } finally {
      rmSync(broken, { recursive: true, force: true });
    }
  });

  function accepted(): typeof acceptedFindings {
    return acceptedFindings.filter(({ cloud }) => cloud === scan.cloud);
  }

  function findingOf({ check_id: check, check_name: wants, resource: named, file_path: path }: FailedCheck): Finding {
    const at = path.split("/").find((part) => part !== "") ?? "";
    const resource = scan.byName(resources.get(at) ?? []).get(named);
    if (resource === undefined) throw new Error(`checkov speaks of ${named}, which is in no program`);
    const { type, name } = resource;
    const program = programs.find((each) => each.at === at)?.name;
    return { check, type, name, text: `${check} on ${type} ${name} of ${program}: ${wants}` };
  }
});

/** What a program makes by itself is its own affair. */
function isOurs({ urn }: RecordedResource): boolean {
  return urn.includes("spark-platform:");
}

/** checkov ends with 1 where it finds something. */
async function reportOf(directory: string, { framework }: Scanned): Promise<Report> {
  const { stdout } = await promisify(execFile)(
    join(bin, "checkov"),
    [
      "--directory",
      directory,
      "--framework",
      framework,
      "--skip-download",
      "--output",
      "json",
      "--quiet",
      "--compact",
      "--soft-fail",
    ],
    { maxBuffer: 2 ** 28, cwd: directory },
  );
  return JSON.parse(stdout) as Report;
}

function accepts({ check, on, named = /./ }: (typeof acceptedFindings)[0], finding: Finding): boolean {
  return check === finding.check && on.includes(finding.type) && named.test(finding.name);
}
