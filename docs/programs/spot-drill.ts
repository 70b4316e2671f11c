/** A spot drill on weekdays, beside a platform that is there already. */

import { SpotDrill } from "spark-platform";

const drill = new SpotDrill("spot-drill", {
  namespace: "spark-system",
  jobNamespaces: ["spark-jobs"],
  schedule: "0 10 * * 1-5",
  timeZone: "Europe/Berlin",
  recoverySeconds: 300,
});

export const drillNow = drill.runCommand;
