/** A packed Python environment: driver and executors run its Python, and import what is in it. */

import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { SparkApplication } from "spark-platform";

import { run } from "../../../local/run";
import { findPythonTool } from "../../../scripts/api-models/python";
import { type World } from "../harness/world";
import { type Case } from "./case";

/** Of the machine's distribution, as the image's is, and where the image has it. */
const systemPython = "/usr/bin/python3";

const rate = 7;

export const pythonEnvironment: Case = {
  id: "1e",
  title: "A packed Python environment, in the driver and in executors",
  async run(world, report) {
    const name = "packed";
    const directory = await mkdtemp(join(tmpdir(), "environment-"));
    try {
      const environment = await world.upload(await packed(directory, world));
      const mainApplicationFile = await world.upload("packed.py");
      const end = await world.submit(name, (platform) => {
        new SparkApplication(name, {
          platform,
          mainApplicationFile,
          pythonEnvironment: environment,
          executors: { instances: 1 },
        });
      });
      report.equal("state", "COMPLETED", await world.waitForState(name, ["COMPLETED"]));
      const log = await world.log((await world.driverOf(name))!.metadata.name);
      for (const role of ["driver", "executor"]) {
        const [, python, value] = new RegExp(`^${role} (\\S+) (\\d+)$`, "m").exec(log) ?? [];
        report.holds(
          `${role}: the Python that runs`,
          "…/environment/bin/python",
          python ?? "none",
          python?.endsWith("/environment/bin/python") === true,
        );
        report.equal(`${role}: what a module of the environment holds`, String(rate), value);
      }
      await end();
    } finally {
      await rm(directory, { recursive: true });
    }
  },
};

/** As the documentation tells users to. @returns the archive */
async function packed(directory: string, world: World): Promise<string> {
  const tool = await findPythonTool("venv-pack", world.progress);
  if ("missing" in tool) throw new Error(tool.missing);
  const environment = join(directory, "environment");
  await run(systemPython, ["-m", "venv", "--without-pip", environment]);
  const [version] = await readdir(join(environment, "lib"));
  const modules = join(environment, "lib", version!, "site-packages");
  await writeFile(join(modules, "company_rates.py"), `RATE = ${rate}\n`);
  const archive = join(directory, "environment.tar.gz");
  await run(join(tool.bin, "venv-pack"), ["--prefix", environment, "--output", archive]);
  return archive;
}
