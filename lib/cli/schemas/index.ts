/** The schema of each command's JSON, by the command's name. */

import { z } from "zod";

import {
  appsDescribeSchema,
  appsKillSchema,
  appsListSchema,
  appsLogsSchema,
  appsRestartSchema,
  appsScheduleChangeSchema,
  appsScheduleListSchema,
} from "./apps";
import { confCheckSchema, confDiffSchema } from "./conf";
import { costSchema } from "./cost";
import { drillSpotSchema } from "./drill";
import { explainSchema } from "./explain";
import { machinesSchema } from "./machines";
import { sizeSchema } from "./size";
import { submitArgsSchema } from "./submit-args";

const schemas = {
  size: sizeSchema,
  explain: explainSchema,
  "conf check": confCheckSchema,
  "conf diff": confDiffSchema,
  cost: costSchema,
  machines: machinesSchema,
  "drill spot": drillSpotSchema,
  "apps list": appsListSchema,
  "apps describe": appsDescribeSchema,
  "apps logs": appsLogsSchema,
  "apps kill": appsKillSchema,
  "apps restart": appsRestartSchema,
  "apps schedule list": appsScheduleListSchema,
  "apps schedule suspend": appsScheduleChangeSchema,
  "apps schedule resume": appsScheduleChangeSchema,
  "apps schedule run": appsScheduleChangeSchema,
  "submit-args": submitArgsSchema,
} satisfies Record<string, z.ZodType>;

export const commandsWithSchema = Object.keys(schemas) as (keyof typeof schemas)[];

export function schemaOf(command: keyof typeof schemas): z.ZodType {
  return schemas[command];
}

/** As a JSON Schema document (draft 2020-12). */
export function jsonSchemaOf(command: keyof typeof schemas): object {
  const { $schema, ...rest } = z.toJSONSchema(schemas[command]);
  return { $schema, title: `spark-platform ${command} --json`, ...rest };
}
