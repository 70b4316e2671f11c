import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { main } from "../../lib/cli/main";
import { render } from "../../lib/cli/render";

const pulumi = `require(${JSON.stringify(require.resolve("@pulumi/pulumi"))})`;
const kubernetes = `require(${JSON.stringify(require.resolve("@pulumi/kubernetes"))})`;

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const streams = { out: (text: string) => void (out += text), err: (text: string) => void (err += text) };
  const code = await main(args, { ...streams, color: false, width: 100 });
  return { code, out, err };
}

/** A new program file, so that none comes out of the module cache. */
function program(text: string, name = "index.js"): string {
  const file = join(mkdtempSync(join(tmpdir(), "program-")), name);
  writeFileSync(file, text);
  return file;
}

function directory(): string {
  return join(mkdtempSync(join(tmpdir(), "out-")), "manifests");
}

const NAMESPACE = `new (${kubernetes}.core.v1.Namespace)("jobs", { metadata: { name: "jobs" } });`;
const CHART = `new (${kubernetes}.helm.v4.Chart)("operator", { chart: "spark-operator", version: "2.5.2", namespace: "x" });`;

describe("spark-platform", () => {
  test("without a command shows what there is and what to do first, as a wrong call", async () => {
    const { code, err } = await run();
    expect(code).toBe(2);
    expect(err).toContain("render [options] <program>");
    expect(err).toContain("$ npx spark-platform preview .");
  });

  test("shows its help and its version when asked", async () => {
    const help = await run("--help");
    expect([help.code, help.err]).toEqual([0, ""]);
    expect(help.out).toContain("preview [options] <program>");
    const render = await run("render", "--help");
    expect(render.code).toBe(0);
    for (const option of ["--out", "--config", "--stack", "--helm", "--skip-charts", "--placeholders", "--verbose"]) {
      expect(render.out).toContain(option);
    }
    const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as { version: string };
    expect((await run("--version")).out).toBe(`${version}\n`);
  });

  test.each([
    [["rendre"], "unknown command 'rendre'"],
    [["render", "x.js"], "required option '-o, --out <directory>' not specified"],
    [["render", "--out", "x"], "missing required argument 'program'"],
    [["render", "x.js", "--out", "x", "--config", "novalue"], "Give a key and a value: --config size=3"],
  ])("refuses the call %j with exit code 2", async (args, message) => {
    const { code, err } = await run(...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe("spark-platform render", () => {
  test("writes a program's manifests and says what to run next", async () => {
    const out = directory();
    const { code, out: said, err } = await run("render", program(NAMESPACE), "--out", out);
    expect([code, err]).toEqual([0, ""]);
    expect(said).toContain(`Wrote 1 manifest into ${out}.`);
    expect(said).toContain(`kubectl apply --server-side --filename ${out}`);
    expect(readFileSync(join(out, "020-namespace-jobs.yaml"), "utf8")).toBe(
      "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: jobs\n",
    );
  });

  test("gives configuration to the program, and calls an exported function", async () => {
    const text = `module.exports = async () => {
      const size = new (${pulumi}.Config)().require("size");
      new (${kubernetes}.core.v1.ConfigMap)("c", { data: { size, stack: ${pulumi}.getStack() } });
    };`;
    const out = directory();
    const { code } = await run(
      "render",
      program(text),
      "--out",
      out,
      "-c",
      "size=a=b",
      "-c",
      "aws:region=x",
      "--stack",
      "prod",
    );
    expect(code).toBe(0);
    expect(readFileSync(join(out, "110-configmap-c.yaml"), "utf8")).toContain("data:\n  size: a=b\n  stack: prod\n");
  });

  test("runs a Pulumi project with its own and its stack's configuration, without what is encrypted", async () => {
    const project = mkdtempSync(join(tmpdir(), "project-"));
    mkdirSync(join(project, "src"));
    writeFileSync(
      join(project, "Pulumi.yaml"),
      "name: shop\nruntime: { name: nodejs }\nmain: src\nconfig: { shop:size: { default: 1 }, colour: { default: red } }\n",
    );
    writeFileSync(join(project, "Pulumi.prod.yaml"), "config:\n  shop:size: 3\n  shop:token: { secure: abc }\n");
    const text = `const config = new (${pulumi}.Config)("shop");
      new (${kubernetes}.core.v1.ConfigMap)("c", { data: { size: config.require("size"), colour: config.require("colour") } });`;
    writeFileSync(join(project, "src", "index.js"), text);
    const out = directory();
    const before = process.cwd();
    const { code, out: said } = await run("render", project, "--out", out, "--stack", "prod");
    expect(code).toBe(0);
    expect(readFileSync(join(out, "110-configmap-c.yaml"), "utf8")).toContain('colour: red\n  size: "3"\n');
    expect(process.cwd()).toBe(before);
    expect(said).toContain("Note: encrypted configuration was left out: shop:token.");
  });

  test("writes nothing and names the chart, its reason and the command when helm is not there", async () => {
    const out = directory();
    const file = program(NAMESPACE + CHART);
    const { code, err } = await run("render", file, "--out", out, "--helm", "/nowhere/helm");
    expect(code).toBe(1);
    expect(err).toContain("error: 1 chart could not be rendered; nothing was written.");
    expect(err).toContain("  - operator (spark-operator 2.5.2): there is no helm at /nowhere/helm");
    expect(err).toContain("helm template operator spark-operator --namespace x");
    expect(existsSync(out)).toBe(false);
    const skipped = await run("render", program(NAMESPACE + CHART), "--out", out, "--skip-charts");
    expect(skipped.code).toBe(0);
    expect(readdirSync(out)).toEqual([".spark-platform-files.json", "020-namespace-jobs.yaml"]);
  });

  test("refuses values that only a deployment knows, unless placeholders are wanted", async () => {
    const text = `class Queue extends ${pulumi}.CustomResource { constructor() { super("aws:sqs/queue:Queue", "q", { url: undefined }); } }
      new (${kubernetes}.core.v1.ConfigMap)("c", { data: { url: new Queue().url } });`;
    const out = directory();
    const refused = await run("render", program(text), "--out", out);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("  - ConfigMap c: data.url is known only after a deployment");
    expect(existsSync(out)).toBe(false);
    expect((await run("render", program(text), "--out", out, "--placeholders")).code).toBe(0);
    expect(readFileSync(join(out, "110-configmap-c.yaml"), "utf8")).toContain("url: <known after deployment>");
  });

  test("warns of secrets in plain text", async () => {
    const text = `new (${kubernetes}.core.v1.Secret)("token", { stringData: { key: "s3cret" } });`;
    const said = await render(program(text), { out: directory() });
    expect(said).toContain("These hold secrets in plain text, keep them out of git: token.");
  });

  test.each([
    ["there is none", () => "/nowhere/program.js", "There is no /nowhere/program.js."],
    ["the directory is no project", () => mkdtempSync(join(tmpdir(), "empty-")), "has no Pulumi.yaml"],
    [
      "it throws",
      () => program(`throw new (${pulumi}.ResourceError)("use 4.1.1", undefined, true);`),
      "error: use 4.1.1\n",
    ],
    ["it rejects", () => program(`module.exports = () => Promise.reject(new Error("too late"));`), "error: too late\n"],
    ["nothing reads TypeScript", () => program("export {}", "index.ts"), "npm install --save-dev tsx"],
  ])("says so in one message without a stack trace when %s", async (_, path, message) => {
    const { code, err } = await run("render", path(), "--out", directory());
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(err).not.toMatch(/^\s+at /m);
  });

  test("shows where an error came from when asked to be verbose", async () => {
    const { err } = await run("render", program(`throw new Error("here")`), "--out", directory(), "--verbose");
    expect(err).toMatch(/^\s+at .*index\.js:1/m);
  });
});
