/** Every rule, a file for each group. */

import type { Rule } from "../rule";
import { allocationRules } from "./allocation";
import { executorPodRules } from "./executor-pods";
import { idleExecutorRules } from "./idle-executors";
import { kubernetesRules } from "./kubernetes";
import { memoryAndCoreRules } from "./memory-and-cores";
import { noEffectRules } from "./no-effect";
import { operatorRules } from "./operator";
import { securityRules } from "./security";
import { shuffleRules } from "./shuffle";
import { storageRules } from "./storage";

export const rules: readonly Rule[] = [
  ...allocationRules,
  ...idleExecutorRules,
  ...executorPodRules,
  ...memoryAndCoreRules,
  ...shuffleRules,
  ...storageRules,
  ...kubernetesRules,
  ...securityRules,
  ...operatorRules,
  ...noEffectRules,
];
