import fc from "fast-check";

import { formatMiB, parseCpuMillis, parseMemoryMiB } from "../../lib/plan/quantity";

describe("parseMemoryMiB", () => {
  it.each([
    ["14Gi", 14_336],
    ["512Mi", 512],
    ["1.5Gi", 1_536],
    ["1536Ki", 1],
    ["2Ti", 2_097_152],
    ["10g", 10_240],
    ["8192m", 8_192],
    ["10gb", 10_240],
    ["512mb", 512],
    ["2048k", 2],
    ["1t", 1_048_576],
    ["63Ti", 66_060_288],
  ])("reads %s as %d MiB", (text, mib) => {
    expect(parseMemoryMiB(text)).toBe(mib);
  });

  it.each([
    "4GB!",
    "4GB",
    "4G",
    "4M",
    "4096",
    "-1Gi",
    "0",
    "0Gi",
    "0g",
    "NaN",
    "NaNGi",
    "Infinityg",
    "",
    "Gi",
    "1.5g",
    "1e3Gi",
    "64Ti",
    "9999999Ti",
    `${"9".repeat(400)}g`,
    "1023Ki",
    " 4Gi",
    "4 Gi",
    "4Gi\n",
    "4gi",
    "4Gib",
  ])("refuses %j", (text) => {
    expect(parseMemoryMiB(text)).toBeUndefined();
  });

  it("never returns anything but a positive whole number or undefined", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9.]{1,20}([KMGT]i|[kmgt]b?)$/)), (text) => {
        const mib = parseMemoryMiB(text);
        return mib === undefined || (Number.isInteger(mib) && mib >= 1 && mib < 64 * 1024 * 1024);
      }),
    );
  });
});

describe("parseCpuMillis", () => {
  it.each([
    ["3920m", 3_920],
    ["4", 4_000],
    ["3.5", 3_500],
    ["0.1", 100],
    [4, 4_000],
    [3.5, 3_500],
    // 1.001 * 1000 is 1000.9999999999999 in floating point.
    [1.001, 1_001],
    [0.0019, 1],
  ])("reads %j as %d millicores", (value, millis) => {
    expect(parseCpuMillis(value)).toBe(millis);
  });

  it.each(["", "m", "-1", "-100m", "0", "0m", "1k", "4 cores", 0, -1, NaN, Infinity, 1e9, 0.0001])(
    "refuses %j",
    (value) => {
      expect(parseCpuMillis(value)).toBeUndefined();
    },
  );
});

describe("formatMiB", () => {
  it.each([
    [7, "7 MiB"],
    [893, "893 MiB"],
    [13_830, "13 830 MiB"],
    [1_048_576, "1 048 576 MiB"],
  ])("writes %d as %j", (mib, text) => {
    expect(formatMiB(mib)).toBe(text);
  });
});
