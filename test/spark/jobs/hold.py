"""Keeps executors busy until somebody ends it: each round is as many tasks as the first argument says, of a second each."""

import sys
import time

from pyspark.sql import SparkSession

tasks = int(sys.argv[1]) if len(sys.argv) > 1 else 2
context = SparkSession.builder.getOrCreate().sparkContext
while True:
    print("round", context.parallelize(range(tasks), tasks).map(lambda _: time.sleep(1) or 1).sum(), flush=True)
