/** Turns a recorded program into the Kubernetes manifests that it would apply, for Argo CD, Flux, kubectl and reviewers. */

export { chartsOf } from "./charts";
export { renderCharts, valuesFileName, valuesYaml } from "./helm";
export type { Manifest } from "./manifest";
export { describeGap, type Gap, manifestsOf, renderingOf } from "./manifests";
export { applyOrder } from "./order";
export { writeManifests } from "./write";
