import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Collections;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Runs jobs of many small tasks, whose events fill a log, and then stays until it is told to end. */
public final class HistoryJob {
  public static void main(String[] args) throws Exception {
    int jobs = Integer.parseInt(args[0]);
    int tasks = Integer.parseInt(args[1]);
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      System.out.println("ready " + spark.sc().applicationId());
      for (int job = 0; job < jobs; job++) {
        spark.parallelize(Collections.nCopies(tasks, job), tasks).count();
      }
      System.out.println("worked");
      commands.readLine();
    }
    System.out.println("ended");
  }
}
