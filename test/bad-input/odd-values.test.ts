/**
 * Whatever a program without types puts in the place of an argument: the component takes it, or refuses it in one message without a
 * stack trace and with nothing half-created.
 */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type ExistingClusterPlanArgs, planExistingCluster, planPlatform } from "spark-platform";

import {
  application,
  changedNodes,
  eks,
  eksPools,
  existing,
  outcomeOf,
  pathsIn,
  platform,
  type Untyped,
  withValue,
} from "./programs";

/** Made once: the application is what is looked at. */
const plan = planPlatform({
  name: "lake",
  cluster: planExistingCluster("analytics", changedNodes({}) as unknown as ExistingClusterPlanArgs),
  eventLogs: { uri: "s3a://company-logs/spark" },
});
const platformByHand = () => ({
  plan,
  provider: new kubernetes.Provider("cluster"),
  eventLogUri: pulumi.output("s3a://company-logs/spark"),
});

const spot = { name: "spot", capacity: "spot", machineTypes: ["m7i.4xlarge"], maxNodes: 20 };

describe("whatever takes the place of an argument, it is taken or refused in one message:", () => {
  const cyclic: Untyped = {};
  cyclic.self = cyclic;
  const odd: [string, unknown][] = [
    ["null", null],
    ["NaN", NaN],
    ["a BigInt", 10n],
    ["a cycle", cyclic],
    ["a function", () => 1],
    ["text", "4GB!"],
    ["an output", pulumi.output("4GB!")],
  ];
  const eksArgs = {
    ...eksPools(
      { labels: { team: "data" }, taints: [{ key: "team", value: "data", effect: "NoSchedule" }], runs: ["driver"] },
      spot,
    ),
    systemPool: { machineTypes: ["m7i.large"], minNodes: 1, maxNodes: 2 },
    daemonSets: [{ name: "agent", cpu: "50m", memory: "64Mi" }],
    network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-a", "subnet-b"] },
    peerCidrs: ["192.168.0.0/16"],
    apiServer: { publicCidrs: ["203.0.113.0/24"] },
    eventLogs: { bucket: "company-logs" },
    registry: { url: "registry.example.com/spark" },
    admins: ["arn:aws:iam::123456789012:role/admin"],
    tags: { team: "data" },
  };
  const existingArgs = {
    ...changedNodes({ spot: { taints: [{ key: "dedicated", value: "spark", effect: "NoSchedule" }] } }),
    daemonSets: [{ name: "agent", cpu: "50m", memory: "64Mi" }],
    storageAccess: { scheme: "s3a", serviceAccountAnnotations: { a: "b" }, podLabels: { a: "b" }, sparkConf: {} },
    autoscaler: { driverAnnotations: { a: "b" } },
    spotNoticeSeconds: 120,
  };
  const platformArgs = {
    spark: { version: "4.1.1", image: "spark:1", architectures: ["amd64"] },
    namespaces: [{ name: "etl", quota: { cpu: 100, memory: "1Ti", pods: 100 } }],
    systemNamespace: "spark-system",
    executors: { cores: 4, memory: "8g", kind: "jvm", pools: ["spot"] },
    drivers: { cores: 1, memory: "auto", pools: ["drivers"] },
    warm: { executors: 1, drivers: 1 },
    scheduler: { name: "yunikorn" },
    eventLogs: { uri: "s3a://company-logs/spark" },
    sparkConf: { "spark.speculation": "true" },
    operator: { chart: { version: "2.5.2" } },
    historyServer: { cleaner: { maxAgeDays: 30 }, diskGiB: 20, sparkConf: { a: "b" } },
    pauseImage: "pause:1",
    submitters: [{ kind: "Group", name: "data" }],
  };
  const applicationArgs = {
    namespace: "spark-jobs",
    mainClass: "a.B",
    type: "Scala",
    arguments: ["10"],
    image: "spark:1",
    sparkVersion: "4.1.1",
    driver: { cores: 1, memory: "2g" },
    executors: { size: { cores: 2, pools: ["spot"] }, min: 1, max: 2 },
    sparkConf: { "spark.speculation": "true" },
    env: { STAGE: "prod", TOKEN: { secret: "api", key: "token" } },
    mounts: [{ path: "/mnt/a", secret: "a" }],
    labels: { team: "data" },
    annotations: { "example.com/run-by": "ci" },
    restartPolicy: { type: "OnFailure", retries: 3, submissionRetries: 1, retryIntervalSeconds: 60 },
    timeLimitSeconds: 60,
    suspend: false,
    timeToLiveSeconds: 60,
    deps: { jars: ["local:///a.jar"], files: [{ text: "a", fileName: "a.txt" }] },
  };

  test.each<[string, Untyped, (args: Untyped) => unknown]>([
    ["EksCluster", eksArgs, (args) => eks(args)],
    ["ExistingCluster", existingArgs, (args) => existing(args)],
    ["SparkPlatform", platformArgs, (args) => platform(existing(), args)],
    ["SparkApplication", applicationArgs, (args) => application(platformByHand(), args)],
  ])(
    "%s",
    async (component, args, program) => {
      expect((await outcomeOf(() => program(args))).refused).toBe(false);
      let refused = 0;
      for (const path of pathsIn(args)) {
        for (const [name, value] of odd) {
          const changed = withValue(args, path, value);
          const outcome = await outcomeOf(() => program(changed));
          const where = `${path.join(".")}: ${name}`;
          // Of a component that is refused nothing may be there.
          if (outcome.refused)
            expect([where, outcome.registered.filter((one) => one.includes(`:${component} `))]).toEqual([where, []]);
          expect([where, outcome.unclean]).toEqual([where, []]);
          if (outcome.refused) refused += 1;
        }
      }
      expect(refused).toBeGreaterThan(100);
    },
    120_000,
  );
});
