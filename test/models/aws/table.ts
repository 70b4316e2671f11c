/** What the AWS provider sends for each resource type that the library creates, by request of AWS' APIs. */

import model from "../aws.json";
import type { Mapping, MappingTable } from "../mapping";
import type { ApiModel } from "../shape";
import { eks, interruption, machines } from "./cluster";
import { data, identity } from "./data";
import { network } from "./network";
import { region } from "./places";

/** One row for each resource type; a type without one fails the test. */
export const awsTable: MappingTable = {
  model: model as ApiModel,
  lifted: ["Attributes", "LaunchTemplateData", "PublicAccessBlockConfiguration"],
  resources: Object.fromEntries(
    Object.entries({ ...eks, ...network, ...machines, ...identity, ...data, ...interruption }).map(
      ([type, row]): [string, Mapping] => [type, { ...row, properties: { region, ...row.properties } }],
    ),
  ),
};
