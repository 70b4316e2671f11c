import * as pulumi from "@pulumi/pulumi";
import * as s3 from "@pulumi/aws/s3";
import { recordProgram } from "../../../lib/testing";
import { EksCluster } from "../../../lib/clusters/aws";
test("small", async () => {
  const r = await recordProgram(() => { const b = new s3.Bucket("a", { bucket: pulumi.output("x").apply((): string => { throw new Error("boom"); }) }); new s3.BucketPolicy("p", { bucket: b.id, policy: "{}" }); }, { errors: "return" });
  console.log(r.errors, r.resources.length);
});
test("no return", async () => {
  const r = await recordProgram(() => { new EksCluster("analytics", { region: "eu-central-1" }); }, { errors: "return" });
  console.log(r.errors, r.resources.length);
});
