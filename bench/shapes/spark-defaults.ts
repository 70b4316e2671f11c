/**
 * Spark as it comes: `spark.executor.cores` 1 and as much CPU requested, `spark.executor.memory` 1g with 384 MiB of overhead.
 * https://spark.apache.org/docs/latest/configuration.html
 */

import { type Sizing, sparkOverheadMiB, yieldOf } from "./sizing";

export const sparkDefaults: Sizing = (node) =>
  yieldOf({ cores: 1, requestMillis: 1000, heapMiB: 1024, podMiB: 1024 + sparkOverheadMiB(1024) }, node);
