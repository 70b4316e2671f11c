/** What `spark-platform submit-args --json` prints. */

import { z } from "zod";

export const submitArgsSchema = z.strictObject({
  platform: z.string(),
  namespace: z.string(),
  mode: z.enum(["cluster", "client"]),
  command: z.string().describe("for a POSIX shell"),
  arguments: z
    .array(z.string())
    .describe("of spark-submit, each as the shell would hand it over, but for what the shell puts in place of $"),
  unknown: z
    .array(
      z.strictObject({
        variable: z.string().describe("of the shell, which stands in the command"),
        key: z.string().describe("of Spark"),
        ask: z.string().describe("a command that says it, once the platform is deployed"),
      }),
    )
    .describe("values that only the deployment knows"),
  templates: z.record(z.string(), z.string()).describe("pod templates by the names of their files"),
  pod: z
    .strictObject({
      serviceAccount: z.string(),
      cpu: z.string(),
      memory: z.string(),
      labels: z.record(z.string(), z.string()),
    })
    .optional()
    .describe("what the pod must have in which the command is run; in client mode only"),
});

export type SubmitArgsAnswer = z.infer<typeof submitArgsSchema>;
