/** Where properties go that the AWS provider treats alike in many resources. */

import type { RecordedResource } from "../../../lib/testing";
import type { Place } from "../mapping";

/** Every resource takes it since version 7 of the provider. */
export const region: Place = { own: "chooses the endpoint that the provider calls" };

export const onDelete: Place = { own: "only read when the resource is deleted" };
export const onUpdate: Place = { own: "only sent when the resource is updated" };

/** What Pulumi appends to a resource's name to make the cloud's: a dash and seven characters. */
export const SUFFIX = "-0123456";

/** What the provider appends to a prefix: time and counter, 26 characters. */
export const PREFIX_SUFFIX = "20261123000000000000000001";

type Pairs = { Key: string; Value: unknown }[];

/** Tags that the API takes as a map; the provider sends none for an empty one. */
export function tagMap(): Place {
  return { to: "tags", as: (tags) => (Object.keys(tags as object).length === 0 ? undefined : tags) };
}

export function pairsOf(tags: unknown): Pairs | undefined {
  const pairs = Object.entries(tags as Record<string, unknown>).map(([Key, Value]) => ({ Key, Value }));
  return pairs.length === 0 ? undefined : pairs;
}

/** Tags of what EC2 creates. */
export function specified(ResourceType: string): Place {
  return {
    to: "TagSpecifications",
    as: (tags) => {
      const Tags = pairsOf(tags);
      return Tags && [{ ResourceType, Tags }];
    },
  };
}

/** A name that begins with a prefix, as long as the provider makes it. */
export function prefixOf(to: string): Place {
  return { to, as: (prefix) => `${String(prefix)}${PREFIX_SUFFIX}` };
}

export function truth(value: unknown): unknown {
  return value === "true" || value === "false" ? value === "true" : value;
}

interface Rule {
  protocol: string;
  fromPort: number;
  toPort: number;
  cidrBlocks?: string[];
  securityGroups?: string[];
  self?: boolean;
}

/** Rules within a security group, which the provider sends one by one. */
export function permissions(request: string): Place {
  return {
    to: "IpPermissions",
    request,
    as: (rules) =>
      (rules as Rule[]).map(({ protocol, fromPort, toPort, cidrBlocks = [], securityGroups = [], self }) => ({
        IpProtocol: protocol,
        FromPort: fromPort,
        ToPort: toPort,
        IpRanges: cidrBlocks.map((CidrIp) => ({ CidrIp })),
        UserIdGroupPairs: [...securityGroups, ...(self ? ["sg-self"] : [])].map((GroupId) => ({ GroupId })),
      })),
  };
}

export function ofGroup(): Record<string, (resource: RecordedResource) => Record<string, unknown>> {
  const added = ({ id }: RecordedResource) => ({ GroupId: id });
  return {
    "ec2.AuthorizeSecurityGroupIngressRequest": added,
    "ec2.AuthorizeSecurityGroupEgressRequest": added,
  };
}
