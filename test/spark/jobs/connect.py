"""Sends queries to the Spark Connect server at the address that is given, and prints what they answer."""

import sys

from pyspark.sql import SparkSession

spark = SparkSession.builder.remote(sys.argv[1]).getOrCreate()
print("version", spark.version)
print("sum", spark.range(1000).groupBy().sum("id").collect()[0][0])
names = spark.createDataFrame([(1, "one"), (2, "two")], "id long, name string")
print("rows", [tuple(row) for row in spark.range(10).join(names, "id").orderBy("id").collect()])
