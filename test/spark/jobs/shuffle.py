"""Shuffles what takes a while to compute, waits for somebody to take an executor away, and goes on with what was shuffled."""

import sys
import time

from pyspark.sql import SparkSession

seconds = float(sys.argv[1])
spark = SparkSession.builder.getOrCreate()
context = spark.sparkContext

slow = context.parallelize(range(16), 16).map(lambda part: time.sleep(1) or (part % 8, part))
sums = slow.reduceByKey(lambda a, b: a + b, 8)
print("first", sorted(sums.collect()), flush=True)
print("shuffled", flush=True)
time.sleep(seconds)
# A second job over the same shuffle: what is still there is not computed again.
print("answer", sums.map(lambda pair: pair[1]).sum(), flush=True)
