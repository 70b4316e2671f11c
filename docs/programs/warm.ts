/** Room kept free: for two executors and a driver at all hours, for twenty more executors of one team in business hours. */

import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", {
  sparkPools: [
    { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 10 },
    { name: "spot", capacity: "spot", machineTypes: ["m7i.4xlarge", "m7a.4xlarge"], maxNodes: 40 },
  ],
});

export const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a" },
  namespaces: [{ name: "etl" }, { name: "notebooks", team: "research" }],
  executorSizes: [{ name: "small", cores: 1 }],
  warm: [
    { executors: 2, drivers: 1 },
    {
      executors: 20,
      executorSize: "small",
      pool: "spot",
      team: "research",
      hours: { from: "08:00", to: "18:30", timeZone: "Europe/Berlin" },
    },
  ],
});
