/** Programs whose resources are checked against the clouds' models: the documented ones, and some that turn every option. */

import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { type OutputsHook, type RecordedResource, recordProgram, type Recording } from "../../lib/testing";

const repository = resolve(__dirname, "../..");

/** A program that is only written for these tests. */
export type Program = () => unknown;

/** Files of examples and of programs in the documents whose names begin with one of the words. */
export function documentedPrograms(...beginnings: string[]): Record<string, Program> {
  const files = [
    ...readdirSync(join(repository, "docs/programs")).map((name) => `docs/programs/${name}`),
    ...readdirSync(join(repository, "examples"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `examples/${name}/index.ts`),
  ];
  const chosen = files.filter((file) =>
    beginnings.some((word) => file.split("/").some((part) => part.startsWith(word))),
  );
  return Object.fromEntries(chosen.map((file) => [file, () => import(join(repository, file))]));
}

const recordings = new WeakMap<Program, Promise<Recording>>();
let last: Promise<unknown> = Promise.resolve();

/**
 * Records a program once, however many tests look at it: an imported program runs only the first time.
 * @param outputs what resources answer, over the mocks
 */
export function recorded(program: Program, outputs?: OutputsHook): Promise<Recording> {
  const known = recordings.get(program) ?? last.then(() => recordProgram(program, outputs && { outputs }));
  recordings.set(program, known);
  last = known.catch(() => undefined);
  return known;
}

/** What a program creates in a cloud; what it only reads, and what is inside the cluster, is left out. */
export function resourcesOf({ resources }: Recording, cloud: string): RecordedResource[] {
  return resources.filter(({ type, kind }) => type.startsWith(`${cloud}:`) && kind === "custom");
}
