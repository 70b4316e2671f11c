/** The cases, in the order in which they run. */

import { type Case } from "./case";
import { cleaningUp } from "./cleaning-up";
import { committing } from "./committing";
import { connect } from "./connect";
import { dynamicAllocation } from "./dynamic-allocation";
import { fitting } from "./fitting";
import { history } from "./history";
import { losingNodes } from "./losing-nodes";
import { pythonEnvironment } from "./python-environment";
import { restarts } from "./restarts";
import { sizes } from "./sizes";
import { sql } from "./sql";
import { steering } from "./steering";
import { submitJob } from "./submit-job";
import { submitting } from "./submitting";
import { timeLimit } from "./time-limit";

export const cases: readonly Case[] = [
  submitting,
  submitJob,
  connect,
  sql,
  pythonEnvironment,
  history,
  sizes,
  committing,
  restarts,
  timeLimit,
  fitting,
  steering,
  dynamicAllocation,
  losingNodes,
  cleaningUp,
];
