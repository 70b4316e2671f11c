"""Counts orders by country and day, and writes the counts as Parquet."""
import sys

from pyspark.sql import SparkSession

source, target, day = sys.argv[1:]

spark = SparkSession.builder.getOrCreate()
orders = spark.read.parquet(source).where(f"day = DATE '{day}'")
orders.groupBy("country").count().write.mode("overwrite").parquet(f"{target}/day={day}")
