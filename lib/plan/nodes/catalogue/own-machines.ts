/** Machine types that a user describes: they win over the catalogue's of the same name, and are checked as closely as all arguments. */

import { z } from "zod";

import type { IssueList } from "../../issue";
import { joinPath, type Sound, strictObject, wholeNumber } from "../../structure";
import type { MachineType } from "../machine";
import type { MachineContext } from "../pool-machines";
import { type CatalogueCloud, findMachine, machineNames, nearestNames } from "./catalogue";

const text = (phrase: string) => z.string(phrase).min(1, phrase);
const moreThanZero = (phrase: string) =>
  z.number(phrase).refine((value) => value > 0 && Number.isFinite(value), phrase);
const dollars = moreThanZero("US dollars an hour, more than 0; leave the price out where it is not known");
const month = z.string('a month such as "2026-07"').regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as "2026-07"');
const count = wholeNumber(1, 1_000);

const price = strictObject({
  onDemandHourly: dollars,
  spotHourly: dollars.optional(),
  region: text('the region that the price is of, such as "eu-central-1"'),
  date: month,
  spotDate: month.optional(),
});

const machineType: z.ZodType<MachineType> = strictObject({
  name: text('the vendor\'s name, such as "m7i.4xlarge"'),
  vcpu: wholeNumber(1, 10_000),
  memoryMiB: wholeNumber(512, 2 ** 27),
  architecture: z.enum(["amd64", "arm64"], '"amd64" or "arm64"'),
  localDisks: strictObject({ count, sizeGiB: moreThanZero("a size in GiB, more than 0") }).optional(),
  accelerators: strictObject({ name: text("the accelerator's name"), count }).optional(),
  networkMaxPods: wholeNumber(4, 10_000).optional(),
  networkGbps: moreThanZero("Gbit/s, more than 0").optional(),
  price: price.optional(),
});

/** Structure of the argument `machines`. */
export const ownMachines = z.array(machineType, "a list of machine types");

/** Adds an issue for every name that is there twice. */
export function checkOwnMachines(machines: (Sound<MachineType> | undefined)[], path: string, issues: IssueList): void {
  machines.forEach((machine, index) => {
    const { name } = machine ?? {};
    if (name === undefined || machines.findIndex((other) => other?.name === name) === index) return;
    const at = joinPath(path, [index, "name"]);
    issues.add({
      path: at,
      value: name,
      problem: "is described twice",
      allowed: "one description of a machine type",
      change: `Remove ${path}[${index}].`,
    });
  });
}

/** The machine types of a cloud with a user's own before them; those with an issue are left out. */
export function withOwnMachines(
  cloud: CatalogueCloud,
  machines: (Sound<MachineType> | undefined)[],
): Pick<MachineContext, "findMachine" | "nearestMachines"> {
  const whole = machines.flatMap((machine) => machineType.safeParse(machine).data ?? []);
  const own = new Map(whole.map((machine) => [machine.name, machine]));
  return {
    findMachine: (name) => own.get(name) ?? findMachine(cloud, name),
    nearestMachines: (name, count) => nearestNames(new Set([...own.keys(), ...machineNames(cloud)]), name, count),
  };
}
