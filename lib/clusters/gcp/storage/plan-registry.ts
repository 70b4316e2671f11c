/** Plans the image registry: what Artifact Registry keeps, and what it may delete. Pure. */

import type { NewRegistryArgs } from "../../common/args";

/** What the image registry will be. */
export type GkeRegistryPlan =
  | {
      kind: "new";
      /** Newest images of each name to keep; all of them, under tags that never move, where it is absent. */
      keepImages?: number;
      deleteData: boolean;
    }
  | { kind: "existing" };

export function planGkeRegistry(given: NewRegistryArgs | { url: unknown } = {}): GkeRegistryPlan {
  if ("url" in given) return { kind: "existing" };
  const { keepImages, deleteData = false } = given;
  return { kind: "new", ...(keepImages !== undefined && { keepImages }), deleteData };
}
