import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;

/** Writes Parquet, or reads it. Tasks that are told so stop when most of their file is written, and leave a mark. */
public final class WriteJob {
  private static final int TASKS = 6;
  private static final int ROWS_OF_A_TASK = 10_000;
  private static final int ROW_BYTES = 900;

  public static void main(String[] args) throws Exception {
    String target = args[1];
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      if (args[0].equals("write")) write(spark, target, args[2], Integer.parseInt(args[3]), args[4]);
      System.out.println("read " + read(spark, target));
    }
  }

  private static void write(SparkSession spark, String target, String mode, int stuckFrom, String marks) {
    spark
        .range(0, (long) TASKS * ROWS_OF_A_TASK, 1, TASKS)
        .map(
            (MapFunction<Long, String>)
                id -> {
                  int partition = TaskContext.getPartitionId();
                  if (partition >= stuckFrom && id % ROWS_OF_A_TASK == ROWS_OF_A_TASK * 9 / 10) {
                    Files.createFile(Path.of(marks, "stuck_" + partition));
                    Thread.sleep(Long.MAX_VALUE);
                  }
                  return id + " " + noise(id);
                },
            Encoders.STRING())
        .write()
        .mode(mode)
        .parquet(target);
  }

  /** Of the same row always the same, and nothing that could be compressed much. */
  private static String noise(long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(ROW_BYTES);
    for (int i = 0; i < ROW_BYTES; i++) text.append((char) (' ' + random.nextInt(95)));
    return text.toString();
  }

  private static String read(SparkSession spark, String target) {
    try {
      Dataset<Row> rows = spark.read().parquet(target);
      return rows.count() + " " + rows.distinct().count();
    } catch (Exception error) {
      if (error instanceof AnalysisException) return "nothing";
      throw error;
    }
  }
}
