/** What AWS' Service Authorization Reference says of a service, as test/models/aws-iam.json holds it. */

export interface IamFacts {
  /** Package and version that they come from. */
  source: string;
  /** By the prefix of the service's actions. */
  services: Record<string, IamService>;
}

export interface IamService {
  actions: Record<string, IamAction>;
  /** By type. */
  resources: Record<string, { arn: string; conditions: string[] }>;
}

export interface IamAction {
  /** `List`, `Read`, `Write`, `Tagging` or `Permissions management`. */
  access: string;
  /** Types of the resources that it can be limited to; none if it only knows `*`. */
  on: string[];
  conditions: string[];
}
