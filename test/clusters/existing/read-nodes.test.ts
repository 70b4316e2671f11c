import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { readNodes } from "../../../lib";

const nodes = {
  items: [
    {
      metadata: { name: "a", labels: { "karpenter.sh/nodepool": "p" } },
      status: { allocatable: { cpu: "4", memory: "8Gi", pods: "29" }, nodeInfo: { kubeletVersion: "kwok" } },
    },
  ],
};

/** Puts a kubectl first on PATH that writes down how it was called. */
function kubectl(script: string): { directory: string; calls: () => string[] } {
  const directory = mkdtempSync(join(tmpdir(), "kubectl-"));
  const log = join(directory, "log");
  writeFileSync(join(directory, "kubectl"), `#!/bin/sh\necho "$@" >> ${log}\n${script}\n`);
  chmodSync(join(directory, "kubectl"), 0o755);
  process.env.PATH = `${directory}:${path}`;
  return { directory, calls: () => readFileSync(log, "utf8").trimEnd().split("\n") };
}

const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});

function failure(): Error {
  try {
    readNodes({ context: "prod" });
  } catch (error) {
    return error as Error;
  }
  throw new Error("readNodes did not fail");
}

describe("readNodes", () => {
  const answering = `case "$*" in
    *daemonsets*) echo '{"items": []}';;
    version*) echo '{"clientVersion": {"gitVersion": "v1.37.0"}, "serverVersion": {"gitVersion": "v1.36.3"}}';;
    *) echo '${JSON.stringify(nodes)}';;
  esac`;

  it("asks kubectl for nodes, DaemonSets and the version of the context that was given", () => {
    const { calls } = kubectl(answering);
    const read = readNodes({ kubeconfig: "/tmp/some-config", context: "prod" });
    const flags = "--kubeconfig /tmp/some-config --context prod --request-timeout=60s --output=json";
    expect(calls()).toEqual([`get nodes ${flags}`, `get daemonsets --all-namespaces ${flags}`, `version ${flags}`]);
    expect(read).toMatchObject({ nodes: [{ name: "p", maxNodes: 1 }], kubernetesVersion: "1.36", daemonSets: [] });
  });

  it("gives kubectl the content of a kubeconfig in a file that nobody else can read, and takes it away again", () => {
    const { directory, calls } = kubectl(
      `case "$1$2" in getnodes) stat -c %a "$4" > "$(dirname "$0")/mode";; esac; ${answering}`,
    );
    readNodes({ kubeconfig: "apiVersion: v1\nkind: Config\n" });
    expect(readFileSync(join(directory, "mode"), "utf8").trim()).toBe("600");
    const file = /--kubeconfig (\S+)/.exec(calls()[0] ?? "")?.[1] ?? "";
    expect(file).not.toBe("");
    expect(existsSync(file)).toBe(false);
  });

  it("says in one line that the API server does not answer", () => {
    kubectl(
      'echo "E1122 memcache.go couldn\'t get current server API group list" >&2; echo "The connection to the server 10.0.0.1:6443 was refused" >&2; exit 1',
    );
    const error = failure();
    expect(pulumi.ResourceError.isInstance(error) && error.hideStack).toBe(true);
    expect(error.message).toBe(
      'readNodes: "kubectl get nodes" failed: The connection to the server 10.0.0.1:6443 was refused. ' +
        'Check kubeconfig and context with "kubectl get nodes".',
    );
  });

  it("says in one line that there is no kubectl", () => {
    process.env.PATH = mkdtempSync(join(tmpdir(), "empty-"));
    expect(failure().message).toBe(
      "readNodes: kubectl is not on PATH. Install it, or write the pools into the program by hand.",
    );
  });
});
