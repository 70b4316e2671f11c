import { statSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";

import {
  type CatalogueCloud,
  catalogueClouds,
  cloudOf,
  findMachine,
  machineNames,
  machinesOf,
  nearestMachines,
} from "../../../../lib/plan/nodes/catalogue/catalogue";

const all = catalogueClouds.flatMap((cloud) => machinesOf(cloud).map((machine) => ({ cloud, machine })));

const familyOf: Record<CatalogueCloud, (name: string) => string> = {
  aws: (name) => name.replace(/\..*/, ""),
  gcp: (name) => name.replace(/-\d+\w*/, ""),
  azure: (name) => name.replace(/^Standard_M.*/, "M").replace(/\d+/, ""),
};

describe.each(catalogueClouds)("the catalogue of %s", (cloud) => {
  const machines = machinesOf(cloud);

  it("is wide", () => {
    expect(machines.length).toBeGreaterThanOrEqual(500);
  });

  it("finds each of its machines by its name", () => {
    expect(machineNames(cloud).map((name) => findMachine(cloud, name))).toEqual(machines);
  });

  it("keeps families together, smallest size first", () => {
    const order = machines.map(({ name }) => familyOf[cloud](name)).filter((name, at, names) => name !== names[at - 1]);
    expect(new Set(order).size).toBe(order.length);
    machines.forEach((machine, index) => {
      const before = machines[index - 1];
      const isSame = before && familyOf[cloud](before.name) === familyOf[cloud](machine.name);
      if (isSame) expect(machine.vcpu).toBeGreaterThanOrEqual(before.vcpu);
    });
  });

  it("takes little room in the package", () => {
    const file = join(__dirname, `../../../../lib/plan/nodes/catalogue/${cloud}.json`);
    expect(statSync(file).size).toBeLessThan(120 * 1024);
  });

  it.each(["m5.huge", "", "toString", "__proto__", "constructor"])("does not know %j", (name) => {
    expect(findMachine(cloud, name)).toBeUndefined();
  });
});

it("names no machine twice, over all clouds", () => {
  expect(new Set(all.map(({ machine }) => machine.name)).size).toBe(all.length);
});

it("knows of each machine which cloud rents it out", () => {
  expect(all.filter(({ cloud, machine }) => cloudOf(machine.name) !== cloud)).toEqual([]);
  expect(["", "toString", "n2-standard-5"].map(cloudOf)).toEqual([undefined, undefined, undefined]);
});

it("holds for every machine what a plan divides by", () => {
  const wrong = all.filter(({ machine: { vcpu, memoryMiB } }) => {
    const isWhole = [vcpu, memoryMiB].every((value) => Number.isInteger(value) && value > 0);
    return !isWhole || memoryMiB / vcpu < 256 || memoryMiB / vcpu > 64 * 1024;
  });
  expect(wrong).toEqual([]);
});

it("has no disk, accelerator, network or price of 0: what is not there or not known is left out", () => {
  const wrong = all.filter(({ machine: { localDisks, accelerators, networkGbps, networkMaxPods, price } }) =>
    [
      localDisks?.count,
      localDisks?.sizeGiB,
      accelerators?.count,
      accelerators?.name.length,
      networkGbps,
      networkMaxPods,
      price?.onDemandHourly,
      price?.spotHourly,
    ].some((value) => value !== undefined && !(value > 0)),
  );
  expect(wrong).toEqual([]);
});

it("dates every price, and has no spot price that is not below the on-demand price", () => {
  const prices = all.flatMap(({ machine }) => machine.price ?? []);
  expect(
    prices.filter(({ date, spotDate = date }) => ![date, spotDate].every((month) => /^\d{4}-\d\d$/.test(month))),
  ).toEqual([]);
  expect(prices.filter(({ spotHourly = 0, onDemandHourly }) => spotHourly >= onDemandHourly)).toEqual([]);
  expect(prices.filter(({ spotHourly, spotDate }) => spotHourly === undefined && spotDate !== undefined)).toEqual([]);
});

it("prices nearly all machines, in one region a cloud", () => {
  const regions = { aws: "us-east-1", gcp: "us-central1", azure: "eastus" };
  for (const cloud of catalogueClouds) {
    const prices = machinesOf(cloud).flatMap(({ price }) => price ?? []);
    expect(prices.length).toBeGreaterThan(0.95 * machinesOf(cloud).length);
    expect(new Set(prices.map(({ region }) => region))).toEqual(new Set([regions[cloud]]));
  }
});

describe("nearestMachines", () => {
  it("finds what was meant", () => {
    expect(nearestMachines("aws", "m5.xlrge", 1)).toEqual(["m5.xlarge"]);
    expect(nearestMachines("aws", "r6gd_16xlarge", 1)).toEqual(["r6gd.16xlarge"]);
    expect(nearestMachines("gcp", "n2-standard16", 1)).toEqual(["n2-standard-16"]);
    expect(nearestMachines("azure", "standard_d16ds_V5", 1)).toEqual(["Standard_D16ds_v5"]);
  });

  it("answers with as many names as asked for, however absurd the question", () => {
    expect(nearestMachines("aws", "x".repeat(1_000_000), 3)).toHaveLength(3);
    expect(nearestMachines("gcp", "\u0000\ud800", 2)).toHaveLength(2);
    expect(nearestMachines("azure", "", 0)).toEqual([]);
  });

  it("names known machines only, each once, and a machine itself first", () => {
    const known = fc
      .constantFrom(...catalogueClouds)
      .chain((cloud) =>
        fc.record({ cloud: fc.constant(cloud), name: fc.oneof(fc.constantFrom(...machineNames(cloud)), fc.string()) }),
      );
    fc.assert(
      fc.property(known, ({ cloud, name }) => {
        const nearest = nearestMachines(cloud, name, 5);
        expect(new Set(nearest).size).toBe(5);
        expect(nearest.every((found) => findMachine(cloud, found) !== undefined)).toBe(true);
        if (findMachine(cloud, name)) expect(nearest[0]).toBe(name);
      }),
    );
  });
});
