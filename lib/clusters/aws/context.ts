/** What every part of an EKS cluster is made with. */

import type * as pulumi from "@pulumi/pulumi";

import type { ExistingRolesArgs } from "./control-plane/existing-args";
import type { RoleSetting } from "./identity/iam";
import type { EksClusterPlan } from "./plan";

export type Tags = Record<string, pulumi.Input<string>>;

export interface EksContext extends RoleSetting {
  plan: EksClusterPlan;
  region: pulumi.Output<string>;
  partition: pulumi.Output<string>;
  /** Key of the user's own for everything that is encrypted. @default the keys of AWS */
  kmsKeyArn?: pulumi.Input<string>;
  /** Roles of the user's own. */
  roles: ExistingRolesArgs;
}
