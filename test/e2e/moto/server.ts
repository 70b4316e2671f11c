/** moto as a server of its own, on a free port of this machine, for as long as a test needs it. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { waitUntil } from "../../../local/wait";

export interface MotoServer {
  endpoint: string;
  /** Forgets everything that was made. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** @param bin folder of moto's programs; @param account number that everything is made in */
export async function startMoto(bin: string, account: string): Promise<MotoServer> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn(join(bin, "moto_server"), ["--host", "127.0.0.1", "--port", String(port)], {
    env: { PATH: process.env.PATH, MOTO_ACCOUNT_ID: account, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
    stdio: "ignore",
  });
  try {
    await waitUntil(async () => isRunning(server) && (await answers(endpoint)), {
      timeoutMs: 120_000,
      intervalMs: 200,
    });
  } catch (error) {
    await stop(server);
    throw error;
  }
  const reset = async () => void (await fetch(`${endpoint}/moto-api/reset`, { method: "POST" }));
  return { endpoint, reset, stop: () => stop(server) };
}

function isRunning({ exitCode }: ChildProcess): true {
  if (exitCode !== null) throw new Error(`moto ended with ${exitCode}`);
  return true;
}

async function answers(endpoint: string): Promise<boolean> {
  return fetch(`${endpoint}/moto-api/`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGKILL");
  await ended;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
