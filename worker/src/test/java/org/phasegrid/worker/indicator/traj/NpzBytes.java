package org.phasegrid.worker.indicator.traj;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.phasegrid.worker.file.Content;

/** Numpy archives of single numbers. */
final class NpzBytes {
  private NpzBytes() {}

  /** An archive of arrays (1, 1). */
  static Content of(Map<String, Double> values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, Double> each : new TreeMap<>(values).entrySet()) {
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }\n";
        ByteBuffer array =
            ByteBuffer.allocate(10 + header.length() + 8).order(ByteOrder.LITTLE_ENDIAN);
        array
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
            .putShort((short) header.length())
            .put(header.getBytes(StandardCharsets.US_ASCII))
            .putDouble(each.getValue());
        zip.putNextEntry(new ZipEntry(each.getKey() + ".npy"));
        zip.write(array.array());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Content("numbers.npz", bytes.toByteArray());
  }
}
