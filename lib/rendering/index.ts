/** Turns a recorded program into the Kubernetes manifests that it would apply, for Argo CD, Flux, kubectl and reviewers. */

export { type ChartRequest, chartsOf, isLocalChart } from "./charts";
export { type ChartsRendering, type HelmOptions, renderCharts } from "./helm";
export { type Gap, describeGap, type Manifest, manifestsOf, type Rendering, renderingOf } from "./manifests";
export { applyOrder } from "./order";
export { type WrittenManifests, writeManifests } from "./write";
