/** Authentication, encryption, and secrets in plain sight. */

import type { Rule } from "../rule";

const page = "https://spark.apache.org/docs/4.3.0/security.html";

export const securityRules: readonly Rule[] = [
  {
    level: "error",
    keys: ["spark.network.crypto.enabled", "spark.authenticate.enableSaslEncryption"],
    when: (view, key) => view.isOn(key) && !view.isOn("spark.authenticate"),
    problem: "encrypts with a key that only authentication agrees on, and Spark does not start",
    allowed: "encryption with spark.authenticate=true",
    change: "Set spark.authenticate=true; on Kubernetes Spark makes the secret itself.",
    source: `${page}#encryption`,
  },
  {
    level: "error",
    keys: ["spark.executor.heartbeatInterval", "spark.network.timeout"],
    when: (view, key) => {
      const [beat, limit] = [view.number("spark.executor.heartbeatInterval"), view.number("spark.network.timeout")];
      const isHere = key === "spark.executor.heartbeatInterval" || !view.isSet("spark.executor.heartbeatInterval");
      return isHere && beat !== undefined && limit !== undefined && beat >= limit * 1000;
    },
    problem:
      "leaves no time between two heartbeats: the driver gives an executor up before its next one, and Spark does not start",
    allowed: "spark.network.timeout well above spark.executor.heartbeatInterval",
    change: "Raise spark.network.timeout, or lower spark.executor.heartbeatInterval.",
    source: "https://github.com/apache/spark/blob/v4.1.0/core/src/main/scala/org/apache/spark/SparkConf.scala",
  },
  {
    level: "warning",
    keys: /^spark\.hadoop\.fs\.(s3a\.(bucket\.[^.]+\.)?(access\.key|secret\.key|session\.token)|azure\.account\.(key|oauth2\.client\.secret|oauth2\.user\.password)\b.*|gs\..*(private\.key|secret|password).*)$/,
    when: () => true,
    problem:
      "is a key to the data in plain text: it is in the preview, in the driver's ConfigMap and in the state of the stack",
    allowed: "access by the identity of the service account",
    change: "Leave it out and give the service account the right to the data.",
    source: `${page}#kubernetes`,
  },
  {
    level: "warning",
    keys: /(^spark\.authenticate\.secret$|password$|\.ssl\..*[pP]assword$|^spark\.connect\.authenticate\.token$|^spark\.sql\.catalog\..*\.(password|token|credential)$)/i,
    when: (view, key) => !/^\s*$|^\$\{(env|system):/.test(view.text(key) ?? ""),
    problem: "is a secret in plain text: it is in the preview, in the driver's ConfigMap and in the state of the stack",
    allowed: "secrets from Kubernetes",
    change:
      "Mount a Secret (spark.kubernetes.driver.secrets.*, secretKeyRef.*) and name its file, or use ${env:NAME} where Spark expands it.",
    source: `${page}#kubernetes`,
  },
];
