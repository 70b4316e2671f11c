/** What is wrong with a policy document: names that IAM does not know, resources that an action can't be limited to, wildcards. */

import facts from "../aws-iam.json";
import type { Problem } from "../shape";
import { matchesArn } from "./arn";
import type { IamAction, IamFacts, IamService } from "./iam-facts";

/** `identity` policies are a role's rights, `trust` says who may assume it, `resource` policies stand on a bucket, queue or key. */
export type PolicyKind = "identity" | "trust" | "resource";

interface Statement {
  Sid?: string;
  Effect?: string;
  Principal?: unknown;
  Action?: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
}

const { services } = facts as IamFacts;

const keys = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators =
  /^(ForAllValues:|ForAnyValue:)?(String(Not)?(Equals|Like)|String(Not)?EqualsIgnoreCase|Numeric(Not)?Equals|Numeric(Less|Greater)Than(Equals)?|Date(Not)?Equals|Date(Less|Greater)Than(Equals)?|Bool|Arn(Not)?(Equals|Like)|IpAddress|NotIpAddress|Null)(IfExists)?$/;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const globalKeys =
  /^aws:(SecureTransport|Source(Arn|Account|Ip|Vpc|Vpce|OrgID)|Principal(Arn|Account|OrgID|Tag\/.+)|RequestedRegion|CalledVia|ViaAWSService|MultiFactorAuthPresent)$/;

/** Every problem of a document. A right to all resources is one where the action could be limited to some. */
export function checkPolicy(json: string, kind: PolicyKind): Problem[] {
  const {
    Version,
    Statement: statements,
    ...others
  } = JSON.parse(json) as { Version?: string; Statement?: Statement[] };
  const problems: Problem[] = Object.keys(others)
    .filter((key) => key !== "Id")
    .map((key) => ({ path: key, value: key, problem: "is no part of a policy" }));
  if (Version !== "2012-10-17")
    problems.push({ path: "Version", value: Version, problem: "is not the current version" });
  if (!Array.isArray(statements) || statements.length === 0) {
    return [...problems, { path: "Statement", value: statements, problem: "is no list of statements" }];
  }
  const sids = statements.flatMap(({ Sid }) => Sid ?? []);
  return [
    ...problems,
    ...sids
      .filter((sid, index) => sids.indexOf(sid) !== index)
      .map((sid) => ({ path: "Statement", value: sid, problem: "names two statements" })),
    ...statements.flatMap((statement, index) => new Check(statement, `Statement[${index}]`, kind).run()),
  ];
}

class Check {
  private readonly problems: Problem[] = [];

  constructor(
    private readonly statement: Statement,
    private readonly path: string,
    private readonly kind: PolicyKind,
  ) {}

  run(): Problem[] {
    const { Sid, Effect, Principal } = this.statement;
    for (const key of Object.keys(this.statement))
      if (!keys.includes(key)) this.add(key, key, "is no part of a statement");
    if (Sid !== undefined && !/^[A-Za-z0-9]+$/.test(Sid)) this.add("Sid", Sid, "is not of letters and digits");
    if (Effect !== "Allow" && Effect !== "Deny") this.add("Effect", Effect, "is neither Allow nor Deny");
    if ((Principal === undefined) !== (this.kind === "identity")) {
      this.add("Principal", Principal, this.kind === "identity" ? "can't be in a role's rights" : "is required");
    }
    const isOpen = Effect === "Allow" && JSON.stringify(Principal ?? "").includes('"*"');
    if (isOpen && this.statement.Condition === undefined) this.add("Principal", Principal, "lets everybody in");
    this.actions();
    this.conditions();
    return this.problems;
  }

  private actions(): void {
    const { Action, Resource, Effect } = this.statement;
    const actions = listOf(Action);
    const resources = listOf(Resource);
    if (actions.length === 0) this.add("Action", Action, "is required");
    if (this.kind === "trust" ? resources.length > 0 : resources.length === 0) {
      this.add(
        "Resource",
        Resource,
        this.kind === "trust" ? "can't be where a role says whom it trusts" : "is required",
      );
    }
    const matched = new Set<string>();
    for (const action of actions) {
      // A denial is the stronger the more it covers.
      if (action.includes("*") && Effect === "Deny") resources.forEach((resource) => matched.add(resource));
      else this.action(action, resources, matched);
    }
    for (const resource of resources) {
      if (!matched.has(resource)) this.add("Resource", resource, "is nothing that these actions are on");
    }
  }

  private action(name: string, resources: string[], matched: Set<string>): void {
    const found = actionOf(name);
    if (name.includes("*")) return this.add("Action", name, "allows more than it names");
    if (found === undefined) return this.add("Action", name, "is no action of AWS");
    if (this.kind === "trust") return;
    if (found.action.on.length === 0) {
      if (resources.includes("*")) matched.add("*");
      else this.add("Action", name, "can't be limited to a resource");
      return;
    }
    const formats = found.action.on.map((type) => found.service.resources[type]!.arn);
    const own = resources.filter((resource) => formats.some((format) => matchesArn(resource, format)));
    for (const resource of own) matched.add(resource);
    if (!resources.includes("*")) {
      if (own.length === 0) this.add("Action", name, `is on none of its resources: ${formats.join(", ")}`);
      return;
    }
    matched.add("*");
    if (this.statement.Effect === "Allow") this.add("Resource", name, "may be done to every resource");
  }

  private conditions(): void {
    const actions = listOf(this.statement.Action).flatMap((name) => actionOf(name) ?? []);
    for (const [operator, tests] of Object.entries(this.statement.Condition ?? {})) {
      if (!operators.test(operator)) this.add(`Condition.${operator}`, operator, "is no operator");
      for (const key of Object.keys(tests)) {
        const isKnown = ({ action, service }: Known): boolean =>
          [...action.conditions, ...action.on.flatMap((type) => service.resources[type]!.conditions)].some((known) =>
            sameKey(known, key),
          );
        // A provider of tokens has keys of its own: `<issuer>:sub`.
        const isOfTokens = this.kind === "trust" && /^[\w.-]+\.[a-z]+\/.*:(sub|aud)$/.test(key);
        if (globalKeys.test(key) || isOfTokens || (actions.length > 0 && actions.every(isKnown))) continue;
        this.add(`Condition.${operator}`, key, "is no key that all of these actions have");
      }
    }
  }

  private add(at: string, value: unknown, problem: string): void {
    this.problems.push({ path: `${this.path}.${at}`, value, problem });
  }
}

interface Known {
  action: IamAction;
  service: IamService;
}

function actionOf(name: string): Known | undefined {
  const [prefix = "", action = ""] = name.split(":");
  const service = services[prefix];
  const found = service?.actions[action];
  return service && found && { action: found, service };
}

/** `aws:ResourceTag/${TagKey}` stands for every tag. */
function sameKey(known: string, key: string): boolean {
  const variable = known.search(/\$\{|</);
  return variable < 0 ? known.toLowerCase() === key.toLowerCase() : key.startsWith(known.slice(0, variable));
}

function listOf(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
