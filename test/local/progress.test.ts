import { createProgress, formatSeconds } from "../../local/progress";

function output(isTTY: boolean) {
  const texts: string[] = [];
  return { texts, isTTY, columns: 40, write: (text: string) => texts.push(text) };
}

describe("progress", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it("in a log is a line at the start and at the end, and a sign of life every 15 seconds between", async () => {
    const log = output(false);
    await createProgress(log).step("Building", async (update) => {
      update("kwok");
      await jest.advanceTimersByTimeAsync(31_000);
    });
    expect(log.texts).toEqual(["Building ...\n", "  kwok (15 s)\n", "  kwok (30 s)\n", "Building: done (31 s)\n"]);
  });

  it("on a terminal stays on one line, cut to its width, until the step has ended", async () => {
    const terminal = output(true);
    await createProgress(terminal).step("Building", async (update) => {
      update("a module with a name much longer than the terminal is wide");
      await jest.advanceTimersByTimeAsync(1_000);
    });
    const drawn = terminal.texts.slice(0, -1);
    expect(drawn.length).toBe(6);
    // Each begins with the five characters that clear the line.
    expect(drawn.every((text) => !text.includes("\n") && text.length <= 5 + 39)).toBe(true);
    expect(terminal.texts.at(-1)).toMatch(/Building.*\n$/);
  });

  it("tells a step that failed, and passes its error on", async () => {
    const log = output(false);
    const failing = createProgress(log).step("Building", () => Promise.reject(new Error("no compiler")));
    await expect(failing).rejects.toThrow("no compiler");
    expect(log.texts).toEqual(["Building ...\n", "Building: failed (0.0 s)\n"]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each([
    [4.53, "4.5 s"],
    [9.99, "10.0 s"],
    [59.9, "59 s"],
    [754, "12 min 34 s"],
  ])("writes %d seconds as %s", (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});
