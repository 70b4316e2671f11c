/** Structure of what is said of an AKS cluster that is already there. Pure. */

import { z } from "zod";

import { strictObject, wholeNumber } from "../../../plan/structure";
import { cidr, flag } from "../../common/structure";

const plainText = (phrase: string) => z.string(phrase).min(1, phrase);

export const controlPlane = strictObject({
  name: plainText("the name of an AKS cluster"),
  resourceGroupName: plainText("the name of its resource group"),
  region: z.string('a region such as "westeurope"').regex(/^[a-z][a-z0-9]+$/, 'a region such as "westeurope"'),
  kubernetesVersion: z.string('text such as "1.35"'),
  oidcIssuer: z
    .string("a URL")
    .regex(/^https:\/\//, "a URL that starts with https://")
    .optional(),
  workloadIdentity: flag,
  entraId: flag,
  kubeletId: plainText("the object id of the kubelet's identity"),
  network: strictObject({
    plugin: z.enum(["azure", "kubenet", "none"], '"azure", "kubenet" or "none"'),
    pluginMode: z.literal("overlay", '"overlay"').optional(),
    dataplane: z.enum(["azure", "cilium"], '"azure" or "cilium"').optional(),
    podCidr: cidr,
    subnetId: plainText("the id of a subnet").optional(),
  }),
  autoProvisioning: flag,
  otherNodes: wholeNumber(0, 5000).optional(),
});
