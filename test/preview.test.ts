import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..");

/** As people run it, in a process of its own. */
function preview(...args: string[]): { code: number | null; out: string; err: string } {
  const tsx = join(ROOT, "node_modules", ".bin", "tsx");
  const { status, stdout, stderr } = spawnSync(tsx, ["scripts/preview.ts", ...args], {
    cwd: ROOT,
    encoding: "utf8",
    // No cluster, no account and no proxy to either.
    env: { PATH: process.env.PATH, HOME: mkdtempSync(join(tmpdir(), "home-")) },
  });
  return { code: status, out: stdout, err: stderr };
}

describe("npm run preview", () => {
  test.each(["existing", "aws", "gcp", "azure"])(
    "shows what the example %s would deploy, with no configuration",
    (example) => {
      const directory = mkdtempSync(join(tmpdir(), "preview-"));
      const { code, out, err } = preview("--example", example, "--out", directory);
      expect({ code, err }).toEqual({
        code: 0,
        err: expect.stringMatching(/^\nPreviewed in \d+\.\d s\. To deploy it: .* && pulumi up\n/) as string,
      });
      for (const part of ["Executors and drivers", "How they pack", "Spark configuration", "By type", "Next:"]) {
        expect(out).toContain(part);
      }
      expect(out).not.toContain("\u001b[");
      expect(readFileSync(join(directory, "plan.html"), "utf8")).toContain("How pods fill the nodes");
      expect(readdirSync(join(directory, "manifests")).filter((name) => name.startsWith("020-namespace-"))).not.toEqual(
        [],
      );
    },
    120_000,
  );

  test("names the examples there are when one is unknown", () => {
    const { code, err } = preview("--example", "nowhere");
    expect(code).toBe(2);
    expect(err).toMatch(/^error: there is no example nowhere\. There are: (.*\bexisting\b.*)\.$/m);
    expect(err).toMatch(/There are: .*\baws\b/);
  }, 60_000);

  test("refuses an option that it does not have", () => {
    const { code, err } = preview("--cloud", "aws");
    expect(code).toBe(2);
    expect(err).toContain("Usage: npm run preview -- [--example <name>] [--out <directory>]");
  }, 60_000);
});
