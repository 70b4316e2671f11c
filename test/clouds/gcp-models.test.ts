/** Every resource of every program for Google Cloud against Google's discovery documents, and mistakes that must not get past them. */

import type { RecordedResource } from "../../lib/testing";
import { gcpTable } from "../models/gcp-table";
import { checkResource } from "../models/mapping";
import type { Mistake } from "./aws-mistakes";
import { mistakes } from "./gcp-mistakes";
import { gcpPrograms, gcpResources } from "./gcp-programs";
import { changed } from "./changed";

test.each(Object.entries(gcpPrograms))("Google Cloud takes every resource of %s", async (_name, program) => {
  const resources = await gcpResources(program);
  expect(resources.length).toBeGreaterThan(0);
  expect(resources.flatMap(problemsOf)).toEqual([]);
});

test("programs create every type of resource that has a row, and no other", async () => {
  const types = new Set((await everyResource()).map(({ type }) => type));
  expect([...types].sort()).toEqual(Object.keys(gcpTable.resources).sort());
});

test.each(mistakes.map((mistake) => [mistake.what, mistake] as const))(
  "Google Cloud refuses %s",
  async (_what, mistake) => {
    const resource = await subjectOf(mistake);
    expect(checkResource(resource, gcpTable)).toEqual([]);
    const { at, to, found = at } = mistake;
    const problems = checkResource({ ...resource, inputs: changed(resource.inputs, at, to) }, gcpTable);
    expect([...new Set(problems.map(({ path }) => path))]).toEqual([found]);
  },
);

async function subjectOf({ type, named = /./ }: Mistake): Promise<RecordedResource> {
  const found = (await everyResource()).find((each) => each.type === `gcp:${type}` && named.test(each.name));
  if (found === undefined) throw new Error(`no program has a resource of type ${type} named ${named.source}`);
  return found;
}

async function everyResource(): Promise<RecordedResource[]> {
  return (await Promise.all(Object.values(gcpPrograms).map(gcpResources))).flat();
}

function problemsOf(resource: RecordedResource): string[] {
  return checkResource(resource, gcpTable).map(
    ({ path, value, problem }) => `${resource.type} ${resource.name}: ${path}: ${JSON.stringify(value)} ${problem}`,
  );
}
