/** The rights of what launches machines whose disks are encrypted with a key of the user's own. */

import * as pulumi from "@pulumi/pulumi";

import type { PolicyStatement } from "../identity/iam";

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html */
export function diskKeyRights(kmsKeyArn: pulumi.Input<string>, region: pulumi.Input<string>): PolicyStatement[] {
  const throughEc2 = { "kms:ViaService": pulumi.interpolate`ec2.${region}.amazonaws.com` };
  return [
    {
      Sid: "EncryptDisks",
      Effect: "Allow",
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      Resource: [kmsKeyArn],
      Condition: { StringEquals: throughEc2 },
    },
    {
      Sid: "LendDiskKeyToMachines",
      Effect: "Allow",
      Action: ["kms:CreateGrant"],
      Resource: [kmsKeyArn],
      Condition: { StringEquals: throughEc2, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}
