#!/bin/bash
# The operator's image begins with it.
exec /usr/bin/tini -s -- /usr/bin/spark-operator "$@"
