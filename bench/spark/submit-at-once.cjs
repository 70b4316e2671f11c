// Stands in for spark-submit where the operator alone is measured: makes the driver's pod with a single request and no JVM.
const { readFileSync } = require("node:fs");
const { request } = require("node:https");

const args = process.argv.slice(2);
const conf = Object.fromEntries(
  args
    .filter((_, index) => args[index - 1] === "--conf")
    .map((text) => [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)]),
);
const LABEL = "spark.kubernetes.driver.label.";
const labels = Object.entries(conf)
  .filter(([key]) => key.startsWith(LABEL))
  .map(([key, value]) => [key.slice(LABEL.length), value]);
const pod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name: conf["spark.kubernetes.driver.pod.name"],
    labels: { ...Object.fromEntries(labels), "spark-role": "driver", "spark-app-selector": "spark-bench" },
  },
  spec: {
    serviceAccountName: conf["spark.kubernetes.authenticate.driver.serviceAccountName"],
    tolerations: [{ operator: "Exists" }],
    securityContext: { runAsNonRoot: true, runAsUser: 185, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: "spark-kubernetes-driver",
        image: conf["spark.kubernetes.container.image"],
        resources: { requests: { cpu: "1", memory: "3Gi" }, limits: { cpu: "1", memory: "3Gi" } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      },
    ],
  },
};

const { clusters, users } = JSON.parse(readFileSync(process.env.KUBECONFIG, "utf8"));
const { server, "certificate-authority-data": authority } = clusters[0].cluster;
const asked = request(
  `${server}/api/v1/namespaces/${conf["spark.kubernetes.namespace"]}/pods`,
  {
    method: "POST",
    ca: Buffer.from(authority, "base64"),
    headers: { authorization: `Bearer ${users[0].user.token}`, "content-type": "application/json" },
  },
  (response) => {
    let text = "";
    response.on("data", (part) => (text += part));
    response.on("end", () => {
      if (response.statusCode === 201) return;
      console.error(text);
      process.exitCode = 1;
    });
  },
);
asked.end(JSON.stringify(pod));
