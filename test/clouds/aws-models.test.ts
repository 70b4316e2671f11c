/** Every AWS resource of every program against AWS' own API models, and mistakes that must not get past them. */

import { awsTable } from "../models/aws/table";
import { mistakes } from "./aws-mistakes";
import { awsPrograms, awsResources } from "./aws-programs";
import { testAgainstModels } from "./model-tests";

testAgainstModels({
  name: "AWS",
  package: "aws",
  table: awsTable,
  programs: awsPrograms,
  resourcesOf: awsResources,
  mistakes,
});
