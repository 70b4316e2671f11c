/** A mistake that a programmer could make in a resource. */

export interface Mistake {
  what: string;
  /** Type token, after the package. */
  type: string;
  /** Name of the resource among those of all programs. @default the first of its type */
  named?: RegExp;
  /** Path of the property that is changed. */
  at: string;
  /** What it becomes; `undefined` takes it away. */
  to: unknown;
  /** Path that the problem is found at. @default the changed property's */
  found?: string;
}
