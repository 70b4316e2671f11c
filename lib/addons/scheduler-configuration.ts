/** What a kube-scheduler that fills nodes reads at its start: its profile, its lease, how fast it may ask the API server. */

import { stringify } from "yaml";

/**
 * How much what a pod itself asks for (preferred pools, pods or zones to be near, spread of its own) counts against how full a node
 * is: of two pools, the one that is preferred by a tenth more gets the pod, however empty its node. With the default of 2 against 1 a
 * fuller node of the other takes it.
 */
const ASKED_WEIGHT = 10;

/**
 * Requests a second. Each pod is one to bind; events go by a client of their own with the same limits. With the
 * defaults of 50 and 100, 300 executors that come together take 4 s at least: measured 8.5 s, and 2.4 s with these
 * (`npm run e2e -- --testPathPatterns e2e/scheduler` prints both; on a machine without idle CPU they are alike).
 */
const QPS = 200;
const BURST = 400;

/**
 * KubeSchedulerConfiguration of one profile.
 * @see https://kubernetes.io/docs/reference/config-api/kube-scheduler-config.v1/
 */
export function schedulerConfiguration({
  schedulerName,
  namespace,
}: {
  schedulerName: string;
  namespace: string;
}): string {
  return stringify({
    apiVersion: "kubescheduler.config.k8s.io/v1",
    kind: "KubeSchedulerConfiguration",
    // The default name and namespace are those of the cluster's own scheduler: the second would wait for ever.
    leaderElection: { leaderElect: true, resourceName: schedulerName, resourceNamespace: namespace },
    clientConnection: { qps: QPS, burst: BURST },
    // Nobody but the cluster's administrators may ask for profiles, and they need none of a stock scheduler.
    enableProfiling: false,
    profiles: [
      {
        schedulerName,
        // The default looks at 5 to 50 % of more than a hundred nodes, and the fullest may be among the others.
        percentageOfNodesToScore: 100,
        plugins: {
          score: {
            enabled: ["NodeAffinity", "InterPodAffinity", "PodTopologySpread"].map((name) => ({
              name,
              weight: ASKED_WEIGHT,
            })),
            disabled: [
              // Prefers nodes of which CPU and memory are used alike: an empty one to one that is nearly full.
              { name: "NodeResourcesBalancedAllocation" },
              // Prefers nodes that hold the image, full or not.
              { name: "ImageLocality" },
            ],
          },
        },
        pluginConfig: [
          {
            name: "NodeResourcesFit",
            args: {
              scoringStrategy: {
                type: "MostAllocated",
                // Shapes fill either first, so both count alike.
                resources: [
                  { name: "cpu", weight: 1 },
                  { name: "memory", weight: 1 },
                ],
              },
            },
          },
          // Without the cluster-wide default, which spreads all pods of a ReplicaSet or Service, pause pods among them. What a pod
          // itself says of its spread still holds.
          { name: "PodTopologySpread", args: { defaultingType: "List", defaultConstraints: [] } },
        ],
      },
    ],
  });
}
