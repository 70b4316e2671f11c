/** Every AWS resource of every program against AWS' own API models, and mistakes that must not get past them. */

import type { RecordedResource } from "../../lib/testing";
import { awsTable } from "../models/aws/table";
import { checkResource } from "../models/mapping";
import { type Mistake, mistakes } from "./aws-mistakes";
import { awsPrograms, awsResources } from "./aws-programs";
import { changed } from "./changed";

test.each(Object.entries(awsPrograms))("AWS takes every resource of %s", async (_name, program) => {
  const resources = await awsResources(program);
  expect(resources.length).toBeGreaterThan(0);
  expect(resources.flatMap(problemsOf)).toEqual([]);
});

test("programs create every type of resource that has a row, and no other", async () => {
  const types = new Set((await everyResource()).map(({ type }) => type));
  expect([...types].sort()).toEqual(Object.keys(awsTable.resources).sort());
});

test.each(mistakes.map((mistake) => [mistake.what, mistake] as const))("AWS refuses %s", async (_what, mistake) => {
  const resource = await subjectOf(mistake);
  expect(checkResource(resource, awsTable)).toEqual([]);
  const { at, to, found = at } = mistake;
  const problems = checkResource({ ...resource, inputs: changed(resource.inputs, at, to) }, awsTable);
  expect([...new Set(problems.map(({ path }) => path))]).toEqual([found]);
});

async function subjectOf({ type, named = /./ }: Mistake): Promise<RecordedResource> {
  const found = (await everyResource()).find((each) => each.type === `aws:${type}` && named.test(each.name));
  if (found === undefined) throw new Error(`no program has a resource of type ${type} named ${named.source}`);
  return found;
}

async function everyResource(): Promise<RecordedResource[]> {
  return (await Promise.all(Object.values(awsPrograms).map(awsResources))).flat();
}

function problemsOf(resource: RecordedResource): string[] {
  return checkResource(resource, awsTable).map(
    ({ path, value, problem }) => `${resource.type} ${resource.name}: ${path}: ${JSON.stringify(value)} ${problem}`,
  );
}
