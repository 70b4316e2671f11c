// A platform on AWS from nothing.
const { SparkPlatform } = require("spark-platform");
const { EksCluster } = require("spark-platform/aws");

new SparkPlatform("analytics", { cluster: new EksCluster("analytics") });
globalThis.benchmark.planned();
