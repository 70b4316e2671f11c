import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out what an entry takes by trying. */
final class Probe {
  private static final double[] SOME = {1, 2, 0, 0.5, 3, 10, 64, 128, 1000, 20_000, 1_048_576, 20_971_520, -1};
  private final Object converter;
  private final String usual;

  Probe(Object converter, String usual) {
    this.converter = converter;
    this.usual = usual;
  }

  private Object take(String text) {
    return Scala.convert(converter, text);
  }

  Map<String, Object> facts() throws Exception {
    if (take("true") instanceof Boolean) return Map.of("type", "boolean");
    for (double number : SOME) {
      Object value = take(plain(number));
      if (value == null) continue;
      if (value instanceof Integer) return words().size() > 1 ? text() : numeric("int", Integer.MIN_VALUE, Integer.MAX_VALUE);
      if (value instanceof Double) return fractional("double");
      if (value.getClass().getName().endsWith("BigDecimal")) return fractional("decimal");
      if (value instanceof Long) return amount();
      if (Scala.isSequence(value)) return Map.of("type", take("x") == null ? "list of long" : "list");
    }
    return Scala.isSequence(take("x")) || Scala.isSequence(take(usual)) ? Map.of("type", "list") : text();
  }

  /** A Long is a number, a time or a size: the letters that it takes as a unit tell. */
  private Map<String, Object> amount() {
    for (double number : SOME) {
      if (number < 1 || !(take(plain(number)) instanceof Long plain)) continue;
      for (String unit : new String[] {"us", "ms", "s", "min"}) {
        boolean isTime = take(plain(number) + "d") instanceof Long || take(plain(number) + "us") instanceof Long;
        if (isTime && plain.equals(take(plain(number) + unit))) return numeric("time in " + unit, Long.MIN_VALUE, Long.MAX_VALUE);
      }
      // Spark has no letters for nanoseconds.
      if (Long.valueOf(plain * 1000).equals(take(plain(number) + "us"))) return numeric("time in ns", Long.MIN_VALUE, Long.MAX_VALUE);
      for (String unit : new String[] {"b", "k", "m", "g"}) {
        boolean isSize = take(plain(number) + "g") instanceof Long || take(plain(number) + "b") instanceof Long;
        if (isSize && plain.equals(take(plain(number) + unit))) return numeric("bytes in " + unit, Long.MIN_VALUE, Long.MAX_VALUE);
      }
    }
    return numeric("long", Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** The least and the greatest number that is taken; left out where every number of the type is. */
  private Map<String, Object> numeric(String type, long least, long most) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("type", type);
    long inside = 0;
    for (double number : SOME) {
      inside = (long) number;
      if (number == inside && take(Long.toString(inside)) != null) break;
    }
    // Sizes and times multiply the number on the way to their unit, so the far ends of a Long overflow.
    long low = take(Long.toString(-9_000_000)) != null ? least : boundary(inside, -9_000_000);
    long high = take(Long.toString(most)) != null ? most : boundary(inside, most);
    if (low != least) facts.put("min", low);
    if (high != most) facts.put("max", high);
    return facts;
  }

  private long boundary(long taken, long refused) {
    while (Math.abs(taken - refused) > 1) {
      long middle = taken + (refused - taken) / 2;
      if (take(Long.toString(middle)) == null) refused = middle;
      else taken = middle;
    }
    return taken;
  }

  private Map<String, Object> fractional(String type) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("type", type);
    if (take("-1e9") == null) {
      for (double least : new double[] {-1, 0, 1, 2, 10}) {
        if (take(plain(least)) != null && take(plain(least - 1e-9)) == null) facts.put("min", plain(least));
        if (take(plain(least)) == null && take(plain(least + 1e-9)) != null) facts.put("above", plain(least));
      }
    }
    if (take("1e9") == null) {
      for (double most : new double[] {0, 0.5, 1, 2, 10, 100}) {
        if (take(plain(most)) != null && take(plain(most + 1e-9)) == null) facts.put("max", plain(most));
        if (take(plain(most)) == null && take(plain(most - 1e-9)) != null) facts.put("below", plain(most));
      }
    }
    return facts;
  }

  private Map<String, Object> text() throws Exception {
    if (take("x-y_z") != null) return Map.of("type", "string");
    TreeSet<String> words = words();
    if (words.isEmpty()) return Map.of("type", "checked string");
    boolean anyCase = words.stream().allMatch(word -> take(swapCase(word)) != null);
    return Map.of("type", anyCase && !words.stream().allMatch(word -> word.equals(swapCase(word))) ? "word in any case" : "word", "values", new ArrayList<>(words));
  }

  /** Where a value is one of a few words, the refusal of another word names them. */
  private TreeSet<String> words() throws Exception {
    String refusal = "";
    for (String wrong : new String[] {"x-y_z", "1"}) {
      try {
        Scala.apply(converter, wrong);
      } catch (InvocationTargetException refused) {
        refusal += refused.getCause().getMessage() + " ";
      }
    }
    TreeSet<String> words = new TreeSet<>();
    if (!refusal.matches("(?s).*(one of|Valid values|either|one or more).*")) return words;
    for (String shape : new String[] {"[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*", "\\w+,\\w+"}) {
      Matcher word = Pattern.compile(shape).matcher(refusal);
      while (word.find()) if (!word.group().equals("1") && take(word.group()) != null) words.add(word.group());
    }
    return words;
  }

  private static String swapCase(String word) {
    return word.equals(word.toUpperCase()) ? word.toLowerCase() : word.toUpperCase();
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : new BigDecimal(Double.toString(number)).toPlainString();
  }
}

