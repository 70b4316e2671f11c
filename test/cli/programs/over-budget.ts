/** A platform that could cost more than its budget. */

import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

new SparkPlatform("analytics", { cluster: new EksCluster("analytics"), budget: { maxHourly: 1 } });
