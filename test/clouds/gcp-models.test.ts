/** Every resource of every program for Google Cloud against Google's discovery documents, and mistakes that must not get past them. */

import { gcpTable } from "../models/gcp-table";
import { mistakes } from "./gcp-mistakes";
import { gcpPrograms, gcpResources } from "./gcp-programs";
import { testAgainstModels } from "./model-tests";

testAgainstModels({
  name: "Google Cloud",
  package: "gcp",
  table: gcpTable,
  programs: gcpPrograms,
  resourcesOf: gcpResources,
  mistakes,
});
