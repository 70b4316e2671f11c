import { roomComesBack, withComparisons } from "./compare";
import { type Measurement } from "./document";

const measurement = (id: string, p95Seconds: number | null, name = "a name"): Measurement => ({
  id,
  title: `case ${id}`,
  name,
  seconds: 1,
  pods: { count: 1, p50Seconds: p95Seconds, p95Seconds },
  nodes: 1,
  nodeSeconds: 1,
  timeline: [],
  checks: [],
});
const verdicts = (measurements: Measurement[]) =>
  withComparisons(measurements).map(({ checks }) => checks.map(({ passed }) => passed));

describe("warm capacity, compared with none", () => {
  it("is to be thirty times sooner", () => {
    expect(verdicts([measurement("1", 60), measurement("3", 2), measurement("3b", 2.1)])).toEqual([
      [],
      [true],
      [false],
    ]);
  });

  it("says how many times, and both times", () => {
    const [, warm] = withComparisons([measurement("1", 90), measurement("3", 0.5)]);
    expect(warm?.checks[0]?.measured).toBe("180 times: 0.50 s and 90.0 s");
  });

  it("is not judged where one of both is missing, nor by the pods that bring the room back", () => {
    expect(verdicts([measurement("3", 2)])).toEqual([[]]);
    expect(verdicts([measurement("1", null), measurement("3", 2)])).toEqual([[], []]);
    expect(verdicts([measurement("1", 60), measurement("3", 50, roomComesBack)])).toEqual([[], []]);
  });
});
