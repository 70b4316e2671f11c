package jobs;

import java.util.Collections;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** π by darts that are thrown at a square, on the JVM. The first argument is the number of tasks. */
public final class Pi {
  private static final int THROWS = 100_000;

  public static void main(String[] arguments) {
    int tasks = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
    SparkSession spark = SparkSession.builder().appName("pi").getOrCreate();
    long inside =
        new JavaSparkContext(spark.sparkContext())
            .parallelize(Collections.nCopies(tasks, THROWS), tasks)
            .map(Pi::insideOf)
            .reduce(Long::sum);
    System.out.println("Pi is roughly " + 4.0 * inside / ((long) tasks * THROWS));
    spark.stop();
  }

  private static long insideOf(int count) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long inside = 0;
    for (int i = 0; i < count; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      if (x * x + y * y <= 1) inside++;
    }
    return inside;
  }
}
