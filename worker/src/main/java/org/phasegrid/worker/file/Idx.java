package org.phasegrid.worker.file;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/**
 * Reader of idx files, the format of MNIST (LeCun, Cortes and Burges), plain or in gzip: two zero
 * bytes, a type byte, the number of dimensions, their lengths as big-endian 32-bit integers, then
 * the elements, big-endian and row-major. Images are not kept: 60 000 of them would be 376 MB of
 * numbers.
 */
public final class Idx {
  private static final int UNSIGNED_BYTE = 0x08;
  private static final int BYTE = 0x09;
  private static final int SHORT = 0x0b;
  private static final int INT = 0x0c;
  private static final int SINGLE = 0x0d;
  private static final int DOUBLE = 0x0e;

  private Idx() {}

  private record Header(int type, int width, int[] shape) {
    int rows() {
      return shape[0];
    }

    /** Elements of one row. */
    int columns() {
      int columns = 1;
      for (int d = 1; d < shape.length; d++) {
        columns = Math.multiplyExact(columns, shape[d]);
      }
      return columns;
    }
  }

  /** The lengths of the dimensions, the number of examples first. */
  public static int[] shape(Content content) {
    try (DataInputStream stream = new DataInputStream(content.plain())) {
      return header(content, stream).shape();
    } catch (IOException e) {
      throw content.unreadable(e);
    }
  }

  /** The whole array, kept: for labels. */
  public static NumericArray all(Content content) {
    return Objects.requireNonNull(
        content
            .arrays(
                bytes ->
                    Map.of("", rows(content, new ByteArrayInputStream(bytes), 0, there -> there)))
            .get(""));
  }

  /** {@code count} rows from {@code first} on, not kept. */
  public static NumericArray rows(Content content, int first, int count) {
    try (InputStream stream = content.plain()) {
      return rows(content, stream, first, there -> count);
    } catch (IOException e) {
      throw content.unreadable(e);
    }
  }

  private static NumericArray rows(
      Content content, InputStream from, int first, IntUnaryOperator countOf) {
    try (DataInputStream stream = new DataInputStream(from)) {
      Header header = header(content, stream);
      int count = countOf.applyAsInt(header.rows());
      int[] shape = header.shape().clone();
      shape[0] = count;
      int columns = header.columns();
      byte[] row = new byte[Math.multiplyExact(columns, header.width())];
      double[] values = new double[Math.multiplyExact(count, columns)];
      stream.skipNBytes((long) first * row.length);
      for (int i = 0; i < count; i++) {
        int read = stream.readNBytes(row, 0, row.length);
        if (read < row.length) {
          throw new IllegalArgumentException(
              content.name()
                  + " ends in row "
                  + (first + i)
                  + " of the "
                  + header.rows()
                  + " that it announces");
        }
        ByteBuffer elements = ByteBuffer.wrap(row);
        for (int j = 0; j < columns; j++) {
          values[i * columns + j] = element(elements, header.type());
        }
      }
      return new NumericArray(shape, values, header.type() < SINGLE);
    } catch (IOException e) {
      throw content.unreadable(e);
    }
  }

  private static Header header(Content content, DataInputStream stream) throws IOException {
    byte[] magic = stream.readNBytes(4);
    if (magic.length < 4 || magic[0] != 0 || magic[1] != 0 || magic[3] < 1) {
      throw new IllegalArgumentException(
          content.name()
              + " is not an idx file: it begins with the bytes "
              + Arrays.toString(magic)
              + ", wanted 0, 0, a type and a number of dimensions");
    }
    int[] shape = new int[magic[3]];
    for (int d = 0; d < shape.length; d++) {
      shape[d] = stream.readInt();
      if (shape[d] < 1) {
        throw new IllegalArgumentException(
            content.name() + " has the length " + shape[d] + " in dimension " + (d + 1));
      }
    }
    return new Header(magic[2], width(content, magic[2]), shape);
  }

  private static int width(Content content, int type) {
    return switch (type) {
      case UNSIGNED_BYTE, BYTE -> 1;
      case SHORT -> 2;
      case INT, SINGLE -> 4;
      case DOUBLE -> 8;
      default ->
          throw new IllegalArgumentException(
              content.name()
                  + " has elements of type "
                  + type
                  + "; idx knows 8, 9, 11, 12, 13 and 14");
    };
  }

  private static double element(ByteBuffer elements, int type) {
    return switch (type) {
      case UNSIGNED_BYTE -> elements.get() & 0xff;
      case BYTE -> elements.get();
      case SHORT -> elements.getShort();
      case INT -> elements.getInt();
      case SINGLE -> elements.getFloat();
      default -> elements.getDouble();
    };
  }
}
