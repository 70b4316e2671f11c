import * as kubernetes from "@pulumi/kubernetes";

import { recordProgram } from "../../lib/testing";
import { manifestsOf } from "../../local/deploy/deploy";
import { plan } from "../plan/fixtures";

test.each([
  [["one"], /^1 chart can't be rendered:\n {2}demo: there is no helm at \/nowhere\/helm/],
  [["one", "two"], /^2 charts can't be rendered:\n {2}demo: /],
])("charts %j that can't be rendered are counted and named", async (names, message) => {
  const recording = await recordProgram(() => {
    for (const name of names) new kubernetes.helm.v4.Chart(name, { chart: "demo" });
  });
  await expect(manifestsOf({ recording, plan: plan() }, { helm: "/nowhere/helm" })).rejects.toThrow(message);
});
