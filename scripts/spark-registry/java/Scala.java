import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** Reads values of Scala classes by reflection; the names of their collections' methods are the same in 2.12 and 2.13. */
final class Scala {
  private Scala() {}

  static Object call(Object target, String name) throws ReflectiveOperationException {
    return method(target.getClass(), name).invoke(target);
  }

  /** A field of an object, whose name Scala may have written out with the class's. */
  static Object field(Object target, String name) throws ReflectiveOperationException {
    for (Field field : target.getClass().getDeclaredFields()) {
      if (!field.getName().equals(name) && !field.getName().endsWith("$$" + name)) continue;
      field.setAccessible(true);
      return field.get(target);
    }
    throw new NoSuchFieldException(name);
  }

  static Method method(Class<?> type, String name) throws NoSuchMethodException {
    for (Method method : type.getMethods()) {
      if (!method.getName().equals(name) || method.isBridge()) continue;
      method.setAccessible(true);
      return method;
    }
    throw new NoSuchMethodException(type + "." + name);
  }

  /** Elements of a Scala collection; pairs of a map. */
  static List<Object> list(Object iterable) throws ReflectiveOperationException {
    return rest(call(iterable, "iterator"));
  }

  static List<Object> values(Object map) throws ReflectiveOperationException {
    return rest(call(map, "valuesIterator"));
  }

  private static List<Object> rest(Object iterator) throws ReflectiveOperationException {
    Class<?> type = Class.forName("scala.collection.Iterator");
    List<Object> elements = new ArrayList<>();
    while ((Boolean) method(type, "hasNext").invoke(iterator)) elements.add(method(type, "next").invoke(iterator));
    return elements;
  }

  static Object apply(Object function, Object argument) throws ReflectiveOperationException {
    return method(Class.forName("scala.Function1"), "apply").invoke(function, argument);
  }

  /** What an entry makes of a text; null for a text that it refuses. */
  static Object convert(Object converter, String text) {
    try {
      Object value = apply(converter, text);
      return value != null && value.getClass().getName().equals("scala.Some") ? call(value, "get") : value;
    } catch (ReflectiveOperationException refused) {
      return null;
    }
  }

  static boolean isSequence(Object value) throws ReflectiveOperationException {
    return value != null && Class.forName("scala.collection.Seq").isInstance(value);
  }
}
