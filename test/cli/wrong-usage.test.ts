import { run } from "./running";

const NODE = "--cloud aws --machine m7g.4xlarge";

/** A call, and what is said of it: the option, the value and the way out. */
const calls: [string, ...string[]][] = [
  ["size", "--cloud: (not given) is missing", "--machine: (not given) is missing"],
  ["size --cloud aws", "--machine: (not given) is missing"],
  ["size --cloud aws --machine m7g.4xlrge", '--machine: "m7g.4xlrge" is not', 'Did you mean "m7g.4xlarge"?'],
  ["size --machine m7g.4xlrge", '--machine: "m7g.4xlrge" is a machine type of no cloud', "m7g.4xlarge"],
  ["size --cloud gcp --machine m7g.4xlarge", '--machine: "m7g.4xlarge" is not a machine type'],
  ["size --cloud ibm --machine m7g.4xlarge", '--cloud: "ibm" is none of the values', "aws, gcp, azure"],
  [`size ${NODE} --cores 0`, '--cores: "0" is no number', "a whole number from 1 to 1024"],
  [`size ${NODE} --cores 3.5`, '--cores: "3.5" is no number'],
  [`size ${NODE} --memory 4GB`, '--memory: "4GB" is no amount of memory', '"14Gi"'],
  [`size ${NODE} --memory 100m`, '--memory: "100m" is less than Spark', "512 MiB"],
  [`size ${NODE} --kind scala`, '--kind: "scala" is none of the values', "jvm, pyspark, off-heap"],
  [`size ${NODE} --off-heap lots`, '--off-heap: "lots" is no amount of memory'],
  [`size ${NODE} --role master`, '--role: "master" is none of the values', "executor, driver"],
  [`size ${NODE} --role driver --off-heap 1g`, '--off-heap: "1g" is no part of a driver'],
  [`size ${NODE} --max-pods 0`, '--max-pods: "0" is no number'],
  [`size ${NODE} --autoscaler keda`, '--autoscaler: "keda" is none of the values', "karpenter"],
  [`size ${NODE} --autoscaler native`, '--autoscaler: "native"'],
  [`size ${NODE} --autoscaler auto-mode --max-pods 30`, "--max-pods: 30 can't be set on auto-mode nodes"],
  [`size ${NODE} --os windows`, '--os: "windows" is no operating system', '"al2023", "bottlerocket"'],
  [`size ${NODE} --kubernetes newest`, '--kubernetes: "newest" is no version of Kubernetes'],
  [`size ${NODE} --hardened`, "--hardened: true is not to be had on aws"],
  [`size ${NODE} --daemonset-cpu 1GHz`, '--daemonset-cpu: "1GHz" is no amount of CPU', "3920m"],
  [`size ${NODE} --daemonset-memory 1G`, '--daemonset-memory: "1G" is no amount of memory', "--daemonset-memory 1g"],
  [`size ${NODE} --capacity-memory 64422252`, '--capacity-memory: "64422252" is no amount of memory'],
  [`size ${NODE} --capacity-cpu none`, '--capacity-cpu: "none" is no amount of CPU'],
  [`size ${NODE} --disk big`, '--disk: "big" is no number'],
  [`size ${NODE} --colour red`, "unknown option '--colour'"],
  [`explain ${NODE}`, "--cores: (not given) is missing", "--memory: (not given) is missing"],
  [`explain ${NODE} --cores 4 --memory auto`, '--memory: "auto" leaves open what is to be explained'],
  [`explain ${NODE} --cores 4 --memory 4g --request-cores x`, '--request-cores: "x" is no amount of CPU'],
  [`explain ${NODE} --cores 4 --memory 4g --overhead x`, '--overhead: "x" is no amount of memory'],
  [`explain ${NODE} --cores 4 --memory 4g --off-heap auto`, "--off-heap: (not given) is missing"],
  ["machines --cloud ovh", '--cloud: "ovh" is none of the values'],
  ["machines --min-memory 64", '--min-memory: "64" is no amount of memory', "--min-memory 64g"],
  ["machines --min-vcpu 16 --max-vcpu 8", "--min-vcpu: 16 is more than --max-vcpu, 8"],
  ["machines --arch x86", '--arch: "x86" is none of the values', "amd64"],
  ["machines --family m7gg", '--family: "m7gg" is no family', 'Did you mean "m7g'],
  ["machines --max-price free", '--max-price: "free" is no price'],
  ["cost", "--cloud: (not given) is missing"],
  [`cost . ${NODE}`, 'program: "." is given together with options of a node'],
  [`cost ${NODE} --nodes 0`, '--nodes: "0" is no number'],
  [`cost ${NODE} --capacity reserved`, '--capacity: "reserved" is none of the values', "on-demand, spot"],
  ["conf", "Usage: spark-platform conf"],
  ["conf check", "missing required argument 'file'"],
  ["conf check /nowhere.conf", 'file: "/nowhere.conf" can\'t be read'],
  ["conf check - --spark 2.4", '--spark: "2.4" is none of the values', "3.5, 4.0, 4.1, 4.2, 4.3"],
  ["conf check - --storage s3", '--storage: "s3" is none of the values', 'Did you mean "s3a"?'],
  ["conf diff 3.5", "missing required argument 'to'"],
  ["conf diff 4.3 3.5", 'to: "3.5" is older than 4.3', "spark-platform conf diff 3.5 4.3"],
  ["schema sizes", 'command: "sizes" is none of the values', 'Did you mean "size"?'],
];

test.each(calls)("spark-platform %s ends with 2 and says what is wrong", async (call, ...messages) => {
  const { code, out, err } = await run(call);
  expect([code, out]).toEqual([2, ""]);
  for (const message of messages) expect(err).toContain(message);
  expect(err).toContain(call === "conf" ? "Commands:" : "(add --help for what can be given)");
  expect(err).not.toMatch(/^\s+at /m);
});

test("every wrong option is reported in one go", async () => {
  const { code, err } = await run(
    "size --machine m7g.4xlrge --machine nonsense --cloud aws --cores x --memory 1G --kind y --max-pods z --os q --hardened",
  );
  expect(code).toBe(2);
  expect(err).toContain("error: the call has 8 problems:");
  for (const option of ["--machine", "--cores", "--memory", "--kind", "--max-pods", "--os", "--hardened"]) {
    expect(err).toContain(`  - ${option}: `);
  }
});
