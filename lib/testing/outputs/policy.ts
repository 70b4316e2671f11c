/** Writes the arguments of `aws.iam.getPolicyDocument` as the IAM document that AWS' provider makes of them. */

interface Pair {
  type: string;
  identifiers: string[];
}

interface Condition {
  test: string;
  variable: string;
  values: string[];
}

interface Statement {
  sid?: string;
  effect?: string;
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  notResources?: string[];
  principals?: Pair[];
  notPrincipals?: Pair[];
  conditions?: Condition[];
}

export function policyDocument(args: Record<string, unknown>): Record<string, unknown> {
  const statements = (args.statements as Statement[] | undefined) ?? [];
  return { Version: args.version ?? "2012-10-17", Statement: statements.map(statementDocument) };
}

function statementDocument(statement: Statement): Record<string, unknown> {
  const document = {
    Sid: statement.sid,
    Effect: statement.effect ?? "Allow",
    Action: single(statement.actions),
    NotAction: single(statement.notActions),
    Resource: single(statement.resources),
    NotResource: single(statement.notResources),
    Principal: principals(statement.principals),
    NotPrincipal: principals(statement.notPrincipals),
    Condition: conditions(statement.conditions),
  };
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined));
}

function single(values: string[] | undefined): string | string[] | undefined {
  return values?.length === 1 ? values[0] : values;
}

function principals(pairs: Pair[] | undefined): string | Record<string, unknown> | undefined {
  if (pairs?.some(({ type }) => type === "*") === true) return "*";
  return pairs && Object.fromEntries(pairs.map(({ type, identifiers }) => [type, single(identifiers)]));
}

function conditions(list: Condition[] | undefined): Record<string, Record<string, unknown>> | undefined {
  if (list === undefined) return undefined;
  const document: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of list) (document[test] ??= {})[variable] = single(values);
  return document;
}
