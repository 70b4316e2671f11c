/** The tests that hold every resource of every program on a cloud against the cloud's own API models. */

import type { RecordedResource } from "../../lib/testing";
import { checkResource, type MappingTable } from "../models/mapping";
import { changed } from "./changed";
import type { Mistake } from "./mistake";

/** @typeParam Program how the cloud's programs are written down */
export interface ModelledCloud<Program> {
  /** For people. */
  name: string;
  /** Package of the resources' type tokens, for example `aws`. */
  package: string;
  table: MappingTable;
  programs: Record<string, Program>;
  /** The cloud's resources that a program declares. */
  resourcesOf(program: Program): Promise<RecordedResource[]>;
  /** Changes to those resources, each with the property that must be blamed for it. */
  mistakes: Mistake[];
}

export function testAgainstModels<Program>(cloud: ModelledCloud<Program>): void {
  const { name, table, programs, mistakes } = cloud;

  test.each(Object.entries(programs))(`${name} takes every resource of %s`, async (_name, program) => {
    const resources = await cloud.resourcesOf(program);
    expect(resources.length).toBeGreaterThan(0);
    expect(resources.flatMap(problemsOf)).toEqual([]);
  });

  test("programs create every type of resource that has a row, and no other", async () => {
    const types = new Set((await everyResource()).map(({ type }) => type));
    expect([...types].sort()).toEqual(Object.keys(table.resources).sort());
  });

  test.each(mistakes.map((mistake) => [mistake.what, mistake] as const))(
    `${name} refuses %s`,
    async (_what, mistake) => {
      const resource = await subjectOf(mistake);
      expect(checkResource(resource, table)).toEqual([]);
      const { at, to, found = at } = mistake;
      const problems = checkResource({ ...resource, inputs: changed(resource.inputs, at, to) }, table);
      expect([...new Set(problems.map(({ path }) => path))]).toEqual([found]);
    },
  );

  async function subjectOf({ type, named = /./ }: Mistake): Promise<RecordedResource> {
    const token = `${cloud.package}:${type}`;
    const found = (await everyResource()).find((each) => each.type === token && named.test(each.name));
    if (found === undefined) throw new Error(`no program has a resource of type ${type} named ${named.source}`);
    return found;
  }

  async function everyResource(): Promise<RecordedResource[]> {
    return (await Promise.all(Object.values(programs).map((program) => cloud.resourcesOf(program)))).flat();
  }

  function problemsOf(resource: RecordedResource): string[] {
    return checkResource(resource, table).map(
      ({ path, value, problem }) => `${resource.type} ${resource.name}: ${path}: ${JSON.stringify(value)} ${problem}`,
    );
  }
}
