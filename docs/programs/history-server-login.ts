/** A history server behind a login, which deletes logs of last quarter and compacts those of applications that run for weeks. */

import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", {
  sparkPools: [{ name: "spark", machineTypes: ["m7i.4xlarge"], maxNodes: 10 }],
});

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a", hadoopCloud: true },
  historyServer: {
    cleaner: { maxAgeDays: 90 },
    compaction: { filesToRetain: 10 },
    expose: {
      host: "history.example.com",
      login: {
        issuerUrl: "https://login.example.com/realms/data",
        clientId: "spark-history",
        clientSecret: { secret: "history-login", key: "client-secret" },
        cookieSecret: { secret: "history-login", key: "cookie-secret" },
        emailDomains: ["example.com"],
        allowedGroups: ["data-engineering"],
      },
      gateway: { name: "public", namespace: "gateways" },
    },
  },
});

export const { historyServerCommand } = platform;
