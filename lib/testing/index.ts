/** `spark-platform/testing`: runs a Pulumi program in this process, with no engine and no cloud, and hands back what it declared. */

export { recordProgram } from "./record";
export type {
  CallHook,
  OutputsHook,
  ProgramLog,
  RecordedAlias,
  RecordedCall,
  RecordedResource,
  Recording,
  RecordOptions,
} from "./recording";
export { byType, childrenOf, named, resourceTree, type ResourceNode } from "./tree";
export { UNKNOWN } from "./values";
