/** What resources answer beyond their inputs: enough for whole programs to run, and plain to see as made up. */

import type { RecordedResource } from "../recording";
import { awsOutputs } from "./aws";
import { azureOutputs } from "./azure";
import { dockerBuildOutputs } from "./docker-build";
import { gcpOutputs } from "./gcp";
import { kubernetesOutputs } from "./kubernetes";
import type { MockedOutputs } from "./mocked";

/** What each provider answers. */
const CLOUDS: Record<string, (resource: RecordedResource, region: string, project: string) => MockedOutputs> = {
  aws: awsOutputs,
  "azure-native": azureOutputs,
  "docker-build": dockerBuildOutputs,
  gcp: gcpOutputs,
};

/**
 * @param region of the resource's provider
 * @param project of the resource's provider, where it is one of Google Cloud
 * @param unknown leaves out everything that only a cloud knows. Names that Kubernetes objects get are known all the same.
 */
export function mockedOutputs(
  resource: RecordedResource,
  region: string,
  project: string,
  unknown: boolean,
): MockedOutputs {
  if (resource.kind === "remote") return { id: "", outputs: unknown ? {} : { resources: [] } };
  const existing = resource.importId;
  const [provider] = resource.type.split(":");
  if (provider === "kubernetes") {
    const { id, outputs } = kubernetesOutputs(resource);
    return { id: existing ?? (unknown ? "" : id), outputs };
  }
  if (unknown) return { id: existing ?? "", outputs: {} };
  const mocked = CLOUDS[provider ?? ""]?.(resource, region, project) ?? { id: `${resource.name}-id`, outputs: {} };
  return { ...mocked, id: existing ?? mocked.id };
}
