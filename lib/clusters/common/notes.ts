/** What works on every cloud but deserves a look. Pure. */

import type { Issue } from "../../plan/issue";
import type { ApiServerArgs } from "./args";

/** @param credentials what still keeps strangers out, for example `IAM credentials with an access entry` */
export function openApiServerNotes(apiServer: Partial<ApiServerArgs> | undefined, credentials: string): Issue[] {
  if (apiServer?.publicCidrs !== undefined) return [];
  return [
    {
      path: "apiServer.publicCidrs",
      value: undefined,
      problem: `leaves the API server reachable from every address; only ${credentials} get in`,
      allowed: 'blocks such as ["203.0.113.0/24"], [] for none, or ["0.0.0.0/0"] to say that it is meant',
      change: "Name the addresses that you deploy from.",
    },
  ];
}
