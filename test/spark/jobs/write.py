"""Writes Parquet to the first argument, slowly: as many tasks as the second says, each of as many seconds as the third. Reads it back."""

import sys
import time

from pyspark.sql import SparkSession

path, tasks, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
rows = 1000
spark = SparkSession.builder.getOrCreate()


def slowly(part):
    # Rows are written before the time is up: what is killed then has something to leave behind.
    for row in range(rows):
        yield (part * rows + row,)
        if row == rows // 2:
            time.sleep(seconds)


numbers = spark.sparkContext.parallelize(range(tasks), tasks).flatMap(slowly)
print("writing", flush=True)
spark.createDataFrame(numbers, "number long").write.mode("overwrite").parquet(path)
written = spark.read.parquet(path)
print("rows", written.count(), "sum", written.groupBy().sum("number").collect()[0][0], flush=True)
