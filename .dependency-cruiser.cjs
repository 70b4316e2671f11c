/** The arrows of docs/architecture.md, kept by a tool. */

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "plan-is-pure",
      comment: "lib/plan turns plain data into plain data: no Pulumi, no I/O, nothing from the other rooms",
      severity: "error",
      from: { path: "^lib/plan/" },
      to: { path: "^(lib/(?!plan/)|node_modules/@pulumi/)" },
    },
    {
      name: "plan-does-no-io",
      comment: "node:util only turns values into text",
      severity: "error",
      from: { path: "^lib/(plan|report)/" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?util$" },
    },
    {
      name: "report-reads-plans-only",
      severity: "error",
      from: { path: "^lib/report/" },
      to: { path: "^(lib/(?!plan/|report/)|node_modules/@pulumi/)" },
    },
    {
      name: "one-cloud-does-not-know-another",
      severity: "error",
      from: { path: "^lib/clusters/(aws|gcp|azure|existing)/" },
      to: { path: "^lib/clusters/(aws|gcp|azure|existing)/", pathNot: "^lib/clusters/$1/" },
    },
    {
      name: "only-clusters-name-a-cloud",
      comment: "A cloud's SDK is loaded by its own folder only",
      severity: "error",
      from: { path: "^lib/", pathNot: "^lib/clusters/" },
      to: { path: "node_modules/@pulumi/(aws|gcp|azure-native)" },
    },
    {
      name: "addons-and-applications-know-the-contract-only",
      severity: "error",
      from: { path: "^lib/(addons|applications)/" },
      to: { path: "^lib/(platform/|index|cli|rendering|testing|clusters/(?!contract))" },
    },
    {
      name: "clusters-do-not-know-the-platform",
      severity: "error",
      from: { path: "^lib/clusters/" },
      to: { path: "^lib/(platform/|index|applications|cli|rendering|testing)" },
    },
    {
      name: "the-root-names-no-cloud",
      severity: "error",
      from: { path: "^lib/(index\\.ts|platform/)" },
      to: { path: "^lib/clusters/(aws|gcp|azure)/" },
    },
    {
      name: "the-library-stands-alone",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^(test|local|scripts|bench|examples)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["require", "node", "types", "default"] },
  },
};
