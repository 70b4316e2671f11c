/** What resources answer beyond their inputs: enough for whole programs to run, and plain to see as made up. */

import type { RecordedResource } from "../recording";
import { awsOutputs } from "./aws";
import { kubernetesOutputs } from "./kubernetes";

export interface MockedOutputs {
  /** Empty when it is unknown. */
  id: string;
  outputs: Record<string, unknown>;
}

/** @param unknown leaves out everything that only a cloud knows. Names that Kubernetes objects get are known all the same. */
export function mockedOutputs(resource: RecordedResource, unknown: boolean): MockedOutputs {
  if (resource.kind === "remote") return { id: "", outputs: unknown ? {} : { resources: [] } };
  const existing = resource.importId;
  const [provider] = resource.type.split(":");
  if (provider === "kubernetes") {
    const { id, outputs } = kubernetesOutputs(resource);
    return { id: existing ?? (unknown ? "" : id), outputs };
  }
  if (unknown) return { id: existing ?? "", outputs: {} };
  const mocked = provider === "aws" ? awsOutputs(resource) : { id: `${resource.name}-id`, outputs: {} };
  return { ...mocked, id: existing ?? mocked.id };
}
