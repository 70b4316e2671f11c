import * as pulumi from "@pulumi/pulumi";

import { pushTarget } from "../../../lib/clusters/azure/storage/push-target";
import { recordProgram } from "../../../lib/testing";

/** Runs a deployment that needs the password. */
function deploy(answer: () => Promise<Response>): Promise<unknown> {
  const fetched = jest.spyOn(globalThis, "fetch").mockImplementation(answer);
  return recordProgram(async () => {
    const { password } = pushTarget(pulumi.output("lake.azurecr.io/spark"), {});
    await (password as pulumi.Output<string> & { promise(): Promise<string> }).promise();
  }).finally(() => fetched.mockRestore());
}

test("a registry that refuses is an error that names the missing role", async () => {
  const failed = deploy(() => Promise.resolve(new Response("", { status: 401, statusText: "Unauthorized" })));
  await expect(failed).rejects.toThrow(pulumi.ResourceError);
  await expect(failed).rejects.toThrow(
    "registry: lake.azurecr.io gives no token to push images with (401 Unauthorized). Give whoever deploys the role AcrPush on it.",
  );
});

test("a registry that can't be reached is an error that says from where it must be, and why it is not", async () => {
  // As Node's fetch says it.
  const cause = new Error("getaddrinfo ENOTFOUND lake.azurecr.io");
  const failed = deploy(() => Promise.reject(new TypeError("fetch failed", { cause })));
  await expect(failed).rejects.toThrow(pulumi.ResourceError);
  await expect(failed).rejects.toThrow(
    "registry: lake.azurecr.io does not answer (getaddrinfo ENOTFOUND lake.azurecr.io). Deploy from a machine that reaches it",
  );
});
