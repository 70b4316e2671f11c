/** Proof 1, through Spark Connect: a client of this machine sends queries to a server that stays. */

import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { SparkConnectServer } from "spark-platform";

import { sparkVersion } from "../../../local/node/images/spark";
import { choosePorts } from "../../../local/control-plane/ports";
import { run } from "../../../local/run";
import { messageOf } from "../../../local/user-error";
import { findPythonTool } from "../../../scripts/api-models/python";
import { namespace } from "../program";
import { type World } from "../harness/world";
import { type Case } from "./case";

const name = "notebooks";
const token = "a-token-of-this-run";

export const connect: Case = {
  id: "1c",
  title: "Queries through Spark Connect, by the server's Service and with its token",
  async run(world, report) {
    const client = await findPythonTool("pyspark-client", world.progress);
    if ("missing" in client) throw new Error(client.missing);
    const end = await world.submit(name, (platform) => {
      new SparkConnectServer(name, { platform, token: pulumi.secret(token), executors: { max: 1 } });
    });
    // The port is open once Spark's context is there, which the startup probe waits for.
    const wait = ["wait", "--for=condition=Available", "--timeout=600s", `deployment/${name}`];
    await world.kubectl([...wait, `--namespace=${namespace}`]);
    await withPortForward(world, async (address) => {
      const ask = (held: string) => query(client.bin, address, held);
      // The client tries again for as long as kubectl does not listen yet.
      const refusal = await ask("another token").then(() => "an answer", messageOf);
      report.equal("what who has another token gets", "UNAUTHENTICATED", /UNAUTHENTICATED/.exec(refusal)?.[0]);
      const answer = await ask(token);
      report.equal("version that the server tells", sparkVersion, /version (\S+)/.exec(answer)?.[1]);
      // 0 + 1 + ... + 999
      report.equal("sum of what a range holds", "sum 499500", /sum \d+/.exec(answer)?.[0]);
      report.equal("rows of a join with a local table", "rows [(1, 'one'), (2, 'two')]", /rows .*/.exec(answer)?.[0]);
    });
    const executors = await world.pods(`spark-role=executor,spark-platform/application=${name}`);
    report.equal("executors that came for the queries", 1, executors.length);
    await end();
    const left = async () => (await world.pods(`spark-platform/application=${name}`)).length;
    await world.waitFor("server and executors to go", async () => (await left()) === 0);
    report.equal("pods that are left of a server that is deleted", 0, await left());
  },
};

/** Runs the client. @throws CommandFailed with what it says */
async function query(bin: string, address: string, held: string): Promise<string> {
  const env = { ...process.env, SPARK_CONNECT_AUTHENTICATE_TOKEN: held };
  const script = join(__dirname, "..", "jobs", "connect.py");
  return (await run(join(bin, "python"), [script, address], { env, timeoutMs: 300_000 })).stdout;
}

/** As the server's `connectCommand` does. */
async function withPortForward(world: World, work: (address: string) => Promise<void>): Promise<void> {
  const { port } = await choosePorts(["port"], new Set());
  const { kubeconfig, context } = world.cluster.access;
  const access = [`--kubeconfig=${kubeconfig}`, `--context=${context}`, `--namespace=${namespace}`];
  const stop = new AbortController();
  const forwarding = run(world.tools.kubectl, [...access, "port-forward", `service/${name}`, `${port}:15002`], {
    signal: AbortSignal.any([stop.signal, world.signal]),
  }).catch(messageOf);
  try {
    await work(`sc://localhost:${port}`);
  } finally {
    stop.abort();
    await forwarding;
  }
}
