/** Configuration of what a run leaves behind and shows while it runs: event log and metrics. */

import type { PlannedEntry } from "../configuration";
import type { ConfigurationContext } from "./context";

const monitoringGuide = "https://spark.apache.org/docs/latest/monitoring.html";

export function observabilityEntries({ eventLogs }: ConfigurationContext): PlannedEntry[] {
  return [...eventLogEntries(eventLogs.uri), ...metricsEntries()];
}

function eventLogEntries(uri: string | undefined): PlannedEntry[] {
  return [
    {
      key: "spark.eventLog.enabled",
      value: "true",
      reason:
        "The history server shows finished applications from it, and the advice for the next run is drawn from it.",
      source: monitoringGuide,
    },
    {
      key: "spark.eventLog.dir",
      value: uri ?? { deferred: "eventLogUri" },
      reason: uri === undefined ? "Event-log storage that came with the cluster." : "Event-log storage as given.",
      source: "plan",
    },
    {
      key: "spark.eventLog.rolling.enabled",
      value: "true",
      reason:
        "A long application's log comes in parts, which can be read and compacted while it runs; the default since 4.0.",
      source: "SPARK-45771",
    },
    {
      key: "spark.eventLog.rolling.maxFileSize",
      value: "32m",
      reason:
        "A part appears in object storage only when it is closed: with Spark's 128m a short run shows nothing until its end.",
      source: monitoringGuide,
    },
    {
      key: "spark.eventLog.compress",
      value: "true",
      reason: "Event logs are JSON and compress well; the default since 4.0.",
      source: monitoringGuide,
    },
    {
      key: "spark.eventLog.compression.codec",
      value: "zstd",
      reason: "Spark's own default, written out so that the history server and the tuner can count on it.",
      source: monitoringGuide,
    },
    {
      key: "spark.eventLog.logStageExecutorMetrics",
      value: "true",
      reason: "Peaks of memory for each executor and stage, from which the next run's sizes are advised.",
      source: monitoringGuide,
    },
  ];
}

function metricsEntries(): PlannedEntry[] {
  return [
    {
      key: "spark.executor.metrics.pollingInterval",
      value: "5s",
      reason: "Heartbeats alone come every ten seconds and miss the peaks of short tasks.",
      source: monitoringGuide,
    },
    {
      key: "spark.executor.processTreeMetrics.enabled",
      value: "true",
      reason: "Memory of Python workers and of the whole process tree, which is what the kernel kills for.",
      source: monitoringGuide,
    },
    {
      key: "spark.ui.prometheus.enabled",
      value: "true",
      reason: "Executor metrics for Prometheus at /metrics/executors/prometheus on the driver; the default since 4.0.",
      source: "SPARK-46886",
    },
    {
      key: "spark.metrics.conf.*.sink.prometheusServlet.class",
      value: "org.apache.spark.metrics.sink.PrometheusServlet",
      reason: "Driver metrics for Prometheus on the port of the UI, without an agent in the JVM.",
      source: monitoringGuide,
    },
    {
      key: "spark.metrics.conf.*.sink.prometheusServlet.path",
      value: "/metrics/prometheus",
      reason: "Where Prometheus finds the driver's metrics.",
      source: monitoringGuide,
    },
  ];
}
