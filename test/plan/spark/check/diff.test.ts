import { behaviourChanges } from "../../../../lib/plan/spark/check/behaviour-changes";
import { diffVersions } from "../../../../lib/plan/spark/check/diff";
import { sparkMinors } from "../../../../lib/plan/spark/registry/minors";
import { findKey, keysOf } from "../../../../lib/plan/spark/registry/spark-keys";

const names = (keys: readonly { name: string }[]) => keys.map(({ name }) => name);

test("what comes, goes and changes from 4.2 to 4.3", () => {
  const { added, removed, changedDefaults, deprecated } = diffVersions("4.2", "4.3");
  expect(names(added)).toContain("spark.kubernetes.securityContext.allowPrivilegeEscalation");
  expect(names(removed)).not.toContain("spark.executor.memory");
  expect(changedDefaults.filter(({ isInternal }) => !isInternal)).toEqual([
    { key: "spark.kubernetes.executor.useDriverPodIP", from: "false", to: "true", isInternal: false },
    { key: "spark.rdd.compress", from: "false", to: "true", isInternal: false },
    { key: "spark.ui.contentSecurityPolicy.enabled", from: "false", to: "true", isInternal: false },
    { key: "spark.ui.xXssProtection", from: "1; mode=block", to: "0", isInternal: false },
  ]);
  expect(names(deprecated)).not.toContain("spark.yarn.executor.memoryOverhead");
});

test("Mesos goes between 3.5 and 4.0, and the old names of excludeOnFailure between 4.0 and 4.1", () => {
  expect(names(diffVersions("3.5", "4.0").removed).filter((name) => name.startsWith("spark.mesos."))).toHaveLength(
    names(keysOf("3.5")).filter((name) => name.startsWith("spark.mesos.")).length,
  );
  const gone = diffVersions("4.0", "4.1").removed.find(({ name }) => name === "spark.blacklist.enabled");
  expect(gone?.deprecated?.use).toBe("spark.excludeOnFailure.enabled");
});

test("spark.shuffle.unsafe.file.output.buffer becomes deprecated in 4.0", () => {
  expect(names(diffVersions("3.5", "4.0").deprecated)).toContain("spark.shuffle.unsafe.file.output.buffer");
});

test("steps add up: what comes in two steps and stays comes in one as well", () => {
  for (const [index, from] of sparkMinors.entries()) {
    for (const to of sparkMinors.slice(index)) {
      const { added, removed, changedDefaults } = diffVersions(from, to);
      const after = new Set(names(keysOf(from)));
      for (const { name } of removed) after.delete(name);
      for (const { name } of added) after.add(name);
      expect([...after].sort()).toEqual(names(keysOf(to)));
      for (const { key, to: standard } of changedDefaults) expect(findKey(to, key)?.default).toBe(standard);
    }
  }
});

test("a version is no different from itself", () => {
  expect(diffVersions("4.1", "4.1")).toEqual({
    added: [],
    removed: [],
    changedDefaults: [],
    deprecated: [],
    changedBehaviour: [],
  });
});

test("changes of behaviour are those of the versions in between", () => {
  const said = (from: "3.5" | "4.0" | "4.2", to: "4.0" | "4.2" | "4.3") =>
    diffVersions(from, to).changedBehaviour.map(({ since }) => since);
  expect(new Set(said("3.5", "4.0"))).toEqual(new Set(["4.0"]));
  expect(new Set(said("4.0", "4.2"))).toEqual(new Set(["4.1", "4.2"]));
  expect(said("4.2", "4.3")).toHaveLength(3);
});

// The registry is read from the jars, the table is typed from the migration guides: each proves the other.
describe.each(behaviourChanges)("since $since: $change", ({ since, restore }) => {
  const before = sparkMinors[sparkMinors.indexOf(since) - 1]!;
  const keys = Object.entries(restore).filter(([key]) => findKey(before, key)?.default !== undefined);

  test("the key that restores it had that value before, and has another now", () => {
    for (const [key, value] of keys) {
      // Spark 3.5 has no value of its own for ~/.ivy2, and the list of steps was empty before there was one to leave out.
      if (key.endsWith("excludedFeatureSteps")) continue;
      expect([key, findKey(before, key)?.default]).toEqual([key, value]);
      expect(findKey(since, key)?.default).not.toBe(value);
    }
  });

  test("what restores it is a key of the version", () => {
    for (const key of Object.keys(restore)) {
      if (!key.startsWith("spark.hadoop.")) expect(findKey(since, key)).toBeDefined();
    }
  });
});
