import { IssueList } from "../../../lib/plan/issue";
import { checkKubernetesVersion } from "../../../lib/plan/kubernetes-version";
import { podTemplate } from "../../../lib/plan/placement/pod-template";
import { kubeSchedulerImage, planScheduler } from "../../../lib/plan/placement/scheduler";
import { schedulingOf, systemSchedulingOf } from "../../../lib/plan/placement/scheduling";
import type { PlatformPlanArgs } from "../../../lib/plan/platform";
import { cluster, issuesOf, m5large, plan, pool } from "../fixtures";

/** Names of schedulers that Spark's pods and pause pods ask for. */
function namesIn(args: Partial<PlatformPlanArgs>): (string | undefined)[] {
  const made = plan(args);
  return [
    podTemplate(made, "driver").spec.schedulerName,
    podTemplate(made, "executor").spec.schedulerName,
    schedulingOf(made, "executor", "spot").schedulerName,
  ];
}

const schedulerPods = (args: Partial<PlatformPlanArgs>) =>
  plan(args).placements.filter(({ pod }) => pod.name === "scheduler");

describe("the cluster's own scheduler, which is the default", () => {
  test.each([undefined, "default" as const])("leaves pods without a scheduler's name: %s", (scheduler) => {
    expect(plan({ scheduler }).scheduler).toEqual({ kind: "default" });
    expect(podTemplate(plan({ scheduler }), "executor").spec).not.toHaveProperty("schedulerName");
    expect(namesIn({ scheduler })).toEqual([undefined, undefined, undefined]);
    expect(schedulerPods({ scheduler })).toEqual([]);
  });
});

describe("bin packing", () => {
  const scheduler = "bin-packing" as const;

  test("has drivers, executors and pause pods bound by the platform's scheduler, and none of the platform's own pods", () => {
    expect(plan({ scheduler }).scheduler).toEqual({ kind: "bin-packing", name: "analytics-scheduler" });
    expect(namesIn({ scheduler })).toEqual(["analytics-scheduler", "analytics-scheduler", "analytics-scheduler"]);
    for (const pod of ["scheduler", "history server", "spark operator controller"]) {
      expect(systemSchedulingOf(plan({ scheduler }), pod)).not.toHaveProperty("schedulerName");
    }
  });

  test("adds two pods to the system pool, before Spark's in priority", () => {
    expect(schedulerPods({ scheduler })).toMatchObject([
      { pod: { replicas: 2, priorityClassName: "analytics-system" }, pools: ["system"] },
    ]);
  });

  test("is refused where the system pool holds all pods but those two", () => {
    // 6553 MiB are there: the operator takes 2048 and twice 256, the history server 3072, each scheduler 512.
    const small = cluster({ systemPools: [pool("system", [m5large()], { role: "system", minNodes: 1, maxNodes: 1 })] });
    expect(issuesOf({ cluster: small })).toEqual([]);
    const [issue, ...others] = issuesOf({ cluster: small, scheduler });
    expect(others).toEqual([]);
    expect(issue?.problem).toMatch(/do not hold the platform's own pods together: .*scheduler.* ask for .* 6 656 MiB/);
  });
});

test("a second scheduler is warned of where the cluster's own fills nodes", () => {
  const packing = cluster({ packing: "the vendor's profile" });
  const warned = (args: Partial<PlatformPlanArgs>) => plan(args).warnings.filter(({ path }) => path === "scheduler");
  expect(warned({ cluster: packing, scheduler: "bin-packing" })).toMatchObject([
    { problem: "runs a second scheduler on a cluster whose own fills nodes already, by the vendor's profile" },
  ]);
  expect(warned({ cluster: packing })).toEqual([]);
  expect(warned({ cluster: packing, scheduler: { name: "yunikorn" } })).toEqual([]);
  expect(warned({ scheduler: "bin-packing" })).toEqual([]);
});

test("a named scheduler is asked for by name, and nothing is deployed", () => {
  const scheduler = { name: "yunikorn" };
  expect(plan({ scheduler }).scheduler).toEqual({ kind: "named", name: "yunikorn" });
  expect(namesIn({ scheduler })).toEqual(["yunikorn", "yunikorn", "yunikorn"]);
  expect(schedulerPods({ scheduler })).toEqual([]);
});

describe("what is refused", () => {
  test.each([
    ["bin-paking", 'Did you mean "bin-packing"?'],
    ["defualt", 'Did you mean "default"?'],
    ["yunikorn", 'Write { name: "yunikorn" } if it runs there.'],
    ["", 'Write { name: "" } if it runs there.'],
  ])("the word %j", (scheduler, change) => {
    expect(issuesOf({ scheduler })).toEqual([
      {
        path: "scheduler",
        value: scheduler,
        problem: "is no scheduler that the platform brings",
        allowed: '"default", "bin-packing", or { name: "..." } for one that already runs in the cluster',
        change,
      },
    ]);
  });

  // RFC 1123 with dots, as https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ has it.
  test.each(["", "YuniKorn", "my scheduler", "-a", "a..b", "a_b", "a".repeat(254)])("the name %j", (name) => {
    expect(issuesOf({ scheduler: { name } })).toMatchObject([
      { path: "scheduler.name", value: name, problem: "is no name that a scheduler can have" },
    ]);
  });

  test.each([["a".repeat(63)], ["team-a.example.com"], ["1st"]])("and the name %j is not", (name) => {
    expect(issuesOf({ scheduler: { name } })).toEqual([]);
  });

  test.each<[unknown]>([[7], [null], [true], [[]], [{}], [{ nam: "yunikorn" }], [{ name: 7 }]])("%j", (scheduler) => {
    expect(issuesOf({ scheduler }).map(({ path }) => path)).toEqual(["scheduler"]);
  });

  test("a Kubernetes version of which no kube-scheduler is known, with what else is wrong", () => {
    const issues = new IssueList();
    planScheduler("bin-packing", { platform: "lake", kubernetesVersion: "1.99" }, issues);
    expect(issues.all).toEqual([
      {
        path: "scheduler",
        value: "bin-packing",
        problem: "needs a kube-scheduler of the cluster's own minor version, and none is known for Kubernetes 1.99",
        allowed: '"bin-packing" with Kubernetes 1.33, 1.34, 1.35, 1.36',
        change: "Leave it out for the cluster's own scheduler.",
      },
    ]);
    const all = issuesOf({ cluster: cluster({ kubernetesVersion: "1.99" }), scheduler: "bin-packing", name: "Lake" });
    expect(all.map(({ path }) => path)).toEqual(["name", "cluster.kubernetesVersion", "scheduler"]);
  });
});

describe("the image", () => {
  const minors = Array.from({ length: 60 }, (_, index) => `1.${index + 1}`);
  const isSupported = (version: string) => {
    const issues = new IssueList();
    checkKubernetesVersion(version, "", issues);
    return issues.length === 0;
  };

  test.each(minors.filter(isSupported))(
    "of Kubernetes %s is of that very minor version, whatever the patch",
    (minor) => {
      const image = kubeSchedulerImage(minor);
      expect(image?.startsWith(`registry.k8s.io/kube-scheduler:v${minor}.`)).toBe(true);
      expect(kubeSchedulerImage(`${minor}.2-gke.1842000`)).toBe(image);
    },
  );

  test("there is one for no other version", () => {
    expect(minors.filter((minor) => !isSupported(minor)).flatMap((minor) => kubeSchedulerImage(minor) ?? [])).toEqual(
      [],
    );
  });
});
