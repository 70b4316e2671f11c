import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes maps, lists, texts, numbers and booleans as JSON. */
final class Json {
  private Json() {}

  static String text(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream().map(entry -> text(entry.getKey()) + ":" + text(entry.getValue())).collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof List<?> list) return list.stream().map(Json::text).collect(Collectors.joining(",", "[", "]"));
    if (!(value instanceof CharSequence text)) return String.valueOf(value);
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().forEach(c -> quoted.append(c == '"' || c == '\\' || c < ' ' || c > '~' ? String.format("\\u%04x", c) : String.valueOf((char) c)));
    return quoted.append('"').toString();
  }
}
