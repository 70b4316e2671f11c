import { checkPods } from "../../../lib/applications/check/pods";
import { IssueList } from "../../../lib/plan/issue";

function problems(parts: Parameters<typeof checkPods>[0]): string[] {
  const issues = new IssueList();
  checkPods(parts, issues);
  return issues.all.map(({ path }) => path);
}

describe("an application's mounts", () => {
  // A mountPath is any path without a colon: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#volumes-1
  it.each(["/d", "/data", "/mnt/reference-2.1"])("may be at %s", (path) => {
    expect(problems({ mounts: [{ path, secret: "a" }] })).toEqual([]);
  });

  it.each(["", "/", "data", "/data/", "/a:b", "/a/../b", "/opt", "/opt/spark/conf", "/opt/spark/jars/extra"])(
    "may not be at %j",
    (path) => {
      expect(problems({ mounts: [{ path, secret: "a" }] })).toEqual(["mounts[0].path"]);
    },
  );
});

describe("an application's environment", () => {
  it.each(["STAGE", "_x1", "POD_NAME", "SPARK_HOME"])("may hold %s", (name) => {
    expect(problems({ env: { [name]: "x" } })).toEqual([]);
  });

  // ENV_* of org.apache.spark.deploy.k8s.Constants, and what the pod of a Job's driver has besides
  it.each(["1ST", "A-B", "SPARK_CONF_DIR", "SPARK_EXECUTOR_POD_NAME", "SPARK_DRIVER_URL", "SPARK_DRIVER_POD_NAME"])(
    "may not hold %s",
    (name) => {
      expect(problems({ env: { [name]: "x" } })).toEqual([`env["${name}"]`]);
    },
  );
});
