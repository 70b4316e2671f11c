/** What an EKS cluster with Karpenter or in Auto Mode puts into its cluster, asked of a real API server with Karpenter's own definitions. */

import { join } from "node:path";

import { EksCluster, type EksClusterArgs } from "spark-platform/aws";
import { recordProgram, type Recording } from "spark-platform/testing";

import { kubectl } from "../../local/control-plane/kubectl";
import { run } from "../../local/run";
import { moduleDirectory } from "../../local/tools/go";
import { caseTimeoutMs, type Environment, startEnvironment, startTimeoutMs } from "./environment";

jest.setTimeout(caseTimeoutMs);

/** Its definitions are those of the chart that is deployed, 1.14.3, byte by byte; that one asks for a newer Go. */
const karpenter = { module: "github.com/aws/karpenter-provider-aws", version: "v1.14.1" };

const network = { vpcId: "vpc-0a1b2c3d", privateSubnetIds: ["subnet-0a1b2c3d", "subnet-4e5f6a7b"] };
const pools: EksClusterArgs["sparkPools"] = [
  {
    name: "drivers",
    machineTypes: ["m7i.xlarge"],
    runs: ["driver"],
    maxNodes: 10,
    labels: { "example.com/team": "data" },
    taints: [{ key: "example.com/slow", effect: "PreferNoSchedule" }],
  },
  { name: "nvme", capacity: "spot", machineTypes: ["r6id.4xlarge", "r5d.4xlarge"], maxNodes: 50, diskGiB: 200 },
  { name: "arm", machineTypes: ["r7g.8xlarge"], runs: ["executor"], maxNodes: 5 },
];

type Manifest = Record<string, unknown> & { kind: string; metadata: { name: string } };

const record = (args: EksClusterArgs): Promise<Recording> =>
  recordProgram(() => {
    new EksCluster("analytics", { network, sparkPools: pools, ...args });
  });
const manifestsOf = ({ resources }: Recording, kind: string): Manifest[] =>
  resources.filter(({ inputs }) => inputs.kind === kind).map(({ inputs }) => inputs as Manifest);

let environment: Environment;
let definitions: string;
let recording: Recording;

const create = (manifest: unknown) =>
  environment.kubectl(["create", "--validate=strict", "--dry-run=server", "--filename=-"], manifest);

beforeAll(async () => {
  environment = await startEnvironment("karpenter");
  definitions = await moduleDirectory(karpenter.module, karpenter.version);
  await environment.kubectl(["apply", "--server-side", `--filename=${join(definitions, "pkg/apis/crds")}`]);
  const names = ["nodepools.karpenter.sh", "nodeclaims.karpenter.sh", "ec2nodeclasses.karpenter.k8s.aws"];
  await environment.kubectl([
    "wait",
    "--for=condition=Established",
    "--timeout=60s",
    ...names.map((name) => `customresourcedefinition/${name}`),
  ]);
  recording = await record({ autoscaler: "karpenter", kmsKeyArn: "arn:aws:kms:us-east-1:000000000000:key/1" });
}, startTimeoutMs);

afterAll(() => environment.stop(), startTimeoutMs);

test("node classes and NodePools are admitted with strict field validation", async () => {
  for (const kind of ["EC2NodeClass", "NodePool"]) {
    const manifests = manifestsOf(recording, kind);
    expect(manifests).toHaveLength(3);
    for (const manifest of manifests) expect(await create(manifest)).toMatch(/created/);
  }
});

test("NodePools of Auto Mode are admitted, the system pool's too", async () => {
  const manifests = manifestsOf(await record({ autoscaler: "auto-mode" }), "NodePool");
  expect(manifests).toHaveLength(4);
  for (const manifest of manifests) expect(await create(manifest)).toMatch(/created/);
});

