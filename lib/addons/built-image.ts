/** An image whose name is known before it is built, and its digest only after. */

import type * as pulumi from "@pulumi/pulumi";

/** What a deployment builds, as SparkImage does; also what another program built, by its digest. */
export interface BuiltImage {
  /** For people and for the plan, for example `analytics:4.1.1-s3a`; nothing is pulled by it. */
  name: string;
  /** What pods run, for example `<registry>/<repository>@sha256:<digest>`. */
  reference: pulumi.Input<string>;
}

/** What pods run. */
export function referenceOf(image: string | BuiltImage): pulumi.Input<string> {
  return typeof image === "string" ? image : image.reference;
}
