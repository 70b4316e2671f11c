/** What works on EKS but deserves a look. Pure. */

import { findMachine, machinesOf } from "../../plan/nodes/catalogue/catalogue";
import type { Issue } from "../../plan/issue";
import type { NodePoolPlan } from "../../plan/nodes/pool";
import { openApiServerNotes } from "../common/notes";
import type { EksClusterPlanArgs } from "./args";
import { autoscalerNotes } from "./autoscaler/autoscaler-notes";
import { supportNotes } from "./fees";

/** @param args with what follows from a control plane that is there */
export function notesOf(args: EksClusterPlanArgs, kubernetesVersion: string, pools: readonly NodePoolPlan[]): Issue[] {
  const { apiServer, controlPlane, kmsKeyArn, network } = args;
  return [
    ...(controlPlane ? [] : openApiServerNotes(apiServer, "IAM credentials with an access entry")),
    ...bucketNotes(args.eventLogs),
    ...(kmsKeyArn === undefined ? [] : [keyNote(kmsKeyArn)]),
    ...(network && "natGateways" in network && network.natGateways === "none" ? [closedNote()] : []),
    ...machineNotes(args.region, pools),
    ...autoscalerNotes(args),
    ...supportNotes(kubernetesVersion),
  ];
}

function bucketNotes(eventLogs: EksClusterPlanArgs["eventLogs"]): Issue[] {
  if (!eventLogs || !("bucket" in eventLogs)) return [];
  const { bucket, prefix = "spark-events" } = eventLogs;
  return [
    {
      path: "eventLogs.bucket",
      value: typeof bucket === "string" ? bucket : undefined,
      problem: `is used as it is: drivers fail unless an object "${prefix}/" is there`,
      allowed: "any bucket with that object",
      change: `Make it once: aws s3api put-object --bucket <bucket> --key ${prefix}/`,
    },
  ];
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html */
function keyNote(kmsKeyArn: unknown): Issue {
  return {
    path: "kmsKeyArn",
    value: typeof kmsKeyArn === "string" ? kmsKeyArn : undefined,
    problem: "is used as it is: no node starts and no log is written unless its policy lets the services use it",
    allowed:
      "a key whose policy names the role AWSServiceRoleForAutoScaling (with kms:CreateGrant) and the service logs.<region>.amazonaws.com",
    change: "Compare its policy with the one in docs/aws.md.",
  };
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html */
function closedNote(): Issue {
  return {
    path: "network.natGateways",
    value: "none",
    problem: "leaves nodes without the internet: every image must be in ECR of the region before it is used",
    allowed: "images in ECR; of a pull-through cache, those that were pulled once from elsewhere",
    change: "Pull each image of the preview once through the cache, or copy it.",
  };
}

/** The prices are EC2's whole list of their region, so a type without one was not sold there at their date. */
function machineNotes(region: string | undefined, pools: readonly NodePoolPlan[]): Issue[] {
  const listed = machinesOf("aws").find(({ price }) => price !== undefined)?.price;
  if (listed === undefined || region !== listed.region) return [];
  return pools.flatMap(({ argument = "systemPool", machines }) =>
    machines
      .filter(({ machine }) => findMachine("aws", machine.name) === machine && machine.price === undefined)
      .map(({ machine: { name } }) => ({
        path: `${argument}.machineTypes`,
        value: name,
        problem: `was not on EC2's price list of ${region} in ${listed.date}, so the region may not have it`,
        allowed: "machine types that the region has",
        change: `Ask EC2 with readMachines(["${name}"]), which fails where it has none, and give the answer as machines.`,
      })),
  );
}
