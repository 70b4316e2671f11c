/** Code of applications in the bucket that comes with the cluster. */

import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";

import { CODE_PREFIX, codePath } from "../../common/code";
import type { CodeUpload, UploadedCode } from "../../contract";

/** A bucket with what keeps its objects private and encrypted. */
export interface ProtectedBucket {
  bucket: pulumi.Output<string>;
  protectedBy: pulumi.Resource[];
}

/** URI of the code in a bucket. */
export function codeUri({ bucket }: ProtectedBucket): pulumi.Output<string> {
  return pulumi.interpolate`s3a://${bucket}/${CODE_PREFIX}`;
}

/** Puts a file into the bucket, once the bucket would not take it as plain text. Costs what S3 takes by volume and request. */
export function uploadCode(
  name: string,
  { bucket, protectedBy }: ProtectedBucket,
  upload: CodeUpload,
  opts: pulumi.CustomResourceOptions,
): UploadedCode {
  const file = new s3.BucketObjectv2(
    name,
    { bucket, key: `${CODE_PREFIX}/${codePath(upload)}`, source: upload.source },
    pulumi.mergeOptions(opts, { dependsOn: protectedBy }),
  );
  return { uri: pulumi.interpolate`s3a://${file.bucket}/${file.key}`, dependsOn: [file] };
}
