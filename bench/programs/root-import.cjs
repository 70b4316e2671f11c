// What importing the root of a cloud's SDK costs, with one resource.
const aws = require("@pulumi/aws");

new aws.s3.Bucket("logs");
globalThis.benchmark.planned();
