/** The programs that a local control plane is made of, and the charts that are tried on it. */

export { sparkOperatorChart } from "./charts";
export { type NodeToolName, nodeToolNames, type ToolName, toolNames } from "./catalog";
export { ensureTools, type Tools } from "./ensure";
