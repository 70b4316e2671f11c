/** What a recorded program looks like: the resources it declared, what it exported, what it logged, what went wrong. */

/** One resource as the program registered it, in plain data. */
export interface RecordedResource {
  /** Type token, for example `kubernetes:core/v1:Namespace`. */
  type: string;
  /** Logical name: the first argument of the resource's constructor. */
  name: string;
  /** Unique name with the types of all ancestors, as the engine writes it. */
  urn: string;
  /** URN of the parent; absent on the stack's direct children. */
  parent?: string;
  /** `remote` components are expanded by their provider (a Helm chart), `read` resources exist already (`Class.get`). */
  kind: "custom" | "component" | "remote" | "read";
  /** Inputs in plain data; secrets are unwrapped and listed in `secrets`, unknown values are `UNKNOWN`. */
  inputs: Record<string, unknown>;
  /** Paths of the inputs that are secret, for example `stringData` or `spec.template["my.key"][0]`. */
  secrets: string[];
  /** Paths of the inputs that only a deployment knows. */
  unknowns: string[];
  /** What the mocks answered, or what a component registered as its outputs. */
  outputs: Record<string, unknown>;
  /** Cloud id that the mocks gave; empty on components and where it is unknown. */
  id: string;
  /** URN of the provider that was chosen for the resource. */
  provider?: string;
  /** URNs of the providers that a component hands down, by package. */
  providers: Record<string, string>;
  /** URNs of everything that must exist first: `dependsOn` and the sources of the inputs. */
  dependencies: string[];
  /** URNs that each input comes from. */
  propertyDependencies: Record<string, string[]>;
  aliases: RecordedAlias[];
  protect: boolean;
  retainOnDelete: boolean;
  deleteBeforeReplace: boolean;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  additionalSecretOutputs: string[];
  /** URN of the resource whose deletion deletes this one too. */
  deletedWith?: string;
  /** Id that the resource is imported from. */
  importId?: string;
}

/** A former identity of a resource: a whole URN, or the parts that changed. */
export interface RecordedAlias {
  urn?: string;
  name?: string;
  type?: string;
  /** URN of the former parent; empty when it had none. */
  parent?: string;
}

/** A provider function that the program called. */
export interface RecordedCall {
  /** For example `aws:index/getCallerIdentity:getCallerIdentity`. */
  token: string;
  args: Record<string, unknown>;
  result: Record<string, unknown>;
  /** Whether the answer was made up in place of a cloud's. */
  mocked: boolean;
}

export interface ProgramLog {
  severity: "info" | "warn" | "error";
  message: string;
  /** URN of the resource that the message is about. */
  urn?: string;
}

export interface Recording {
  project: string;
  stack: string;
  /** In the order of registration; the stack itself is not among them. */
  resources: RecordedResource[];
  calls: RecordedCall[];
  /** What the program exports, in plain data. */
  outputs: Record<string, unknown>;
  /** Paths of the exports that are secret. */
  secretOutputs: string[];
  /** Paths of the exports that only a deployment knows. */
  unknownOutputs: string[];
  /** Empty unless `errors: "return"` was asked for. */
  errors: Error[];
  logs: ProgramLog[];
}

/** More outputs of a resource, merged over the mocked ones; `undefined` leaves them as they are. */
export type OutputsHook = (resource: RecordedResource) => Record<string, unknown> | undefined;

/** The answer of a provider function; `undefined` leaves it to the mocks. */
export type CallHook = (token: string, args: Record<string, unknown>) => Record<string, unknown> | undefined;

export interface RecordOptions {
  /** @default "project" */
  project?: string;
  /** @default "stack" */
  stack?: string;
  /** Configuration; a key without a namespace belongs to the project. @default none */
  config?: Record<string, string>;
  /** Whether the program believes that it is being previewed. @default false, true when outputs are "unknown" */
  preview?: boolean;
  /**
   * What resources answer beyond their inputs: plausible values, plausible values with your own over them, or nothing
   * (`"unknown"`, as in a preview of a stack that does not exist yet).
   * @default "mocked"
   */
  outputs?: "mocked" | "unknown" | OutputsHook;
  /** Answers of provider functions, before the mocks are asked. @default the mocks alone */
  calls?: CallHook;
  /** Whether a failing program rejects the promise or comes back in `errors`. @default "reject" */
  errors?: "reject" | "return";
}
