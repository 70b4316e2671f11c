/** A new AKS cluster in a subnet that is already there, with a storage account and a registry that are already there. */

import { SparkPlatform } from "spark-platform";
import { AksCluster } from "spark-platform/azure";

const group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/shared/providers";

const cluster = new AksCluster("analytics", {
  region: "westeurope",
  resourceGroupName: "analytics",
  network: {
    subnetId: `${group}/Microsoft.Network/virtualNetworks/company/subnets/spark`,
    outboundType: "userDefinedRouting",
    cidr: "10.20.0.0/22",
  },
  eventLogs: { storageAccountId: `${group}/Microsoft.Storage/storageAccounts/examplelogs`, container: "spark" },
  registry: {
    url: "example.azurecr.io/spark",
    registryId: `${group}/Microsoft.ContainerRegistry/registries/example`,
  },
});

export const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "example.azurecr.io/spark:4.1.1-abfss" },
});
