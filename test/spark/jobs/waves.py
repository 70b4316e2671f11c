"""One task, then many at once, then nothing: what dynamic allocation should follow."""

import time

from pyspark.sql import SparkSession

context = SparkSession.builder.getOrCreate().sparkContext


def work(tasks, seconds):
    return context.parallelize(range(tasks), tasks).map(lambda _: time.sleep(seconds) or 1).sum()


print("one", work(1, 1), flush=True)
print("many", work(40, 4), flush=True)
time.sleep(600)
