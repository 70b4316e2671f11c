import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { preview } from "../../lib/cli/preview";
import { examplePlan } from "../report/fixtures/plan";

const pulumi = `require(${JSON.stringify(require.resolve("@pulumi/pulumi"))})`;
const kubernetes = `require(${JSON.stringify(require.resolve("@pulumi/kubernetes"))})`;

test("a preview shows every platform of a program, its resources and its charts, and warns of what was made up", async () => {
  const directory = mkdtempSync(join(tmpdir(), "preview-"));
  const text = `const plan = ${JSON.stringify(examplePlan())};
    for (const name of ["blue", "green"]) {
      new (${pulumi}.ComponentResource)("spark-platform:platform:SparkPlatform", name, { plan: { ...plan, name } });
    }
    new (${kubernetes}.helm.v4.Chart)("operator", { chart: "spark-operator", version: "2.5.2", values: { size: 3 } });
    ${pulumi}.log.warn("mind the gap");
    ${pulumi}.runtime.invoke("aws:index/getRegion:getRegion", {});`;
  writeFileSync(join(directory, "index.js"), text);
  const said = await preview(join(directory, "index.js"), { out: join(directory, "out") });
  expect(said).toContain('blue  Spark 4.1.1 on EKS "analytics"');
  expect(said).toContain('green  Spark 4.1.1 on EKS "analytics"');
  expect(said).toMatch(/^3 resources$/m);
  expect(said).toMatch(/^[├└]─ blue {2}spark-platform:platform:SparkPlatform$/m);
  expect(said).toContain("\nWarning: mind the gap\n");
  expect(said).toContain("Note: no cloud was asked; the answers of these were made up: aws:index/getRegion:getRegion.");
  expect(said).toContain("Chart operator was not rendered: it would have to be downloaded.");
  expect(said).toContain("helm template operator spark-operator --namespace default");
  expect(readFileSync(join(directory, "out", "charts", "operator-values.yaml"), "utf8")).toBe("size: 3\n");
  for (const name of ["blue", "green"]) {
    expect(readFileSync(join(directory, "out", `plan-${name}.html`), "utf8")).toContain(`<h1>${name}</h1>`);
  }
});
