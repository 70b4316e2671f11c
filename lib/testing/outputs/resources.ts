/** What resources answer beyond their inputs: enough for whole programs to run, and plain to see as made up. */

import type { RecordedResource } from "../recording";
import { awsOutputs } from "./aws";
import { kubernetesOutputs } from "./kubernetes";
import type { MockedOutputs } from "./mocked";

/**
 * @param region of the resource's provider
 * @param unknown leaves out everything that only a cloud knows. Names that Kubernetes objects get are known all the same.
 */
export function mockedOutputs(resource: RecordedResource, region: string, unknown: boolean): MockedOutputs {
  if (resource.kind === "remote") return { id: "", outputs: unknown ? {} : { resources: [] } };
  const existing = resource.importId;
  const [provider] = resource.type.split(":");
  if (provider === "kubernetes") {
    const { id, outputs } = kubernetesOutputs(resource);
    return { id: existing ?? (unknown ? "" : id), outputs };
  }
  if (unknown) return { id: existing ?? "", outputs: {} };
  const mocked = provider === "aws" ? awsOutputs(resource, region) : { id: `${resource.name}-id`, outputs: {} };
  return { ...mocked, id: existing ?? mocked.id };
}
