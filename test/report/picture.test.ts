import type { PodShape } from "../../lib/plan/executors/shape";
import { packingPicture } from "../../lib/report/picture/packing-picture";
import { examplePlan } from "./fixtures/plan";
import { allOf, type Element, parseXml } from "./xml";

const plan = examplePlan();
const [machine] = plan.cluster.sparkPools[0]!.machines;
const node = { machine: machine!, podsPerNode: 4 };
const { shape } = plan.executor;

function elements(picture: string): Element[] {
  return allOf(parseXml(picture));
}

function ofClass(found: readonly Element[], name: string): Element[] {
  return found.filter(({ attributes }) => attributes.class === name);
}

describe("the picture of how executors pack", () => {
  const picture = packingPicture("executor", shape, [node]);
  const found = elements(picture);

  test("is one SVG document that needs nothing else", () => {
    expect(found[0]).toMatchObject({ name: "svg", attributes: { xmlns: "http://www.w3.org/2000/svg", role: "img" } });
    expect(picture).not.toMatch(/<script|<image|@import|href=/);
    expect(picture.match(/https?:[^"]*/g)).toEqual(["http://www.w3.org/2000/svg"]);
  });

  test("has a box for each executor, drawn to scale in the bar of memory and in the bar of CPU", () => {
    const executors = ofClass(found, "executor");
    expect(executors).toHaveLength(4);
    for (const [index, executor] of executors.entries()) {
      const boxes = ofClass(executor.children, "box");
      expect(boxes).toHaveLength(2);
      const widths = boxes.map(({ attributes }) => Number(attributes.width));
      // The bar is 912 wide and stands for 65 536 MiB and for 16 000m.
      expect(widths[0]).toBeCloseTo((912 * shape.memoryMiB) / 65536, 1);
      expect(widths[1]).toBeCloseTo((912 * shape.cpuRequestMillis) / 16000, 1);
      expect(executor.children[0]!.text).toContain(`executor ${index + 1}: 4 task slots, 3935m CPU`);
      expect(ofClass(executor.children, "slot")).toHaveLength(shape.cores);
    }
  });

  test("keeps boxes apart and within the bar", () => {
    const memory = ofClass(found, "executor").map((one) => ofClass(one.children, "box")[0]!.attributes);
    for (const [index, { x, width }] of memory.entries()) {
      const next = memory[index + 1];
      expect(Number(x) + Number(width)).toBeLessThanOrEqual((next ? Number(next.x) : 912) + 0.02);
    }
  });

  test("says the same in words", () => {
    const words = found.find(({ name }) => name === "desc")!.text;
    expect(words).toContain("m7i.4xlarge holds 4 executors");
    expect(words).toContain("kube-reserved 893 MiB");
    expect(found.find(({ name }) => name === "title")!.text).toBe(
      "How executors of 4 cores and 15320 MiB fill m7i.4xlarge",
    );
  });

  test("can be read without colours and in the dark", () => {
    expect(found.filter(({ name }) => name === "pattern").map(({ attributes }) => attributes.id)).toEqual([
      "reserved",
      "daemonset",
    ]);
    expect(picture).toContain("@media (prefers-color-scheme: dark)");
  });

  test("draws each machine type of a pool", () => {
    const two = elements(packingPicture("executor", shape, [node, { ...node, podsPerNode: 3 }]));
    expect(ofClass(two, "node")).toHaveLength(2);
    expect(ofClass(two, "executor")).toHaveLength(7);
  });

  test("leaves names out of boxes that are too narrow for them", () => {
    const small: PodShape = {
      ...shape,
      cores: 1,
      cpuRequestMillis: 100,
      heapMiB: 512,
      overheadMiB: 384,
      memoryMiB: 896,
    };
    const many = elements(packingPicture("executor", small, [{ ...node, podsPerNode: 60 }]));
    expect(ofClass(many, "executor")).toHaveLength(60);
    expect(ofClass(many, "label")).toHaveLength(0);
  });

  test("escapes what a machine type is called", () => {
    const odd = { ...node, machine: { ...node.machine, machine: { ...node.machine.machine, name: `a<b>&"c"` } } };
    expect(elements(packingPicture("driver", shape, [odd]))[0]!.name).toBe("svg");
  });
});
