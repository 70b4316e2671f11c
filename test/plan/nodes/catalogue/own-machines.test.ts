import fc from "fast-check";

import { IssueList } from "../../../../lib/plan/issue";
import { findMachine } from "../../../../lib/plan/nodes/catalogue/catalogue";
import { checkOwnMachines, ownMachines, withOwnMachines } from "../../../../lib/plan/nodes/catalogue/own-machines";
import type { MachineType } from "../../../../lib/plan/nodes/machine";
import { soundPart } from "../../../../lib/plan/structure";

const own: MachineType = {
  name: "m9q.large",
  vcpu: 2,
  memoryMiB: 8192,
  architecture: "arm64",
  localDisks: { count: 1, sizeGiB: 110.5 },
  accelerators: { name: "NVIDIA L4", count: 1 },
  networkMaxPods: 29,
  networkGbps: 12.5,
  price: { onDemandHourly: 0.1, spotHourly: 0.03, region: "eu-central-1", date: "2026-11", spotDate: "2026-10" },
};

/** What is found with `machines`, and the paths of all issues. */
function given(machines: unknown) {
  const issues = new IssueList();
  const { sound = [] } = soundPart<MachineType[]>(ownMachines, machines, "machines", issues);
  checkOwnMachines(sound, "machines", issues);
  const catalogue = withOwnMachines("aws", sound);
  return { catalogue, paths: issues.all.map(({ path }) => path), issues: issues.all };
}

it("finds a machine type that the catalogue lacks, whole, and keeps the catalogue's others", () => {
  const { catalogue, paths } = given([own]);
  expect(paths).toEqual([]);
  expect(catalogue.findMachine("m9q.large")).toEqual(own);
  expect(catalogue.findMachine("m5.large")).toEqual(findMachine("aws", "m5.large"));
  expect(catalogue.findMachine("m9q.huge")).toBeUndefined();
});

it("finds the user's description before the catalogue's", () => {
  const mine: MachineType = { name: "m5.large", vcpu: 2, memoryMiB: 7900, architecture: "amd64" };
  expect(given([mine]).catalogue.findMachine("m5.large")).toEqual(mine);
});

it("hands back the same object each time, since pools compare machine types by identity", () => {
  const { catalogue } = given([own]);
  expect(catalogue.findMachine("m9q.large")).toBe(catalogue.findMachine("m9q.large"));
});

it("suggests the user's own names too, each once", () => {
  expect(given([own]).catalogue.nearestMachines("m9q.larg", 1)).toEqual(["m9q.large"]);
  const twice = given([{ name: "m5.large", vcpu: 2, memoryMiB: 8192, architecture: "amd64" }]);
  expect(twice.catalogue.nearestMachines("m5.large", 2)).toEqual([
    "m5.large",
    expect.not.stringMatching(/^m5\.large$/),
  ]);
});

it.each([
  [{ ...own, vcpu: 0 }, "machines[0].vcpu"],
  [{ ...own, vcpu: 2.5 }, "machines[0].vcpu"],
  [{ ...own, vcpu: "2" }, "machines[0].vcpu"],
  [{ ...own, memoryMiB: 8 }, "machines[0].memoryMiB"],
  [{ ...own, memoryMiB: NaN }, "machines[0].memoryMiB"],
  [{ ...own, name: "" }, "machines[0].name"],
  [{ ...own, architecture: "x86_64" }, "machines[0].architecture"],
  [{ ...own, localDisks: { count: 0, sizeGiB: 100 } }, "machines[0].localDisks.count"],
  [{ ...own, localDisks: { count: 1, sizeGiB: 0 } }, "machines[0].localDisks.sizeGiB"],
  [{ ...own, accelerators: { name: "", count: 1 } }, "machines[0].accelerators.name"],
  [{ ...own, networkMaxPods: 1 }, "machines[0].networkMaxPods"],
  [{ ...own, networkGbps: -1 }, "machines[0].networkGbps"],
  [{ ...own, price: { ...own.price, onDemandHourly: 0 } }, "machines[0].price.onDemandHourly"],
  [{ ...own, price: { ...own.price, spotHourly: Infinity } }, "machines[0].price.spotHourly"],
  [{ ...own, price: { ...own.price, date: "2026-13" } }, "machines[0].price.date"],
  [{ ...own, price: { ...own.price, region: "" } }, "machines[0].price.region"],
  [{ ...own, gpus: 1 }, "machines[0].gpus"],
  ["m9q.large", "machines[0]"],
])("refuses %j at its path", (machine, path) => {
  expect(given([machine]).paths).toEqual([path]);
});

it("does not plan with a machine type whose vCPU, memory or architecture is wrong", () => {
  const { catalogue } = given([
    { ...own, name: "a", vcpu: 0 },
    { ...own, name: "b", memoryMiB: "8Gi" },
    { ...own, name: "c", architecture: "arm" },
  ]);
  expect(["a", "b", "c"].map((name) => catalogue.findMachine(name))).toEqual([undefined, undefined, undefined]);
});

it("names every problem at once", () => {
  expect(given([{ ...own, vcpu: 0, memoryMiB: 0 }, { name: "b" }]).paths).toEqual([
    "machines[0].vcpu",
    "machines[0].memoryMiB",
    "machines[1].vcpu",
    "machines[1].memoryMiB",
    "machines[1].architecture",
  ]);
});

it("refuses two descriptions of one machine type", () => {
  expect(given([own, { ...own, vcpu: 4 }]).issues).toEqual([
    {
      path: "machines[1].name",
      value: "m9q.large",
      problem: "is described twice",
      allowed: "one description of a machine type",
      change: "Remove machines[1].",
    },
  ]);
});

it("answers anything with issues, never with an exception", () => {
  fc.assert(
    fc.property(fc.anything(), fc.string(), (machines, name) => {
      const { catalogue } = given(machines);
      catalogue.findMachine(name);
      expect(catalogue.nearestMachines(name, 3)).toHaveLength(3);
    }),
  );
});
