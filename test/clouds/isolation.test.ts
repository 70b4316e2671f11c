/** Whoever uses one cloud loads nothing of another cloud's SDK, and of its own only the services that are used. */

import { spawnSync } from "node:child_process";
import { join } from "node:path";

const repository = join(__dirname, "../..");
const sdks = ["@pulumi/aws", "@pulumi/gcp", "@pulumi/azure-native"];

/** Files of the clouds' SDKs that a process has loaded after it asked for a file of the library. */
function loadedBy(file: string): string[] {
  const script = `
    require(${JSON.stringify(join(repository, file))});
    console.log(JSON.stringify(Object.keys(require.cache)));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ["--require", "tsx/cjs", "--eval", script], {
    cwd: repository,
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(stderr);
  const files = JSON.parse(stdout) as string[];
  const modules = files.map((path) => path.replaceAll("\\", "/").split("/node_modules/").at(-1)!);
  return modules.filter((path) => sdks.some((sdk) => path.startsWith(`${sdk}/`)));
}

test.each([
  ["lib/index.ts", []],
  ["lib/plan/index.ts", []],
  ["lib/testing/index.ts", []],
  ["lib/cli/main.ts", []],
  ["lib/clusters/existing/index.ts", []],
  ["lib/clusters/aws/index.ts", ["@pulumi/aws"]],
  ["lib/clusters/gcp/index.ts", ["@pulumi/gcp"]],
  ["lib/clusters/azure/index.ts", ["@pulumi/azure-native"]],
])("%s loads the SDKs of: %j", (file, expected) => {
  const loaded = loadedBy(file);
  expect(sdks.filter((sdk) => loaded.some((path) => path.startsWith(`${sdk}/`)))).toEqual(expected);
  // The root of an SDK has every service of the cloud behind it.
  expect(loaded.filter((path) => sdks.some((sdk) => path === `${sdk}/index.js`))).toEqual([]);
});
