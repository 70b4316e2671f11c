/** An image that is built and pushed answers with a digest, which here follows from what it is built from. */

import { createHash } from "node:crypto";

import type { RecordedResource } from "../recording";
import type { MockedOutputs } from "./mocked";

export function dockerBuildOutputs({ name, inputs }: RecordedResource): MockedOutputs {
  const digest = `sha256:${createHash("sha256").update(JSON.stringify(inputs)).digest("hex")}`;
  const [tag] = (inputs.tags ?? []) as string[];
  return { id: `${name}-id`, outputs: { digest, ref: `${tag}@${digest}` } };
}
