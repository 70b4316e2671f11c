/** Structure of the plain arguments: what each may be, and which of them are sound enough for further checks. Pure. */

import { z } from "zod";

import type { IssueList } from "../../plan/issue";
import { type Sound, soundPart, strictObject, wholeNumber } from "../../plan/structure";
import {
  cidr,
  cidrs,
  everyCluster,
  existingEventLogs,
  existingRegistry,
  flag,
  hasKey,
  newEventLogs,
  newRegistry,
  reference,
  tags,
} from "../common/structure";
import type { GkeClusterArgs } from "./args";

const REGION = 'a region such as "europe-west1"';
const ZONE = 'the name of a zone such as "europe-west1-b"';
const TIME = 'a time in UTC such as "2026-01-03T06:00:00Z"';

const newNetwork = strictObject({ cidr, podCidr: cidr, serviceCidr: cidr });
const existingNetwork = strictObject({
  network: reference("the name or link of a VPC, together with subnetwork, podRange and serviceRange"),
  subnetwork: reference("the name or link of a subnet in the cluster's region"),
  podRange: reference("the name of the subnet's secondary range for pods"),
  serviceRange: reference("the name of the subnet's secondary range for Services"),
  cidr,
  podCidr: cidr,
  serviceCidr: cidr,
});

const existingBucket = existingEventLogs({ bucket: reference("the name of a bucket") });

const time = z.string(TIME).regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, TIME);
const maintenanceWindow = strictObject({
  startTime: time,
  endTime: time,
  recurrence: z
    .string('a rule of RFC 5545 such as "FREQ=WEEKLY;BYDAY=SA,SU"')
    .regex(/^FREQ=(DAILY|WEEKLY|MONTHLY)(;[A-Z]+=[\w,+-]+)*$/, 'a rule of RFC 5545 such as "FREQ=WEEKLY;BYDAY=SA,SU"'),
});

const plainText = (phrase: string) => z.string(phrase).min(1, phrase);

const controlPlane = strictObject({
  name: plainText("the name of a GKE cluster"),
  project: plainText("the id of a project"),
  location: z
    .string('a region or zone such as "europe-west1"')
    .regex(/^[a-z]+-[a-z]+\d+(-[a-z])?$/, 'a region or zone such as "europe-west1"'),
  // Which versions there are is the plan's affair.
  kubernetesVersion: z.string('text such as "1.35"'),
  endpoint: z.string("the URL of the API server").regex(/^https:\/\//, "a URL that starts with https://"),
  certificateAuthority: plainText("the certificate authority in base64").optional(),
  nodeZones: z.array(plainText(ZONE), "a list of zones").min(1, "one zone or more"),
  workloadPool: z.string("text such as prod-project.svc.id.goog").optional(),
  autopilot: flag,
  vpcNative: flag,
  privateNodes: flag,
  podCidr: cidr,
  daemonSets: everyCluster.daemonSets,
  nodePools: z
    .array(
      strictObject({
        name: plainText("the name of a node pool"),
        podAddresses: wholeNumber(0, 2 ** 24),
        platform: z.string("the value of the label spark-platform").optional(),
      }),
      "a list of node pools with name and podAddresses",
    )
    .optional(),
});

const region = z.string(`${REGION}, here or in the configuration gcp:region`).regex(/^[a-z]+-[a-z]+\d+$/, REGION);

const others = {
  controlPlane: controlPlane.optional(),
  ...everyCluster,
  apiServer: strictObject({
    dnsEndpoint: flag,
    publicCidrs: cidrs,
    proxyUrl: reference("a URL such as socks5://localhost:1080").optional(),
  }).optional(),
  zones: z
    .array(z.string(ZONE).regex(/^[a-z]+-[a-z]+\d+-[a-z]$/, ZONE), "a list of zones")
    .min(1, "one zone or more")
    .optional(),
  releaseChannel: z.enum(["rapid", "regular", "stable"], '"rapid", "regular" or "stable"').optional(),
  maintenanceWindow: maintenanceWindow.optional(),
  autoscaler: z.enum(["native", "auto-provisioning"], '"native" or "auto-provisioning"').optional(),
  // The most that a ComputeClass takes.
  idleMinutes: wholeNumber(1, 1440).optional(),
  workloadLogs: flag,
  imageStreaming: flag,
};

/** What the plan does not look at, so that it is not taken for an argument that is not there. */
const wiredThrough = {
  kmsKeyName: reference("the name of a key, projects/…/cryptoKeys/…").optional(),
  nodeServiceAccount: reference("the e-mail address of a service account").optional(),
  deletionProtection: z.unknown().optional(),
  labels: tags,
};

/**
 * Adds an issue for every argument that is not known or not of the right structure.
 * @returns what is right of the arguments, so that one that is bad does not hide what is wrong with another.
 */
export function soundArguments(args: GkeClusterArgs, issues: IssueList): Sound<GkeClusterArgs> {
  return soundPart<GkeClusterArgs>(schemaFor(args), args, "", issues).sound ?? {};
}

/** What is there already has other arguments than what comes with the cluster. */
function schemaFor(args: Partial<GkeClusterArgs> | null) {
  const { controlPlane: isThere, network, eventLogs, registry } = args ?? {};
  const isExisting = hasKey(network, "network", "subnetwork", "podRange", "serviceRange");
  return strictObject({
    ...others,
    ...wiredThrough,
    region: isThere === undefined ? region : region.optional(),
    network: (isExisting ? existingNetwork : newNetwork).optional(),
    eventLogs: (hasKey(eventLogs, "bucket") ? existingBucket : newEventLogs).optional(),
    registry: (hasKey(registry, "url") ? existingRegistry : newRegistry).optional(),
  });
}
