/** Every resource of every program for Azure against the models of Azure Resource Manager, and mistakes that must not get past them. */

import { azureTable } from "../models/azure-table";
import { mistakes } from "./azure-mistakes";
import { azurePrograms, azureResources } from "./azure-programs";
import { testAgainstModels } from "./model-tests";

testAgainstModels({
  name: "Azure",
  package: "azure-native",
  table: azureTable,
  programs: azurePrograms,
  resourcesOf: azureResources,
  mistakes,
});
