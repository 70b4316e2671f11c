import * as pulumi from "@pulumi/pulumi";

import { mirrored, mirroredChart } from "../../lib/addons/mirrors";

const valueOf = (input: pulumi.Input<string>) => new Promise((resolve) => pulumi.output(input).apply(resolve));

/** What short names mean: https://docs.docker.com/reference/cli/docker/image/tag/#description */
const hub = "registry.example.com/hub";
const images = { "docker.io": hub, "ghcr.io": pulumi.output("mirror.example.com:5000/gh/"), "localhost:5000": "other" };

test.each([
  ["apache/spark:4.1.1", `${hub}/apache/spark:4.1.1`],
  ["docker.io/apache/spark:4.1.1", `${hub}/apache/spark:4.1.1`],
  ["spark", `${hub}/library/spark`],
  [
    "ghcr.io/kubeflow/spark-operator/controller:2.5.2",
    "mirror.example.com:5000/gh/kubeflow/spark-operator/controller:2.5.2",
  ],
  ["localhost:5000/spark@sha256:0f", "other/spark@sha256:0f"],
  ["registry.k8s.io/pause:3.10", "registry.k8s.io/pause:3.10"],
  ["docker.io.example.com/spark", "docker.io.example.com/spark"],
])("%s is pulled as %s", async (image, expected) => {
  expect(await valueOf(mirrored(image, images))).toBe(expected);
  expect(await valueOf(mirrored(pulumi.output(image), images))).toBe(expected);
});

test("without mirrors an image is what it was", () => {
  expect(mirrored("apache/spark:4.1.1")).toBe("apache/spark:4.1.1");
});

test("a chart comes from the mirror of all, unless more is said of it", () => {
  expect(mirroredChart(undefined)).toBeUndefined();
  expect(mirroredChart({ version: "1" }, { charts: "oci://a/charts" })).toEqual({
    repository: "oci://a/charts",
    version: "1",
  });
  expect(mirroredChart({ repository: "https://b" }, { charts: "oci://a/charts" })).toEqual({ repository: "https://b" });
});
