import { traceOf, workOf } from "./trace";

const options = { jobs: 12, withinSeconds: 240, stageSeconds: 60, seed: 7 };

describe("a trace of jobs", () => {
  it("is the same for one seed, and another for another", () => {
    expect(traceOf(options)).toEqual(traceOf(options));
    expect(traceOf({ ...options, seed: 8 })).not.toEqual(traceOf(options));
  });

  it("has as many jobs as asked for, in the order in which they come, all within the time", () => {
    const times = traceOf(options).map(({ at }) => at);
    expect(times).toHaveLength(12);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...times)).toBeLessThan(240);
  });

  it("has jobs of different widths", () => {
    expect(new Set(traceOf(options).map(({ stages }) => stages[0]?.width)).size).toBeGreaterThan(2);
  });

  it("asks for the work of every stage: its width for its seconds", () => {
    const jobs = [{ at: 0, stages: [{ width: 8, seconds: 10 }, { width: 2, seconds: 5 }] }]; // prettier-ignore
    expect(workOf([...jobs, { at: 3, stages: [{ width: 1, seconds: 1 }] }])).toBe(80 + 10 + 1);
  });
});
