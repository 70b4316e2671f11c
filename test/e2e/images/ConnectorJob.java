import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** What the jars of an image can do: load classes, know a scheme, write a table to a store and read it. */
public final class ConnectorJob {
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "load" -> load(args);
      case "write" -> write(args[1]);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /** The first name is a scheme, the others are classes. */
  private static void load(String[] names) {
    for (FileSystem known : ServiceLoader.load(FileSystem.class)) System.out.println("service " + known.getClass().getName());
    try {
      System.out.println("scheme " + FileSystem.getFileSystemClass(names[1], new Configuration()).getName());
    } catch (Exception failure) {
      System.out.println("no scheme " + failure);
    }
    for (int i = 2; i < names.length; i++) {
      try {
        Class.forName(names[i]);
        System.out.println("loaded " + names[i]);
      } catch (Throwable failure) {
        System.out.println("missing " + names[i] + " " + failure);
      }
    }
  }

  private static void write(String uri) throws Exception {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      spark.range(0, 1000, 1, 4).write().mode(SaveMode.Overwrite).parquet(uri);
      Row row = spark.read().parquet(uri).agg(functions.count("id"), functions.sum("id")).head();
      System.out.println("read " + row.getLong(0) + " " + row.getLong(1));
      Path success = new Path(uri, "_SUCCESS");
      FileSystem store = success.getFileSystem(spark.sessionState().newHadoopConf());
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(store.open(success), StandardCharsets.UTF_8))) {
        System.out.println("committed " + reader.lines().collect(Collectors.joining()).replaceAll("\\s+", ""));
      }
    }
  }
}
