import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Looks into the jars of the class path. */
final class Jars {
  private Jars() {}

  /** Gives name and content of each class in the jars whose file name starts with a prefix. */
  static void eachClass(String prefix, BiConsumer<String, byte[]> use) throws IOException {
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      String file = new File(path).getName();
      if (!file.startsWith(prefix) || !file.endsWith(".jar")) continue;
      try (JarFile jar = new JarFile(path)) {
        for (JarEntry entry : Collections.list(jar.entries())) {
          if (!entry.getName().endsWith(".class") || entry.getName().startsWith("META-INF/")) continue;
          String name = entry.getName().substring(0, entry.getName().length() - ".class".length()).replace('/', '.');
          use.accept(name, jar.getInputStream(entry).readAllBytes());
        }
      }
    }
  }

  /**
   * The texts of a class's constant pool.
   * https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html#jvms-4.4
   */
  static List<String> texts(byte[] bytes) {
    List<String> texts = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      in.skipBytes(8);
      int count = in.readUnsignedShort();
      for (int index = 1; index < count; index++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> texts.add(in.readUTF());
          case 7, 8, 16, 19, 20 -> in.skipBytes(2);
          case 15 -> in.skipBytes(3);
          case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipBytes(4);
          case 5, 6 -> {
            in.skipBytes(8);
            index++;
          }
          default -> throw new IOException("constant with the unknown tag " + tag);
        }
      }
    } catch (IOException error) {
      throw new IllegalStateException(error);
    }
    return texts;
  }
}
