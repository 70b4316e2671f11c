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

  it("has no replacements for a module that has none", () => {
    expect(goModule(catalog.kwok.go, "module sigs.k8s.io/kwok\n\ngo 1.26.0\n")).not.toContain("replace");
  });
});
