/** Ports of the loopback address. */

import { randomInt } from "node:crypto";
import { createServer } from "node:net";

export const loopback = "127.0.0.1";

/** Below the range that Linux and macOS take for outgoing connections, which could seize a port while its owner restarts. */
const range = { from: 20_000, to: 30_000 };

export async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: loopback, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** One free port for each name, none of them in `taken`. */
export async function choosePorts<N extends string>(
  names: readonly N[],
  taken: ReadonlySet<number>,
): Promise<Record<N, number>> {
  const chosen = new Set<number>();
  for (let tries = 0; chosen.size < names.length; tries++) {
    if (tries > 1_000) throw new Error(`no free ports from ${range.from} to ${range.to} on ${loopback}`);
    const port = randomInt(range.from, range.to);
    if (!taken.has(port) && !chosen.has(port) && (await isFree(port))) chosen.add(port);
  }
  return Object.fromEntries([...chosen].map((port, index) => [names[index], port])) as Record<N, number>;
}
