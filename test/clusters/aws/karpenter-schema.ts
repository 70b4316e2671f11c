/**
 * What the API server takes of Karpenter's objects: names, types, patterns and rules of the definitions of release 1.14.3, as far as
 * they concern fields that this library could write. A field that is not here is refused.
 * https://github.com/aws/karpenter-provider-aws/tree/v1.14.3/pkg/apis/crds
 */

import { z } from "zod";

const duration = z.string().regex(/^([0-9]+(s|m|h))+$/);
const durationOrNever = z.union([duration, z.literal("Never")]);
const quantity = z.string().regex(/^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$/);
const labelKey = z
  .string()
  .max(316)
  .regex(
    /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*(\/))?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/,
  );
const labelValue = z
  .string()
  .max(63)
  .regex(/^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/);
const objectName = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);

/** Of Karpenter's own domains, a NodePool may name only what the machines differ by. */
function isFree(key: string): boolean {
  const [domain = ""] = key.split("/");
  if (domain.endsWith("karpenter.sh")) return key === "karpenter.sh/capacity-type";
  if (domain.endsWith("karpenter.k8s.aws")) return key.startsWith("karpenter.k8s.aws/instance-");
  return key !== "kubernetes.io/hostname";
}

const freeKey = labelKey.refine(isFree, "is restricted");
const requirement = z
  .strictObject({
    key: freeKey,
    operator: z.enum(["Gte", "Lte", "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]),
    values: z.array(labelValue).optional(),
    minValues: z.int().min(1).max(50).optional(),
  })
  .refine(({ operator, values = [] }) => operator !== "In" || values.length > 0, "In must have a value");
const taint = z.strictObject({
  key: labelKey.min(1),
  value: labelKey.optional(),
  effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]),
});
const budget = z
  .strictObject({
    nodes: z.string().regex(/^((100|[0-9]{1,2})%|[0-9]+)$/),
    reasons: z
      .array(z.enum(["Underutilized", "Empty", "Drifted"]))
      .max(50)
      .optional(),
    schedule: z.string().optional(),
    duration: z.string().optional(),
  })
  .refine(({ schedule, duration: lasts }) => (schedule === undefined) === (lasts === undefined));
const metadata = z.strictObject({ name: objectName, annotations: z.record(z.string(), z.string()).optional() });

export const nodePool = z.strictObject({
  apiVersion: z.literal("karpenter.sh/v1"),
  kind: z.literal("NodePool"),
  metadata,
  spec: z.strictObject({
    template: z.strictObject({
      metadata: z
        .strictObject({
          labels: z
            .record(freeKey, labelValue)
            .refine((labels) => Object.keys(labels).length <= 100)
            .optional(),
          annotations: z.record(z.string(), z.string()).optional(),
        })
        .optional(),
      spec: z.strictObject({
        nodeClassRef: z.strictObject({ group: z.string().regex(/^[^/]+$/), kind: z.string().min(1), name: objectName }),
        requirements: z.array(requirement).max(100),
        taints: z.array(taint).optional(),
        startupTaints: z.array(taint).optional(),
        expireAfter: durationOrNever.optional(),
        terminationGracePeriod: duration.optional(),
      }),
    }),
    disruption: z
      .strictObject({
        consolidateAfter: durationOrNever,
        consolidationPolicy: z.enum(["WhenEmpty", "WhenEmptyOrUnderutilized", "Balanced"]).optional(),
        budgets: z.array(budget).max(50).optional(),
      })
      .optional(),
    limits: z.record(z.string(), quantity).optional(),
    weight: z.int().min(1).max(100).optional(),
  }),
});

const kubeletResources = z.partialRecord(
  z.enum(["cpu", "memory", "ephemeral-storage", "pid"]),
  quantity.refine((text) => !text.startsWith("-")),
);
const restrictedTags =
  /^(eks:eks-cluster-name|kubernetes\.io\/cluster.*|karpenter\.sh\/(nodepool|nodeclaim)|karpenter\.k8s\.aws\/ec2nodeclass)$/;

export const ec2NodeClass = z.strictObject({
  apiVersion: z.literal("karpenter.k8s.aws/v1"),
  kind: z.literal("EC2NodeClass"),
  metadata,
  spec: z
    .strictObject({
      amiSelectorTerms: z
        .array(
          z.strictObject({
            alias: z
              .string()
              .max(30)
              .regex(/^(al2|al2023|bottlerocket)@.+$/),
          }),
        )
        .min(1)
        .max(30),
      role: z.string().min(1).optional(),
      instanceProfile: z.string().min(1).optional(),
      subnetSelectorTerms: z
        .array(z.strictObject({ id: z.string().regex(/subnet-[0-9a-z]+/) }))
        .min(1)
        .max(30),
      securityGroupSelectorTerms: z
        .array(z.strictObject({ id: z.string().regex(/sg-[0-9a-z]+/) }))
        .min(1)
        .max(30),
      instanceStorePolicy: z.literal("RAID0").optional(),
      kubelet: z
        .strictObject({ maxPods: z.int().min(0).optional(), kubeReserved: kubeletResources.optional() })
        .optional(),
      metadataOptions: z
        .strictObject({
          httpEndpoint: z.enum(["enabled", "disabled"]),
          httpProtocolIPv6: z.enum(["enabled", "disabled"]),
          httpPutResponseHopLimit: z.int().min(1).max(64),
          httpTokens: z.enum(["required", "optional"]),
        })
        .optional(),
      blockDeviceMappings: z
        .array(
          z.strictObject({
            deviceName: z.string(),
            rootVolume: z.boolean().optional(),
            ebs: z.strictObject({
              volumeType: z.enum(["standard", "io1", "io2", "gp2", "sc1", "st1", "gp3"]),
              volumeSize: z.string().regex(/^[1-9][0-9]{0,4}Gi$/),
              encrypted: z.boolean(),
              deleteOnTermination: z.boolean(),
              kmsKeyID: z.string().optional(),
            }),
          }),
        )
        .max(50)
        .refine((mappings) => mappings.filter(({ rootVolume }) => rootVolume).length <= 1)
        .optional(),
      tags: z
        .record(
          z
            .string()
            .min(1)
            .refine((key) => !restrictedTags.test(key)),
          z.string(),
        )
        .optional(),
    })
    .refine(({ role, instanceProfile }) => (role === undefined) !== (instanceProfile === undefined), "exactly one"),
});
