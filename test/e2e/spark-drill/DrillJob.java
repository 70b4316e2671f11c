import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** A job whose lost work can be counted: every task leaves a file that says where it ran. */
public final class DrillJob {
  private static final int MAPS = 12;
  private static final int REDUCES = 6;

  public static void main(String[] args) throws Exception {
    String marks = args[0];
    long mapMillis = Long.parseLong(args[1]);
    long reduceMillis = Long.parseLong(args[2]);
    int actions = Integer.parseInt(args[3]);
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      System.out.println("ready " + spark.sc().applicationId() + " " + spark.sc().uiWebUrl().get());
      commands.readLine();
      List<Integer> numbers = new ArrayList<>();
      for (int i = 0; i < MAPS * 1000; i++) numbers.add(i);
      JavaPairRDD<Integer, Iterable<Integer>> grouped =
          spark
              .parallelize(numbers, MAPS)
              .mapPartitionsToPair(
                  all -> {
                    mark(marks, "map");
                    Thread.sleep(mapMillis);
                    List<Tuple2<Integer, Integer>> pairs = new ArrayList<>();
                    all.forEachRemaining(number -> pairs.add(new Tuple2<>(number % 100, number)));
                    return pairs.iterator();
                  })
              .groupByKey(REDUCES);
      for (int action = 0; action < actions; action++) {
        long groups =
            grouped
                .mapPartitions(
                    all -> {
                      mark(marks, "reduce");
                      Thread.sleep(reduceMillis);
                      return all;
                    })
                .count();
        System.out.println("counted " + groups);
        commands.readLine();
      }
    }
  }

  private static void mark(String marks, String what) throws Exception {
    TaskContext task = TaskContext.get();
    String name =
        String.join(
            "_",
            what,
            String.valueOf(task.stageId()),
            String.valueOf(task.stageAttemptNumber()),
            String.valueOf(task.partitionId()),
            String.valueOf(task.taskAttemptId()),
            SparkEnv.get().executorId());
    Files.createFile(Path.of(marks, name));
  }
}
