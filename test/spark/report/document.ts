/** What a run of `npm run e2e:spark` leaves with `--out`. */

import { availableParallelism, cpus, totalmem } from "node:os";

import { z } from "zod";

import { sparkVersion } from "../../../local/node/images/spark";
import { versions } from "../../../local/tools/versions";
import { type Outcome } from "../run";

export const documentSchema = z.strictObject({
  machine: z.strictObject({ cores: z.number(), memoryGiB: z.number(), processor: z.string() }),
  date: z.iso.date(),
  versions: z.record(z.string(), z.string()),
  cases: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      seconds: z.number(),
      checks: z.array(z.strictObject({ what: z.string(), wanted: z.string(), found: z.string(), passed: z.boolean() })),
      figures: z.array(z.strictObject({ what: z.string(), value: z.string() })),
      failure: z.string().optional(),
    }),
  ),
});

export type SparkDocument = z.infer<typeof documentSchema>;

export function documentOf(cases: readonly Outcome[]): SparkDocument {
  return {
    machine: {
      cores: availableParallelism(),
      memoryGiB: Math.round(totalmem() / 1024 ** 3),
      processor: cpus()[0]?.model ?? "unknown",
    },
    date: new Date().toISOString().slice(0, 10),
    versions: { spark: sparkVersion, kubernetes: versions.kubernetes },
    cases: [...cases],
  };
}
