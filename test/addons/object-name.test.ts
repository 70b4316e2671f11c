import { LONGEST_LABEL, objectName } from "../../lib/addons/object-name";

describe("names of objects", () => {
  it("are left as they are while Kubernetes takes them", () => {
    expect(objectName("a".repeat(63), LONGEST_LABEL)).toBe("a".repeat(63));
  });

  it("keep their beginning and differ where what they stand for does", () => {
    const names = ["spot-1", "spot-2"].map((pool) =>
      objectName(`analytics-${"x".repeat(40)}-warm-executor-${pool}`, 52),
    );
    expect(names.map((name) => name.length)).toEqual([52, 52]);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^analytics-x+-[0-9a-f]{8}$/);
  });

  it("have no dash twice where they are cut at one", () => {
    expect(objectName(`${"a".repeat(10)}---${"b".repeat(60)}`, 22)).toMatch(/^a{10}-[0-9a-f]{8}$/);
  });
});
