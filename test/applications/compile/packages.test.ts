import { examplePlan } from "../../addons/example";
import { recordOn } from "../recorded";
import { byType } from "../../../lib/testing";

const TYPE = "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication";

async function ivyOf(args: Parameters<typeof recordOn>[1], platformConf: Record<string, string> = {}) {
  const recording = await recordOn(examplePlan({ sparkConf: platformConf }), args);
  expect(recording.errors).toEqual([]);
  const { sparkConf } = byType(recording, TYPE)[0]?.inputs.spec as { sparkConf: Record<string, string> };
  return sparkConf["spark.jars.ivy"];
}

const deps = { packages: ["org.example:lib:1.0"] };

// The user of the images has no home (useradd -d /nonexistent), where Spark would put packages: apache/spark-docker, 4.0.1/*/Dockerfile
describe("packages", () => {
  it("are fetched to where the image's user may write", async () => {
    expect(await ivyOf({ deps })).toBe("/tmp/.ivy2");
    expect(await ivyOf({})).toBeUndefined();
  });

  // What the same things are called in https://spark.apache.org/docs/latest/configuration.html#runtime-environment
  it.each([
    ["spark.jars.packages", "deps.packages"],
    ["spark.jars.excludes", "deps.excludePackages"],
    ["spark.jars.repositories", "deps.repositories"],
  ])("are named by arguments and not by %s", async (key, argument) => {
    const { errors } = await recordOn(examplePlan(), { deps, sparkConf: { [key]: "a" } });
    expect(errors[0]?.message).toContain(`Use ${argument}.`);
  });

  it("go where the application or the platform says", async () => {
    const sparkConf = { "spark.jars.ivy": "/data/ivy" };
    expect(await ivyOf({ deps, sparkConf })).toBe("/data/ivy");
    expect(await ivyOf({ deps }, sparkConf)).toBe("/data/ivy");
  });
});
