/** How Karpenter hears of machines that are about to go: events of EC2 and AWS Health, by way of a queue. */

import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";

import type { EksContext } from "../../context";
import { policyDocument } from "../../identity/iam";

export interface Interruptions {
  name: pulumi.Output<string>;
  arn: pulumi.Output<string>;
  /** Without these nothing arrives. */
  needs: pulumi.Resource[];
}

/** A notice is of use for minutes; spot machines have two. */
const RETENTION_SECONDS = 300;

/** What the controller understands: https://karpenter.sh/v1.14/reference/cloudformation/ */
const EVENTS: Record<string, { source: string; detailType: string }> = {
  "spot-interruption": { source: "aws.ec2", detailType: "EC2 Spot Instance Interruption Warning" },
  rebalance: { source: "aws.ec2", detailType: "EC2 Instance Rebalance Recommendation" },
  "state-change": { source: "aws.ec2", detailType: "EC2 Instance State-change Notification" },
  "reservation-end": { source: "aws.ec2", detailType: "EC2 Capacity Reservation Instance Interruption Warning" },
  health: { source: "aws.health", detailType: "AWS Health Event" },
};

/** EventBridge takes 64 characters, and the AWS provider appends 26. */
const LONGEST_RULE_PREFIX = 38;

/** Creates the queue and the rules that fill it. Costs next to nothing: 0.40 USD for a million messages. */
export function createInterruptions(
  name: string,
  { tags }: Pick<EksContext, "tags">,
  opts: pulumi.CustomResourceOptions,
): Interruptions {
  const queue = new sqs.Queue(
    `${name}-interruptions`,
    { messageRetentionSeconds: RETENTION_SECONDS, sqsManagedSseEnabled: true, tags },
    opts,
  );
  const rules = Object.entries(EVENTS).map(([key, { source, detailType }]) => {
    const eventPattern = JSON.stringify({ source: [source], "detail-type": [detailType] });
    const rule = new cloudwatch.EventRule(
      `${name}-${key}`,
      { namePrefix: `${name.slice(0, LONGEST_RULE_PREFIX - 1)}-`, eventPattern, tags },
      opts,
    );
    return { key, rule };
  });
  const policy = new sqs.QueuePolicy(
    `${name}-interruptions`,
    {
      queueUrl: queue.url,
      policy: policyDocument([
        {
          Sid: "RulesMaySend",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: ["sqs:SendMessage"],
          Resource: [queue.arn],
          Condition: { ArnEquals: { "aws:SourceArn": pulumi.all(rules.map(({ rule }) => rule.arn)) } },
        },
        {
          Sid: "OnlyByTls",
          Effect: "Deny",
          Principal: "*",
          Action: ["sqs:*"],
          Resource: [queue.arn],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
    },
    opts,
  );
  const targets = rules.map(
    ({ key, rule }) =>
      new cloudwatch.EventTarget(`${name}-${key}`, { rule: rule.name, arn: queue.arn }, { ...opts, dependsOn: policy }),
  );
  return { name: queue.name, arn: queue.arn, needs: [policy, ...targets] };
}
