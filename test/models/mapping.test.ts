/** Recorded inputs become requests, and problems of requests come back as paths of the program. */

import type { RecordedResource } from "../../lib/testing";
import { checkResource, type MappingTable, requestsOf } from "./mapping";

const text = { type: "string" } as const;
const table: MappingTable = {
  model: {
    source: "made up 1.0",
    shapes: {
      CreateVm: {
        type: "structure",
        required: ["Name", "Network"],
        members: {
          Name: { type: "string", max: 12 },
          Network: { type: "structure", required: ["subnets"], members: { subnets: { type: "list", item: text } } },
          Disks: { type: "list", item: { ref: "Disk" } },
          Tags: {
            type: "list",
            item: { type: "structure", members: { Key: text, Value: { type: "string", max: 3 } } },
          },
          Labels: { type: "map", value: { type: "string", max: 3 } },
          properties: {
            type: "structure",
            members: { zone: { type: "string", enum: ["a"] }, size: text, Image: text },
          },
        },
      },
      Disk: { type: "structure", members: { sizeGiB: { type: "integer" }, type: { type: "string", enum: ["ssd"] } } },
      Protect: {
        type: "structure",
        required: ["Vm", "On"],
        members: {
          Vm: text,
          On: { type: "boolean" },
          More: { type: "list", item: { type: "structure", required: ["Id"], members: { Id: text, Name: text } } },
        },
      },
    },
  },
  lifted: ["properties"],
  resources: {
    "test:Vm": {
      shape: "CreateVm",
      properties: {
        vpcConfig: "Network",
        "vpcConfig.subnetIds": "subnets",
        disk: { to: "Disks", as: "list" },
        "disk.gib": "sizeGiB",
        images: { to: "properties.Image", as: "first" },
        tags: {
          to: "Tags",
          as: (tags) => Object.entries(tags as object).map(([Key, Value]: [string, unknown]) => ({ Key, Value })),
        },
        protect: { to: "On", request: "Protect" },
        extraGib: "Disks.0.sizeGiB",
        extraType: "Disks.0.type",
        owner: { to: "More.0", request: "Protect" },
        ownerId: { to: "More.0.Id", request: "Protect" },
        waits: { own: "the provider waits by itself" },
      },
      adds: {
        CreateVm: ({ name }) => ({ Name: `${name}-1234567` }),
        Protect: ({ inputs }) => ({ Vm: "vm-1", ...(inputs.owner === undefined && { "More.0.Id": "1" }) }),
      },
    },
    "test:Password": { none: "made by the provider alone" },
  },
};

function vm(inputs: Record<string, unknown>, type = "test:Vm"): RecordedResource {
  return { type, name: "big", inputs: { vpcConfig: { subnetIds: ["a"] }, ...inputs } } as unknown as RecordedResource;
}

test("puts every property where the API has it", () => {
  const [create, protect] = requestsOf(
    vm({
      disk: { gib: 5, type: "ssd" },
      tags: { team: "x" },
      labels: { "Any.Case": "y" },
      zone: "a",
      size: "xl",
      images: ["ubuntu"],
      protect: true,
      waits: 5,
    }),
    table,
  );
  expect(create?.body).toEqual({
    Name: "big-1234567",
    Network: { subnets: ["a"] },
    Disks: [{ sizeGiB: 5, type: "ssd" }],
    Tags: [{ Key: "team", Value: "x" }],
    Labels: { "Any.Case": "y" },
    properties: { zone: "a", size: "xl", Image: "ubuntu" },
  });
  expect(protect).toMatchObject({ shape: "Protect", body: { Vm: "vm-1", On: true, More: [{ Id: "1" }] } });
  expect(checkResource(vm({ name: "mine" }), table)).toEqual([]);
});

test("properties of the program can share an item of a list", () => {
  expect(requestsOf(vm({ extraGib: 5, extraType: "ssd" }), table)[0]?.body.Disks).toEqual([
    { sizeGiB: 5, type: "ssd" },
  ]);
});

test.each<[string, Record<string, unknown>, string, string]>([
  ["a property that neither has", { monitoring: true }, "monitoring", "is not known to the API"],
  ["one deep down", { disk: { iops: 3 } }, "disk.iops", "is not known to the API"],
  ["a value that was wrapped", { disk: { type: "tape" } }, "disk.type", "is none of ssd"],
  ["a value that shares an item", { extraGib: 5, extraType: "tape" }, "extraType", "is none of ssd"],
  ["a value that was unwrapped", { images: [1] }, "images[0]", "is no string"],
  ["a list that can't be unwrapped", { images: ["a", "b"] }, "images", "is no string"],
  ["a value that was lifted", { zone: "b" }, "zone", "is none of a"],
  ["a missing property", { vpcConfig: {} }, "vpcConfig.subnetIds", "is required"],
  ["a missing property of another name", { vpcConfig: undefined }, "vpcConfig", "is required"],
  ["a missing property that shares an item", { protect: true, owner: { Name: "a" } }, "ownerId", "is required"],
  ["a value that was converted", { tags: { team: "long" } }, "tags", "has 4 characters, more than 3"],
  ["a value in a map", { labels: { "a.b": "long" } }, 'labels["a.b"]', "has 4 characters, more than 3"],
  ["an item", { vpcConfig: { subnetIds: ["a", 1] } }, "vpcConfig.subnetIds[1]", "is no string"],
  ["another request", { protect: "yes" }, "protect", "is no boolean"],
  ["a name that the provider would make", { name: "much-too-long" }, "name", "has 13 characters, more than 12"],
])("finds %s", (_what, inputs, path, problem) => {
  expect(checkResource(vm(inputs), table)).toEqual([expect.objectContaining({ path, problem })]);
});

test("a made-up name counts with what the provider appends", () => {
  const long = { ...vm({}), name: "bigger" };
  expect(checkResource(long, table)).toEqual([expect.objectContaining({ path: "name", value: "bigger-1234567" })]);
});

test("a type without a row is a problem, one without a request is none", () => {
  expect(checkResource(vm({}, "test:Disk"), table)).toEqual([
    { path: "", value: "test:Disk", problem: "is a resource type without a row" },
  ]);
  expect(checkResource(vm({}, "test:Password"), table)).toEqual([]);
});
