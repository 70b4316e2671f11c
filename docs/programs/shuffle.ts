/** Shuffle files on local NVMe, copied to a bucket when a spot node goes, and output through the committer of S3. */

import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", {
  sparkPools: [
    { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 10 },
    { name: "spot-nvme", capacity: "spot", machineTypes: ["m6id.4xlarge", "m5d.4xlarge"], maxNodes: 40 },
  ],
});

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a", hadoopCloud: true },
  shuffle: { volume: "local-disks", fallbackStorage: "s3a://example-shuffle/spark/" },
  sparkConf: { "spark.sql.shuffle.partitions": "400" },
});

export const { submitCommand } = platform;
