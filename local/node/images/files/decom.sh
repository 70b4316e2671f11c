#!/bin/bash
# What Spark runs before an executor's container stops (spark.kubernetes.decommission.script): tells the executor to hand over its
# blocks, and waits until it has ended, since Kubernetes kills it as soon as this returns.
executor=$(pgrep -o -x java) || exit 0
kill -PWR "$executor"
tail --pid="$executor" -f /dev/null
