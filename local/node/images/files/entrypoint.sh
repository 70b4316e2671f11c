#!/bin/bash
# What Spark on Kubernetes starts its containers with: `driver` and its arguments for spark-submit, `executor`, or any command.
# https://spark.apache.org/docs/latest/running-on-kubernetes.html#docker-images
set -e

class_path="$SPARK_HOME/jars/*"
[ -n "${HADOOP_CONF_DIR:-}" ] && class_path="$HADOOP_CONF_DIR:$class_path"
[ -n "${SPARK_EXTRA_CLASSPATH:-}" ] && class_path="$class_path:$SPARK_EXTRA_CLASSPATH"
class_path="$SPARK_HOME/conf:$class_path:$PWD"

case "${1:-}" in
  driver)
    shift
    exec /usr/bin/tini -s -- "$SPARK_HOME/bin/spark-submit" \
      --conf "spark.driver.bindAddress=$SPARK_DRIVER_BIND_ADDRESS" \
      --conf "spark.executorEnv.SPARK_DRIVER_POD_IP=$SPARK_DRIVER_BIND_ADDRESS" \
      --deploy-mode client "$@"
    ;;
  executor)
    # SPARK_JAVA_OPT_0, SPARK_JAVA_OPT_1, ... in the order of their numbers.
    options=()
    while read -r name; do options+=("${!name}"); done < <(compgen -v SPARK_JAVA_OPT_ | sort -t_ -k4 -n)
    exec /usr/bin/tini -s -- "$JAVA_HOME/bin/java" "${options[@]}" \
      "-Xms$SPARK_EXECUTOR_MEMORY" "-Xmx$SPARK_EXECUTOR_MEMORY" \
      -cp "$class_path" \
      org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend \
      --driver-url "$SPARK_DRIVER_URL" --executor-id "$SPARK_EXECUTOR_ID" --cores "$SPARK_EXECUTOR_CORES" \
      --app-id "$SPARK_APPLICATION_ID" --hostname "$SPARK_EXECUTOR_POD_IP" \
      --resourceProfileId "$SPARK_RESOURCE_PROFILE_ID" --podName "$SPARK_EXECUTOR_POD_NAME"
    ;;
  *)
    exec "$@"
    ;;
esac
