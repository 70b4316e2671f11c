/** Takes an object that is already there under management: here the image registry that an earlier destroy left behind. */

import type * as pulumi from "@pulumi/pulumi";
import { SparkPlatform } from "spark-platform";
import { GkeCluster } from "spark-platform/gcp";

const importRegistry: pulumi.ResourceTransform = ({ type, name, props, opts }) => {
  if (type !== "gcp:artifactregistry/repository:Repository" || name !== "analytics-images") return undefined;
  const id = "projects/example-project/locations/europe-west1/repositories/analytics-images";
  return { props, opts: { ...opts, import: id } };
};

const cluster = new GkeCluster("analytics", { region: "europe-west1" }, { transforms: [importRegistry] });

export const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-gcs" },
});
