/** Kubernetes objects answer with their inputs and a name: the logical name of the resource where none was given. */

import type { RecordedResource } from "../recording";
import type { MockedOutputs } from "./mocked";

export function kubernetesOutputs(resource: RecordedResource): MockedOutputs {
  const { inputs, name } = resource;
  if (typeof inputs.apiVersion !== "string" || typeof inputs.kind !== "string")
    return { id: `${name}-id`, outputs: {} };
  const metadata = { ...(inputs.metadata as Record<string, unknown> | undefined) };
  const named = typeof metadata.name === "string" ? metadata.name : name;
  const id = typeof metadata.namespace === "string" ? `${metadata.namespace}/${named}` : named;
  return { id, outputs: metadata.name === undefined ? { metadata: { ...metadata, name: named } } : {} };
}
