import { readFileSync } from "node:fs";
import { join } from "node:path";

import { SpotDrill, type SpotDrillArgs } from "../../lib";
import { checkSpotDrill } from "../../lib/addons/check-spot-drill";
import { readDrillOptions } from "../../lib/cli/answers/drill-spot";
import { byType, named, recordProgram, type Recording } from "../../lib/testing";
import { issuesIn } from "../issues-in";

const example: SpotDrillArgs = {
  namespace: "spark-system",
  jobNamespaces: ["spark-jobs", "team-b"],
  schedule: "0 10 * * 1-5",
};

function record(args: Partial<SpotDrillArgs> = {}): Promise<Recording> {
  return recordProgram(() => {
    const { runCommand, serviceAccount } = new SpotDrill("spot-drill", { ...example, ...args });
    return { runCommand, serviceAccount };
  });
}

interface Spec {
  schedule: string;
  timeZone: string;
  suspend: boolean;
  concurrencyPolicy: string;
  jobTemplate: {
    spec: {
      backoffLimit: number;
      activeDeadlineSeconds: number;
      template: { spec: Record<string, unknown> & { containers: Record<string, unknown>[]; volumes: object[] } };
    };
  };
}

function specOf(recording: Recording): Spec {
  return named(recording, "kubernetes:batch/v1:CronJob", "spot-drill-job").inputs.spec as Spec;
}

function containerOf(recording: Recording) {
  return specOf(recording).jobTemplate.spec.template.spec.containers[0]!;
}

