/** How people and Pulumi reach the cluster: by the caller's own credentials of Entra ID, at the time of each call. */

import { getClientConfigOutput } from "@pulumi/azure-native/authorization/getClientConfig";
import { listManagedClusterUserCredentialsOutput } from "@pulumi/azure-native/containerservice/listManagedClusterUserCredentials";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import { execKubeconfig } from "../../common/kubeconfig";
import type { ClusterReference } from "./cluster-reference";

/** The application that AKS's API servers are in Entra ID, the same in every tenant: https://azure.github.io/kubelogin/concepts/aks.html */
const SERVER_ID = "6dae42f8-4368-4678-94ff-3960e28e3630";

/** By the names that the provider has for them: https://www.pulumi.com/registry/packages/azure-native/installation-configuration */
const ENVIRONMENTS: Record<string, string> = {
  public: "AzurePublicCloud",
  usgovernment: "AzureUSGovernmentCloud",
  china: "AzureChinaCloud",
};

interface Endpoint {
  server: string;
  certificateAuthority: string;
}

/**
 * kubelogin makes a token whenever one is needed, with the Azure CLI's login unless `AAD_LOGIN_METHOD` names another one: `spn`,
 * `msi`, `workloadidentity`, ...
 * @see https://azure.github.io/kubelogin/concepts/login-modes.html
 */
export function kubeconfigOf(
  cluster: Pick<ClusterReference, "name">,
  resourceGroupName: pulumi.Input<string>,
  proxyUrl: pulumi.Input<string> | undefined,
  opts: pulumi.InvokeOutputOptions,
): pulumi.Output<string> {
  // It holds no credentials where local accounts are off; only the address of the API server and its authority are taken.
  const credentials = listManagedClusterUserCredentialsOutput({ resourceGroupName, resourceName: cluster.name }, opts);
  const endpoint = pulumi.secret(credentials).apply(({ kubeconfigs }) => endpointOf(kubeconfigs[0]?.value ?? ""));
  return execKubeconfig({
    name: cluster.name,
    server: endpoint.server,
    certificateAuthority: endpoint.certificateAuthority,
    proxyUrl,
    exec: {
      command: "kubelogin",
      args: [
        "get-token",
        "--environment",
        environment(),
        "--server-id",
        SERVER_ID,
        "--tenant-id",
        getClientConfigOutput(opts).tenantId,
        "--login",
        "azurecli",
      ],
      installHint: "kubelogin is not installed: `az aks install-cli` installs it.",
    },
  });
}

/** The cloud of Azure that the configuration names, as kubelogin calls it. */
function environment(): string {
  const named = new pulumi.Config("azure-native").get("environment") ?? "public";
  return ENVIRONMENTS[named.toLowerCase()] ?? "AzurePublicCloud";
}

/** The command that writes the cluster into a person's own kubeconfig. */
export function accessCommandOf(
  cluster: Pick<ClusterReference, "name">,
  resourceGroupName: pulumi.Input<string>,
): pulumi.Output<string> {
  return pulumi.interpolate`az aks get-credentials --resource-group ${resourceGroupName} --name ${cluster.name} && kubelogin convert-kubeconfig --login azurecli`;
}

/** Address and certificate authority of a cluster, from a kubeconfig in base64. */
export function endpointOf(kubeconfig: string): Endpoint {
  const config = parse(Buffer.from(kubeconfig, "base64").toString()) as {
    clusters?: { cluster?: { server?: string; "certificate-authority-data"?: string } }[];
  } | null;
  const { server = "", "certificate-authority-data": certificateAuthority = "" } = config?.clusters?.[0]?.cluster ?? {};
  return { server, certificateAuthority };
}
