import { catalog } from "../../local/tools/catalog";
import { goModule } from "../../local/tools/go";

// Lines of Kubernetes v1.36.3's own go.mod.
const kubernetes = `module k8s.io/kubernetes

go 1.26.0

godebug default=go1.26

require (
	k8s.io/api v0.0.0
	k8s.io/klog/v2 v2.140.0
)

replace (
	k8s.io/api => ./staging/src/k8s.io/api
	k8s.io/client-go => ./staging/src/k8s.io/client-go
)
`;

describe("the go.mod that a tool is built with", () => {
  it("replaces Kubernetes' staging folders, which the module leaves out, by the modules released with it", () => {
    expect(goModule(catalog.kubectl.go, kubernetes)).toBe(
      [
        "module spark-platform.local/tools",
        "go 1.26.0",
        "godebug default=go1.26",
        "require k8s.io/kubernetes v1.36.3",
        "replace k8s.io/api => k8s.io/api v0.36.3",
        "replace k8s.io/client-go => k8s.io/client-go v0.36.3",
        "",
      ].join("\n"),
    );
  });

  it("repeats what a module replaces by released versions, which would not count otherwise", () => {
    // Lines of the Spark operator v2.5.2's own go.mod, and one of etcd's, which leads out of the module.
    const replacing = `module github.com/kubeflow/spark-operator/v2

replace (
	k8s.io/api => k8s.io/api v0.32.5
	go.etcd.io/etcd/api/v3 => ../api
)
replace k8s.io/kubelet => k8s.io/kubelet v0.32.5
`;
    const lines = goModule(catalog["spark-operator"].go, replacing).split("\n");
    expect(lines.filter((line) => line.startsWith("replace"))).toEqual([
      "replace k8s.io/api => k8s.io/api v0.32.5",
      "replace k8s.io/kubelet => k8s.io/kubelet v0.32.5",
    ]);
  });

  it("has no replacements for a module that has none", () => {
    expect(goModule(catalog.kwok.go, "module sigs.k8s.io/kwok\n\ngo 1.26.0\n")).not.toContain("replace");
  });
});
