/**
 * Asks the classes of Spark, of Celeborn and of Hadoop's connectors which configuration keys they have. Only by reflection, so
 * that one source serves every version. Answers go to standard output, a JSON text a line.
 *
 * <pre>
 * java -cp ... SparkRegistry entries &lt;registry class&gt; &lt;prefix of jars&gt;   what is registered, with types and defaults
 * java -cp ... SparkRegistry deprecated                                 what Spark calls deprecated or removed
 * java -cp ... SparkRegistry constants &lt;pattern&gt; &lt;prefix of jars&gt;      texts that the classes hold
 * java -cp ... SparkRegistry resource &lt;name&gt;                            a file inside the jars, as one text
 * java -cp ... SparkRegistry ask &lt; questions                            "key base64(value)" a line: does Spark take it
 * java -cp ... SparkRegistry validate &lt; configurations                  "key base64(value) ..." a line: is each SparkConf valid
 * java -cp ... SparkRegistry properties &lt;file&gt; ...                      what Spark reads from each properties file
 * </pre>
 */

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public final class SparkRegistry {
  private static final String SPARK = "org.apache.spark.internal.config.ConfigEntry";
  private static PrintStream answers;

  public static void main(String[] args) throws Exception {
    // What the classes print while they are loaded is no answer.
    answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    System.setOut(System.err);
    switch (args[0]) {
      case "entries" -> entries(args[1], args[2]);
      case "deprecated" -> deprecated();
      case "constants" -> constants(Pattern.compile(args[1]), args[2]);
      case "resource" -> resource(args[1]);
      case "ask" -> ask();
      case "validate" -> validate();
      case "properties" -> properties(args);
      default -> throw new IllegalArgumentException(args[0]);
    }
    answers.flush();
    // Some of Spark's objects start threads.
    Runtime.getRuntime().halt(0);
  }

  private static void entries(String registry, String jars) throws Exception {
    for (Map.Entry<String, Object> known : known(registry, jars).entrySet()) {
      Object entry = known.getValue();
      String usual = String.valueOf(Scala.call(entry, "defaultValueString"));
      Map<String, Object> fact = new LinkedHashMap<>();
      fact.put("name", known.getKey());
      fact.put("default", usual);
      fact.put("since", Scala.call(entry, "version"));
      fact.put("public", Scala.call(entry, "isPublic"));
      fact.put("documented", !String.valueOf(Scala.call(entry, "doc")).isBlank());
      fact.put("alternatives", alternatives(entry));
      fact.putAll(new Probe(Scala.call(entry, "valueConverter"), usual).facts());
      answer(fact);
    }
  }

  /** Celeborn pairs each with a translation of its value. */
  private static List<Object> alternatives(Object entry) throws Exception {
    List<Object> names = new ArrayList<>();
    for (Object one : Scala.list(Scala.call(entry, "alternatives"))) names.add(one instanceof String ? one : Scala.call(one, "_1"));
    return names;
  }

  /** Entries register themselves when the object that declares them is initialised. */
  private static Map<String, Object> known(String registry, String jars) throws Exception {
    String folder = registry.substring(0, registry.lastIndexOf('.') + 1).replace('.', '/');
    List<String> builders = List.of(folder + "ConfigEntry", folder + "OptionalConfigEntry", folder + "ConfigBuilder");
    Jars.eachClass(jars, (name, bytes) -> {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      if (!name.endsWith("$") || builders.stream().noneMatch(text::contains)) return;
      try {
        Class.forName(name);
      } catch (Throwable error) {
        System.err.println("could not be initialised: " + name + ": " + error + ", " + error.getCause());
      }
    });
    Object companion = Class.forName(registry + "$").getField("MODULE$").get(null);
    Map<String, Object> sorted = new TreeMap<>();
    ((Map<?, ?>) Scala.field(companion, "knownConfigs")).forEach((key, entry) -> sorted.put((String) key, entry));
    return sorted;
  }

  private static void deprecated() throws Exception {
    Object conf = Class.forName("org.apache.spark.SparkConf$").getField("MODULE$").get(null);
    for (Object config : Scala.values(Scala.field(conf, "deprecatedConfigs"))) tell("deprecated", config, "deprecationMessage");
    for (Object pair : Scala.list(Scala.field(conf, "configsWithAlternatives"))) {
      for (Object alternative : Scala.list(Scala.call(pair, "_2"))) {
        Object version = Scala.call(alternative, "version");
        answer(Map.of("kind", "renamed", "name", Scala.call(alternative, "key"), "version", version, "named", List.of(Scala.call(pair, "_1"))));
      }
    }
    Object sql = Class.forName("org.apache.spark.sql.internal.SQLConf$").getField("MODULE$").get(null);
    for (Object config : Scala.values(Scala.field(sql, "deprecatedSQLConfigs"))) tell("deprecated", config, "comment");
    for (Object config : Scala.values(Scala.field(sql, "removedSQLConfigs"))) tell("removed", config, "comment");
  }

  /** Of the message only the keys that it names are kept. */
  private static void tell(String kind, Object config, String message) throws Exception {
    List<String> named = new ArrayList<>();
    Matcher keys = Pattern.compile("spark(\\.\\w+)+").matcher(String.valueOf(Scala.call(config, message)));
    while (keys.find()) named.add(keys.group());
    answer(Map.of("kind", kind, "name", Scala.call(config, "key"), "version", Scala.call(config, "version"), "named", named));
  }

  private static void constants(Pattern pattern, String jars) throws Exception {
    TreeSet<String> found = new TreeSet<>();
    Jars.eachClass(jars, (name, bytes) -> Jars.texts(bytes).stream().filter(pattern.asMatchPredicate()).forEach(found::add));
    found.forEach(SparkRegistry::answer);
  }

  private static void resource(String name) throws Exception {
    try (InputStream in = SparkRegistry.class.getResourceAsStream("/" + name)) {
      answer(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static void ask() throws Exception {
    Map<String, Object> known = known(SPARK, "spark-");
    for (String[] question : questions()) {
      Object converter = Scala.call(known.get(question[0]), "valueConverter");
      answer(Scala.convert(converter, decode(question, 1)) != null);
    }
  }

  private static void validate() throws Exception {
    Class<?> type = Class.forName("org.apache.spark.SparkConf");
    Method set = type.getMethod("set", String.class, String.class);
    for (String[] question : questions()) {
      Object conf = type.getConstructor(boolean.class).newInstance(false);
      for (int index = 0; index < question.length; index += 2) set.invoke(conf, question[index], decode(question, index + 1));
      boolean valid = true;
      try {
        Scala.call(conf, "validateSettings");
      } catch (InvocationTargetException refused) {
        valid = false;
      }
      answer(valid);
    }
  }

  private static List<String[]> questions() throws Exception {
    List<String[]> questions = new ArrayList<>();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) questions.add(line.split(" ", -1));
    return questions;
  }

  private static String decode(String[] question, int index) {
    return new String(Base64.getDecoder().decode(question[index]), StandardCharsets.UTF_8);
  }

  /** Null for a file that Spark can't read. */
  private static void properties(String[] args) throws Exception {
    Object utils = Class.forName("org.apache.spark.util.Utils$").getField("MODULE$").get(null);
    Method read = Scala.method(utils.getClass(), "getPropertiesFromFile");
    for (int index = 1; index < args.length; index++) {
      Map<String, Object> sorted = new TreeMap<>();
      try {
        for (Object pair : Scala.list(read.invoke(utils, args[index]))) sorted.put((String) Scala.call(pair, "_1"), Scala.call(pair, "_2"));
        answer(sorted);
      } catch (InvocationTargetException refused) {
        answer(null);
      }
    }
  }

  private static void answer(Object value) {
    answers.println(Json.text(value));
  }
}
