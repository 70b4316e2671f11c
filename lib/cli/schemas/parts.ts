/** What several commands say in the same words. */

import { z } from "zod";

export const cloud = z.enum(["aws", "gcp", "azure"]);

export const dollars = z.number().positive().describe("US dollars");

export const mib = z.int().nonnegative().describe("MiB (2^20 bytes)");

export const millis = z.int().nonnegative().describe("millicores");

export const count = z.int().nonnegative();

export const resources = z
  .strictObject({ cpuMillis: millis, memoryMiB: mib, ephemeralStorageMiB: mib })
  .meta({ id: "resources" });

export const deduction = resources.extend({ name: z.string() }).meta({ id: "deduction" });

export const machineType = z.strictObject({
  name: z.string().describe("the vendor's name, such as m7g.4xlarge"),
  vcpu: z.int().positive(),
  memoryMiB: mib.describe("MiB that the vendor states"),
  architecture: z.enum(["amd64", "arm64"]),
  localDisks: z.strictObject({ count: z.int().positive(), sizeGiB: z.number().positive() }).optional(),
  accelerators: z.strictObject({ name: z.string(), count: z.number().positive() }).optional(),
  networkMaxPods: count.optional().describe("the most pods that the vendor's network plugin can address"),
  networkGbps: z.number().positive().optional().describe("Gbit/s: sustained on AWS, up to so much elsewhere"),
  price: z
    .strictObject({
      onDemandHourly: dollars,
      spotHourly: dollars.optional().describe("typical spot price in US dollars; absent when no source states one"),
      region: z.string(),
      date: z.string().describe("month of the prices, YYYY-MM"),
      spotDate: z.string().optional().describe("month of the spot price, where it is another one"),
    })
    .optional()
    .describe("list price; absent when it is not known"),
});
