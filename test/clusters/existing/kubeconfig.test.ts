import { checkKubeconfig } from "../../../lib/clusters/existing/kubeconfig";
import { describeIssue, type InvalidArguments, IssueList } from "../../../lib/plan/issue";

const kubeconfig = `
apiVersion: v1
kind: Config
current-context: dev
clusters: [{ name: a, cluster: { server: "https://127.0.0.1:6443" } }]
contexts:
  - { name: dev, context: { cluster: a, user: u } }
  - { name: prod, context: { cluster: a, user: u } }
users: [{ name: u, user: { token: top-secret } }]
`;

function messages(text: string, context?: string): string[] {
  const issues = new IssueList();
  checkKubeconfig(text, context, issues);
  try {
    issues.raise("ExistingCluster");
  } catch (error) {
    return (error as InvalidArguments).issues.map(describeIssue);
  }
  return [];
}

describe("checkKubeconfig", () => {
  it("accepts the current context and any other that is there", () => {
    expect(messages(kubeconfig)).toEqual([]);
    expect(messages(kubeconfig, "prod")).toEqual([]);
  });

  it("accepts a kubeconfig as JSON", () => {
    const json = JSON.stringify({
      kind: "Config",
      "current-context": "x",
      clusters: [{ name: "a" }],
      contexts: [{ name: "x" }],
    });
    expect(messages(json)).toEqual([]);
  });

  it("lists the contexts that are there when the one that is asked for is not", () => {
    expect(messages(kubeconfig, "staging")).toEqual([
      'context: "staging" is not in the kubeconfig. Allowed: "dev", "prod". ' +
        "Name one of the kubeconfig's contexts; `kubectl config get-contexts` lists them.",
    ]);
  });

  it("asks for a context where the kubeconfig has no current one", () => {
    expect(messages(kubeconfig.replace("current-context: dev", ""))[0]).toMatch(
      /^context: \(not given\) leaves the choice to current-context, which is not set/,
    );
  });

  it.each([
    ["a path of nothing", "/no/such/file", "is neither a kubeconfig nor the path of one"],
    ["prose", "hello", "is neither a kubeconfig nor the path of one"],
    ["broken YAML", "a: [\nb", "is neither a kubeconfig nor the path of one"],
    ["another kind", "kind: Pod\napiVersion: v1\n", 'is not a kubeconfig: its kind is not "Config"'],
    ["no cluster", "kind: Config\ncontexts: [{name: a}]\n", "is a kubeconfig without a cluster"],
    ["no context", "kind: Config\nclusters: [{name: a}]\n", "is a kubeconfig without a context"],
  ])("refuses %s", (_, text, problem) => {
    const [message, ...more] = messages(text);
    expect(more).toEqual([]);
    expect(message).toContain(problem);
    expect(message).toMatch(/^kubeconfig: /);
  });

  it("shows no credentials", () => {
    expect(messages(kubeconfig.replace("kind: Config", "kind: Konfig")).join()).not.toContain("top-secret");
  });
});
