import type { MachinesAnswer } from "../../lib/cli/schemas/machines";
import { run, runJson } from "./running";
import { tableRows } from "../table-rows";

type Machine = MachinesAnswer["machines"][number];

async function found(options: string): Promise<Machine[]> {
  const { data } = await runJson<MachinesAnswer>(`machines ${options}`.trim());
  expect(data.count).toBe(data.machines.length);
  return data.machines;
}

describe("spark-platform machines", () => {
  test("lists all of every cloud as JSON, cheapest vCPU first, those without a price last", async () => {
    const machines = await found("");
    expect(new Set(machines.map(({ cloud }) => cloud))).toEqual(new Set(["aws", "gcp", "azure"]));
    const prices = machines.map(({ vcpuHourly = Infinity }) => vcpuHourly);
    expect(prices).toEqual([...prices].sort((a, b) => a - b));
    for (const { price, vcpu, vcpuHourly } of machines) {
      if (price) expect(vcpuHourly).toBeCloseTo(price.onDemandHourly / vcpu, 5);
      else expect(vcpuHourly).toBeUndefined();
    }
  });

  test.each<[string, (machine: Machine) => boolean]>([
    ["--cloud gcp", ({ cloud }) => cloud === "gcp"],
    ["--min-vcpu 8 --max-vcpu 16", ({ vcpu }) => vcpu >= 8 && vcpu <= 16],
    ["--min-memory 64Gi --max-memory 128g", ({ memoryMiB }) => memoryMiB >= 65536 && memoryMiB <= 131072],
    ["--nvme", ({ localDisks }) => localDisks !== undefined],
    ["--arch arm64", ({ architecture }) => architecture === "arm64"],
    ["--accelerator", ({ accelerators }) => accelerators !== undefined],
    ["--max-price 0.5", ({ price }) => price !== undefined && price.onDemandHourly <= 0.5],
    ["--cloud aws --family m7g", ({ cloud, name }) => cloud === "aws" && name.startsWith("m7g.")],
    ["--family n2", ({ name }) => /^n2-/.test(name)],
    ["--family n2-standard", ({ name }) => name.startsWith("n2-standard-")],
    ["--family Ddsv5", ({ name }) => /^Standard_D\d+ds_v5$/.test(name)],
  ])("with %s keeps those and no others", async (options, belongs) => {
    const [all, kept] = [await found(""), await found(options)];
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(all.length);
    expect(kept.map(({ name }) => name)).toEqual(all.filter(belongs).map(({ name }) => name));
  });

  test("shows a table that fits the terminal, and says where the rest is", async () => {
    const { code, out } = await run("machines");
    expect(code).toBe(0);
    expect(tableRows(out).filter(([cloud]) => ["aws", "gcp", "azure"].includes(cloud ?? ""))).toHaveLength(40);
    expect(out).toContain("the first 40 are shown");
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    // AWS's price list for m7g.4xlarge in us-east-1.
    const { out: one } = await run("machines --family m7g --min-vcpu 16 --max-vcpu 16");
    expect(one).toMatch(/^1 machine type, /);
    expect(tableRows(one).some((row) => row.includes("m7g.4xlarge") && row.includes("0.6528"))).toBe(true);
    expect(one).toContain("spark-platform size --cloud aws --machine m7g.4xlarge");
  });

  test("ends with 1 where no machine type has all of it", async () => {
    const { code, out } = await run("machines --nvme --max-price 0.0001");
    expect([code, out]).toEqual([1, "No machine type has all of that. Leave an option out, or widen its range.\n"]);
  });
});
