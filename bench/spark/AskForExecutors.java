import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** A driver with more tasks than it has executors for; none of them ever runs. */
public final class AskForExecutors {
  public static void main(String[] args) {
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      spark.sc().range(0, Long.parseLong(args[0]), 1, Integer.parseInt(args[0])).count();
    }
  }
}
