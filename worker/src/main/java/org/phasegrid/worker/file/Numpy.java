package org.phasegrid.worker.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reader of numpy's npz archives and npy arrays (format versions 1 to 3; booleans, integers and
 * floats of either byte order).
 */
public final class Numpy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([<>|=])([a-zA-Z])(\\d+)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");

  private Numpy() {}

  /**
   * The arrays of an npz archive by name (without {@code .npy}); an error says what is wrong with
   * the file.
   */
  public static Map<String, NumericArray> npz(Content content) {
    return new TreeMap<>(content.arrays(bytes -> npz(content, bytes)));
  }

  /** The array of a npy file; an error says what is wrong with the file. */
  public static NumericArray npy(Content content) {
    return Objects.requireNonNull(
        content.arrays(bytes -> Map.of("", npy(content.name(), bytes))).get(""));
  }

  private static Map<String, NumericArray> npz(Content content, byte[] bytes) {
    Map<String, NumericArray> arrays = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (name.endsWith(".npy")) {
          arrays.put(
              name.substring(0, name.length() - 4),
              npy(content.name() + ":" + name, zip.readAllBytes()));
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          content.name() + " is not a readable npz archive: " + e.getMessage(), e);
    }
    if (arrays.isEmpty()) {
      throw new IllegalArgumentException(
          content.name() + " is not an npz archive, or holds no npy array");
    }
    return arrays;
  }

  private static NumericArray npy(String name, byte[] bytes) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (bytes.length < 12 || bytes[i] != MAGIC[i]) {
        throw new IllegalArgumentException(name + " is not a npy array");
      }
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int major = bytes[6];
    int headerStart = major == 1 ? 10 : 12;
    int headerLength = major == 1 ? buffer.getShort(8) & 0xffff : buffer.getInt(8);
    String header = new String(bytes, headerStart, headerLength, StandardCharsets.UTF_8);
    Matcher descr = DESCR.matcher(header);
    Matcher fortran = FORTRAN.matcher(header);
    Matcher dimensions = SHAPE.matcher(header);
    if (!descr.find() || !fortran.find() || !dimensions.find()) {
      throw new IllegalArgumentException(
          name + " has an element type that is not a number: " + header.strip());
    }
    int[] shape =
        dimensions.group(1).isBlank()
            ? new int[0]
            : java.util.Arrays.stream(dimensions.group(1).split(","))
                .map(String::strip)
                .filter(d -> !d.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    buffer
        .order(descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
        .position(headerStart + headerLength);
    char kind = descr.group(2).charAt(0);
    int width = Integer.parseInt(descr.group(3));
    int size = 1;
    for (int length : shape) {
      size = Math.multiplyExact(size, length);
    }
    if (buffer.remaining() < (long) size * width) {
      throw new IllegalArgumentException(name + " ends before its " + size + " elements");
    }
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = element(buffer, name, kind, width);
    }
    return new NumericArray(
        shape, fortran.group(1).equals("True") ? rowMajor(values, shape) : values, kind != 'f');
  }

  private static double element(ByteBuffer buffer, String name, char kind, int width) {
    return switch ("" + kind + width) {
      case "f8" -> buffer.getDouble();
      case "f4" -> buffer.getFloat();
      case "i8", "u8" -> buffer.getLong();
      case "i4" -> buffer.getInt();
      case "u4" -> buffer.getInt() & 0xffffffffL;
      case "i2" -> buffer.getShort();
      case "u2" -> buffer.getShort() & 0xffff;
      case "i1" -> buffer.get();
      case "u1", "b1" -> buffer.get() & 0xff;
      default ->
          throw new IllegalArgumentException(
              name
                  + " has elements of type "
                  + kind
                  + width
                  + "; accepted are f8, f4, i1 to i8, u1 to u8 and b1");
    };
  }

  private static double[] rowMajor(double[] columnMajor, int[] shape) {
    double[] values = new double[columnMajor.length];
    int[] index = new int[shape.length];
    for (int at = 0; at < values.length; at++) {
      int source = 0;
      for (int d = shape.length - 1; d >= 0; d--) {
        source = source * shape[d] + index[d];
      }
      values[at] = columnMajor[source];
      for (int d = shape.length - 1; d >= 0 && ++index[d] == shape[d]; d--) {
        index[d] = 0;
      }
    }
    return values;
  }
}
