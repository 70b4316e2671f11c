// Imports the service modules that the platform's program loaded and registers as many resources, without the library.
const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");

const { resources, services } = JSON.parse(readFileSync(globalThis.benchmark.replay, "utf8"));
for (const service of services) require(service);
globalThis.benchmark.planned();
for (const { type, name, kind, inputs } of resources) {
  if (kind === "component") new pulumi.ComponentResource(type, name);
  else new pulumi.CustomResource(type, name, inputs);
}
