"""Prints which Python runs in the driver and in an executor, and what a module that only the packed environment has holds there."""

import sys

from pyspark.sql import SparkSession


def seen(_):
    import company_rates

    return sys.executable, company_rates.RATE


context = SparkSession.builder.getOrCreate().sparkContext
print("driver", *seen(0), flush=True)
for executable, value in set(context.parallelize(range(2), 2).map(seen).collect()):
    print("executor", executable, value, flush=True)
