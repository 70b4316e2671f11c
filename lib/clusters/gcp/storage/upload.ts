/** Code of applications in the bucket that comes with the cluster. */

import { BucketObject } from "@pulumi/gcp/storage/bucketObject";
import * as pulumi from "@pulumi/pulumi";

import { CODE_PREFIX, codePath } from "../../common/code";
import type { CodeUpload, UploadedCode } from "../../contract";

/** URI of the code in a bucket. */
export function codeUri(bucket: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`gs://${bucket}/${CODE_PREFIX}`;
}

/** Puts a file into the bucket, which encrypts it as its other objects. Costs what Cloud Storage takes by volume and operation. */
export function uploadCode(
  name: string,
  bucket: pulumi.Input<string>,
  upload: CodeUpload,
  opts: pulumi.CustomResourceOptions,
): UploadedCode {
  const file = new BucketObject(
    name,
    { bucket, name: `${CODE_PREFIX}/${codePath(upload)}`, source: upload.source },
    opts,
  );
  return { uri: pulumi.interpolate`gs://${file.bucket}/${file.name}`, dependsOn: [file] };
}