test("the definitions would have refused what is wrong", async () => {
  const [pool] = manifestsOf(recording, "NodePool");
  const [nodeClass] = manifestsOf(recording, "EC2NodeClass");
  const spoilt = (manifest: unknown, spoil: (copy: { spec: Record<string, never> }) => void) => {
    const copy = structuredClone(manifest) as { spec: Record<string, never> };
    spoil(copy);
    return create(copy);
  };
  const unknownField = spoilt(pool, ({ spec }) => Object.assign(spec, { maxNodes: 3 }));
  await expect(unknownField).rejects.toThrow(/unknown field "spec.maxNodes"/);
  const ownLabel = spoilt(pool, ({ spec }) => {
    (spec as unknown as { template: { metadata: { labels: object } } }).template.metadata.labels = {
      "karpenter.sh/nodepool": "x",
    };
  });
  await expect(ownLabel).rejects.toThrow(/label "karpenter.sh\/nodepool" is restricted/);
  const twoIdentities = spoilt(nodeClass, ({ spec }) => Object.assign(spec, { role: "nodes" }));
  await expect(twoIdentities).rejects.toThrow(/must specify exactly one of \['role', 'instanceProfile'\]/);
});

test("the controller's chart renders with the values, and its objects are admitted", async () => {
  const [chart] = recording.resources.filter(({ name }) => name === "analytics-karpenter-chart");
  const values = JSON.stringify(chart?.inputs.values);
  const { stdout } = await run(environment.tools.helm, [
    "template",
    "karpenter",
    join(definitions, "charts/karpenter"),
    "--namespace=kube-system",
    "--kube-version=1.36.0",
    "--api-versions=policy/v1",
    `--set-json=${Object.entries(JSON.parse(values) as object)
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
      .join(",")}`,
  ]);
  expect(stdout).toMatch(/name: VM_MEMORY_OVERHEAD_PERCENT\s+value: "0.075"/);
  expect(stdout).toMatch(/name: INTERRUPTION_QUEUE\s+value: "analytics-karpenter-interruptions"/);
  expect(stdout).toMatch(/requiredDuringSchedulingIgnoredDuringExecution: \[\]/);
  const { access, tools } = environment;
  const args = ["create", "--validate=strict", "--dry-run=server", "--filename=-"];
  expect(await kubectl(access, tools, args, { input: stdout })).toMatch(/deployment.apps\/karpenter created/);
});

test("a NodePool that is deleted in the foreground is there until its last NodeClaim is gone", async () => {
  const [pool] = manifestsOf(recording, "NodePool");
  const name = pool!.metadata.name;
  await environment.kubectl(["create", "--filename=-"], pool);
  const { metadata } = await environment.get<{ metadata: { uid: string } }>(["nodepool", name]);
  const { template } = pool!.spec as { template: { spec: { nodeClassRef: object; requirements: object[] } } };
  const claim = {
    apiVersion: "karpenter.sh/v1",
    kind: "NodeClaim",
    metadata: {
      name: "claim",
      // As Karpenter makes them: its finalizer goes once the machine has ended.
      finalizers: ["karpenter.sh/termination"],
      ownerReferences: [
        { apiVersion: "karpenter.sh/v1", kind: "NodePool", name, uid: metadata.uid, blockOwnerDeletion: true },
      ],
    },
    spec: { nodeClassRef: template.spec.nodeClassRef, requirements: template.spec.requirements },
  };
  await environment.kubectl(["create", "--filename=-"], claim);
  await environment.kubectl(["delete", "nodepool", name, "--cascade=foreground", "--wait=false"]);
  await environment.kubectl([
    "wait",
    "nodeclaim/claim",
    "--for=jsonpath={.metadata.deletionTimestamp}",
    "--timeout=60s",
  ]);
  expect(
    (await environment.get<{ metadata: { finalizers: string[] } }>(["nodepool", name])).metadata.finalizers,
  ).toContain("foregroundDeletion");
  await environment.kubectl(["patch", "nodeclaim/claim", "--type=merge", '--patch={"metadata":{"finalizers":[]}}']);
  await environment.kubectl(["wait", `nodepool/${name}`, "--for=delete", "--timeout=60s"]);
});
