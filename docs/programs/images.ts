/** A platform whose image the deployment builds. */

import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";
import { SparkImage } from "spark-platform/images";

const cluster = new EksCluster("analytics");

const image = new SparkImage("analytics", { cluster });

const platform = new SparkPlatform("analytics", { cluster, spark: image.spark });

export const { reference } = image;
export const { accessCommand, submitCommand, applyCommand, historyServerCommand } = platform;
