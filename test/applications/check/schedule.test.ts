import { checkRuns } from "../../../lib/applications/check/schedule";
import { IssueList } from "../../../lib/plan/issue";
import { examplePlan } from "../../addons/example";

const volumes = examplePlan({ shuffle: { volume: "pvc", storageClass: "gp3" } });
/** Where executors stay in the zone of their driver unasked. */
const choosing = {
  ...volumes,
  cluster: { ...volumes.cluster, autoscaler: { ...volumes.cluster.autoscaler, choosesZone: true } },
};

function paths(runs: Parameters<typeof checkRuns>[0], plan: Parameters<typeof checkRuns>[1] = choosing): string[] {
  const issues = new IssueList();
  checkRuns(runs, plan, issues);
  return issues.all.map(({ path }) => path);
}

// Executors find their driver's zone by the application's label, which all of its runs have.
describe("runs side by side", () => {
  it("can't each be in the zone of their driver, whether that is said or follows from volumes", () => {
    expect(paths({ concurrencyPolicy: "Allow" })).toEqual(["oneZone"]);
    expect(paths({ concurrencyPolicy: "Allow", oneZone: true }, volumes)).toEqual(["oneZone"]);
    expect(paths({ concurrencyPolicy: "Allow", oneZone: true }, undefined)).toEqual(["oneZone"]);
  });

  it("may be where each executor may be anywhere", () => {
    expect(paths({ concurrencyPolicy: "Allow", oneZone: false })).toEqual([]);
    expect(paths({ concurrencyPolicy: "Allow" }, volumes)).toEqual([]);
    expect(paths({ concurrencyPolicy: "Replace" })).toEqual([]);
  });
});
