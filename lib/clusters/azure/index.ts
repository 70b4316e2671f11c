/** Microsoft Azure: `import { AksCluster } from "spark-platform/azure"`. */

export {};
