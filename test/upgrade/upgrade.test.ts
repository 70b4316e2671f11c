/** The state that an earlier version left previews with no replacement and no deletion. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { recordProgram, type RecordedResource } from "../../lib/testing";
import { losses } from "./compare";
import { type State, stateOf } from "./state";

const state = JSON.parse(readFileSync(join(__dirname, "state.json"), "utf8")) as State;
const programs = readdirSync(join(__dirname, "programs")).map((file) => file.replace(/\.ts$/, ""));

test("every program has been recorded", () => {
  expect(Object.keys(state.programs).sort()).toEqual(programs.sort());
});

test.each(programs)("%s: nothing that was there is replaced or deleted", async (program) => {
  const { resources } = await recordProgram(() => import(join(__dirname, "programs", program)));
  expect(losses(state.programs[program]!, resources)).toEqual([]);
});

describe("what the comparison sees", () => {
  class Part extends pulumi.ComponentResource {
    constructor(name: string, opts?: pulumi.ComponentResourceOptions, type = "test:Part") {
      super(type, name, {}, opts);
    }
  }
  class Role extends pulumi.CustomResource {
    constructor(name: string, inputs: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
      super("aws:iam/role:Role", name, inputs, opts);
    }
  }
  const record = async (program: () => unknown): Promise<RecordedResource[]> =>
    (await recordProgram(program)).resources;
  const before = () => new Role("old-role", { name: "a" }, { parent: new Part("old") });

  test.each<[string, () => unknown, string[]]>([
    ["nothing where nothing changed", before, []],
    [
      "a deletion",
      () => new Part("old"),
      ["test:Part$aws:iam/role:Role::old-role is deleted: nothing has its URN, nor an alias of it"],
    ],
    [
      "an input that replaces",
      () => new Role("old-role", { name: "b" }, { parent: new Part("old") }),
      ['test:Part$aws:iam/role:Role::old-role is replaced: name was "a", is "b"'],
    ],
    [
      "a name that is left to the provider",
      () => new Role("old-role", {}, { parent: new Part("old") }),
      ['test:Part$aws:iam/role:Role::old-role is replaced: name was "a", is absent'],
    ],
    ["no input that can change", () => new Role("old-role", { name: "a", tags: {} }, { parent: new Part("old") }), []],
    [
      "no input that is ignored",
      () => new Role("old-role", { name: "b" }, { parent: new Part("old"), ignoreChanges: ["name"] }),
      [],
    ],
    [
      "a rename without an alias",
      () => new Role("new-role", { name: "a" }, { parent: new Part("old") }),
      ["test:Part$aws:iam/role:Role::old-role is deleted: nothing has its URN, nor an alias of it"],
    ],
    [
      "an alias by name",
      () => new Role("new-role", { name: "a" }, { parent: new Part("old"), aliases: [{ name: "old-role" }] }),
      [],
    ],
    [
      "a parent's alias, which its children inherit",
      () => new Role("new-role", { name: "a" }, { parent: new Part("new", { aliases: [{ name: "old" }] }) }),
      [],
    ],
    [
      "a parent's former type",
      () =>
        new Role(
          "old-role",
          { name: "a" },
          { parent: new Part("old", { aliases: [{ type: "test:Part" }] }, "test:Whole") },
        ),
      [],
    ],
    [
      "a resource that had another parent",
      () => {
        new Part("old");
        new Role(
          "old-role",
          { name: "a" },
          { aliases: [{ parent: new Part("old-2", { aliases: [{ name: "old" }] }) }] },
        );
      },
      [],
    ],
  ])("%s", async (_what, after, expected) => {
    expect(losses(stateOf({ resources: await record(before) }), await record(after))).toEqual(expected);
  });
});
