/** The root program: stack configuration chooses which of the examples is deployed. */

import * as pulumi from "@pulumi/pulumi";

/* eslint-disable @typescript-eslint/no-require-imports -- loaded on demand: who uses one cloud loads no other cloud's SDK */
const programs: Record<string, () => object> = {
  existing: () => require("./existing") as object,
  aws: () => require("./aws") as object,
  gcp: () => require("./gcp") as object,
  azure: () => require("./azure") as object,
  "import-aws": () => require("./import-aws") as object,
  "import-gcp": () => require("./import-gcp") as object,
  "import-azure": () => require("./import-azure") as object,
};

function chosen(): object {
  const cloud = new pulumi.Config("spark-platform").get("cloud") ?? "existing";
  const program = Object.hasOwn(programs, cloud) ? programs[cloud] : undefined;
  if (program !== undefined) return program();
  const known = Object.keys(programs).join(", ");
  throw new pulumi.ResourceError(
    `spark-platform:cloud: ${JSON.stringify(cloud)} is no example. Allowed: ${known}. ` +
      "Choose one: pulumi config set spark-platform:cloud existing",
    undefined,
    true,
  );
}

export = chosen();
