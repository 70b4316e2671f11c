/** Asks components over TLS, as the control plane's administrator. */

import { readFileSync } from "node:fs";
import { request } from "node:https";

import { type Pki } from "./pki";
import { loopback } from "./ports";

/** The HTTP status of a path, or undefined when nobody answers. */
export async function statusOf(port: number, path: string, pki: Pki): Promise<number | undefined> {
  const admin = pki.client("admin");
  return new Promise((resolve) => {
    const asked = request(
      {
        host: loopback,
        port,
        path,
        ca: readFileSync(pki.authority.certificate),
        cert: readFileSync(admin.certificate),
        key: readFileSync(admin.key),
        agent: false,
        timeout: 3_000,
      },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve(undefined));
    asked.end();
  });
}
