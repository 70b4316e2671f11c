/** What a mock answers for one resource. */

export interface MockedOutputs {
  /** Empty when it is unknown. */
  id: string;
  outputs: Record<string, unknown>;
}
