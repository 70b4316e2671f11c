/** An image with packages of one's own, from a mirror, for a registry of one's own; one application runs it. */

import * as pulumi from "@pulumi/pulumi";
import { SparkApplication, SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";
import { SparkImage } from "spark-platform/images";

const config = new pulumi.Config();

const cluster = new EksCluster("analytics");

const platform = new SparkPlatform("analytics", { cluster });

const image = new SparkImage("forecasts", {
  cluster,
  connectors: ["s3a", "gs"],
  base: "registry.example.com/hub/apache/spark:4.1.1",
  mavenImage: "registry.example.com/hub/maven:3.9.9-eclipse-temurin-17",
  mavenSettings: config.getSecret("mavenSettings") ?? "<settings/>",
  instructions: ["RUN pip3 install --no-cache-dir statsmodels==0.14.4"],
  registry: { repository: "registry.example.com/data/forecasts" },
});

new SparkApplication("forecasts", {
  platform,
  image: image.reference,
  type: "Python",
  mainApplicationFile: "s3a://company-code/forecasts.py",
});