describe("SpotDrill", () => {
  it("is a CronJob, an account, its rights to nodes, and to pods in each job namespace", async () => {
    const recording = await record();
    expect(recording.resources.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "kubernetes:batch/v1:CronJob spot-drill-job",
      "kubernetes:core/v1:ServiceAccount spot-drill-account",
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole spot-drill-nodes",
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding spot-drill-nodes",
      "kubernetes:rbac.authorization.k8s.io/v1:Role spot-drill-pods-spark-jobs",
      "kubernetes:rbac.authorization.k8s.io/v1:Role spot-drill-pods-team-b",
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding spot-drill-pods-spark-jobs",
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding spot-drill-pods-team-b",
      "spark-platform:addons:SpotDrill spot-drill",
    ]);
    expect(recording.outputs).toEqual({
      runCommand: "kubectl --namespace spark-system create job spot-drill-now --from cronjob/spot-drill",
      serviceAccount: "spot-drill",
    });
  });

  it("may do what a drill does and nothing else", async () => {
    const recording = await record();
    const rulesOf = (type: string) => byType(recording, type).map(({ inputs }) => inputs.rules);
    const pods = [
      { apiGroups: [""], resources: ["pods"], verbs: ["list", "delete"] },
      { apiGroups: [""], resources: ["pods/eviction"], verbs: ["create"] },
      { apiGroups: [""], resources: ["pods/proxy"], verbs: ["get"] },
    ];
    expect(rulesOf("kubernetes:rbac.authorization.k8s.io/v1:Role")).toEqual([pods, pods]);
    expect(rulesOf("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole")).toEqual([
      [
        { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "patch", "delete"] },
        { apiGroups: ["karpenter.sh"], resources: ["nodeclaims"], verbs: ["delete"] },
      ],
    ]);
  });

  it("runs one drill at a time, once, and ends it when it takes too long", async () => {
    const { jobTemplate, ...spec } = specOf(await record({ noticeSeconds: 60, recoverySeconds: 300 }));
    expect(spec).toMatchObject({
      schedule: "0 10 * * 1-5",
      timeZone: "Etc/UTC",
      suspend: false,
      concurrencyPolicy: "Forbid",
    });
    // 600 s for everything around the drill.
    expect(jobTemplate.spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 960 });
    expect(specOf(await record()).jobTemplate.spec.activeDeadlineSeconds).toBe(120 + 600 + 600);
    expect(specOf(await record({ suspended: true, timeZone: "Europe/Berlin" }))).toMatchObject({
      suspend: true,
      timeZone: "Europe/Berlin",
    });
  });

  it("runs this version of the package with arguments that the command takes", async () => {
    const file = join(__dirname, "../../package.json");
    const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
    const container = containerOf(await record({ application: "etl", noticeSeconds: 0, recoverySeconds: 300 }));
    expect(container).toMatchObject({
      image: "node:24.21.0-slim",
      command: ["npx", "--yes", `spark-platform@${version}`],
      args: [
        ...["drill", "spot", "--namespace", "spark-jobs", "--namespace", "team-b"],
        ...["--application", "etl", "--notice", "0", "--recovery", "300", "--json"],
      ],
      env: [
        { name: "HOME", value: "/tmp" },
        { name: "NPM_CONFIG_LEGACY_PEER_DEPS", value: "true" },
        { name: "NPM_CONFIG_IGNORE_SCRIPTS", value: "true" },
      ],
    });
    expect(readDrillOptions({ namespace: ["spark-jobs"], notice: "0", recovery: "300" })).toMatchObject({
      noticeSeconds: 0,
      recoverySeconds: 300,
    });
    expect(containerOf(await record()).args).toEqual([
      ...["drill", "spot", "--namespace", "spark-jobs", "--namespace", "team-b", "--json"],
    ]);
  });

  it("takes an image that has the package, and images from a mirror", async () => {
    expect(containerOf(await record({ image: "registry.example.com/drill:1" }))).toMatchObject({
      image: "registry.example.com/drill:1",
      command: ["spark-platform"],
      env: [{ name: "HOME", value: "/tmp" }],
    });
    expect(containerOf(await record({ mirrors: { "docker.io": "registry.example.com/hub" } })).image).toBe(
      "registry.example.com/hub/library/node:24.21.0-slim",
    );
  });

  it("passes Pod Security restricted and writes nowhere but to its scratch volume", async () => {
    const { spec } = specOf(await record()).jobTemplate.spec.template;
    // https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
    expect(spec).toMatchObject({
      restartPolicy: "Never",
      serviceAccountName: "spot-drill",
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
      volumes: [{ name: "tmp", emptyDir: { sizeLimit: "1Gi" } }],
    });
    expect(spec.containers).toMatchObject([
      {
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
        resources: { requests: { cpu: "100m", memory: "512Mi" }, limits: { memory: "512Mi" } },
        volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
      },
    ]);
  });

  it.each(["*/15 9-17 * * mon-fri", "0 10 1,15 JAN-JUN ?", "@daily", "5 4 * * 0"])(
    "takes the schedule %s",
    async (schedule) => expect(specOf(await record({ schedule })).schedule).toBe(schedule),
  );

  it.each([
    "",
    "0 10 * *",
    "60 * * * *",
    "0 24 * * *",
    "0 0 0 * *",
    "0 0 * 13 *",
    "0 0 * * 7",
    "5-1 * * * *",
    "*/0 * * * *",
    "TZ=UTC 0 1 * * *",
    "@reboot",
  ])("refuses the schedule %j, as Kubernetes does", (schedule) => {
    const issues = issuesIn(() => checkSpotDrill("spot-drill", { ...example, schedule }));
    expect(issues).toMatchObject([{ path: "schedule", problem: "is no cron expression" }]);
  });

  it("names everything that is wrong at once, before anything exists", async () => {
    const bad = {
      ...example,
      jobNamespaces: ["Spark"],
      schedule: "daily",
      timeZone: "Berlin",
      noticeSeconds: -1,
      recoverySeconds: 0.5,
      intervall: 3,
    };
    expect(issuesIn(() => checkSpotDrill("spot-drill", bad)).map(({ path }) => path)).toEqual([
      ...["noticeSeconds", "recoverySeconds", "intervall", "jobNamespaces[0]", "schedule", "timeZone"],
    ]);
    await expect(record(bad)).rejects.toThrow('SpotDrill "spot-drill" has 6 problems; nothing of it was created.');
    expect(issuesIn(() => checkSpotDrill("spot-drill", { ...example, jobNamespaces: [] }))).toMatchObject([
      { path: "jobNamespaces", problem: expect.stringContaining("names no namespace") as string },
    ]);
  });
});
