package org.phasegrid.worker.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;

class DatasetsTest {
  private static final Draws DRAWS = new Draws(3, Map.of());

  @Test
  void everyDrawnSetHasTheShapeItSaysAndIsTheSameForTheSameSeed() {
    int visited = 0;
    for (Dataset set : Datasets.ALL.members().values()) {
      if (set instanceof Npz || set instanceof Csv) {
        continue;
      }
      Examples first = set.draw(DRAWS);
      Examples again = set.draw(DRAWS);
      Examples other = set.draw(new Draws(4, Map.of()));

      assertEquals(set.examples(), first.count());
      assertEquals(set.inputs(), first.x().rows());
      assertEquals(set.outputs(), first.y().rows());
      assertTrue(same(first.x(), again.x()) && same(first.y(), again.y()), set.toString());
      assertTrue(!same(first.x(), other.x()), set.toString());
      visited++;
    }
    assertEquals(4, visited);
  }

  private static boolean same(Tensor a, Tensor b) {
    return java.util.Arrays.equals(a.toArray(), b.toArray());
  }

  @Test
  void moreExamplesLeaveTheFirstOnesAsTheyAre() {
    Examples few = new GaussianNoise(5, 4, 2).draw(DRAWS);
    Examples many = new GaussianNoise(9, 4, 2).draw(DRAWS);

    for (int b = 0; b < 5; b++) {
      for (int i = 0; i < 4; i++) {
        assertEquals(few.x().get(i, b), many.x().get(i, b), 0);
      }
    }
  }

  @Test
  void sphereSignsLieOnTheSphere() {
    Examples examples = new SphereSigns(20, 5).draw(DRAWS);
    for (int b = 0; b < 20; b++) {
      double square = 0;
      for (int i = 0; i < 5; i++) {
        square += examples.x().get(i, b) * examples.x().get(i, b);
      }
      assertEquals(5, square, 1e-14 * 5);
      assertEquals(1, Math.abs(examples.y().get(0, b)), 0);
    }
  }

  @Test
  void standardizedExamplesHaveMeanZeroAndVarianceOne() {
    Examples examples =
        new GaussianClusters(10, 64, 10, GaussianClusters.Mean.COMMON, 1, Standardize.EXAMPLE)
            .draw(DRAWS);
    for (int b = 0; b < 10; b++) {
      double mean = 0;
      double square = 0;
      double labels = 0;
      for (int i = 0; i < 64; i++) {
        mean += examples.x().get(i, b) / 64;
        square += examples.x().get(i, b) * examples.x().get(i, b) / 64;
      }
      for (int k = 0; k < 10; k++) {
        labels += examples.y().get(k, b);
      }
      assertEquals(0, mean, 1e-15);
      assertEquals(1, square, 1e-14);
      assertEquals(1, labels, 0);
    }
  }

  @Test
  void aTeacherWithoutNoiseIsAFunctionOfItsInputsAndNoiseIsApart() {
    Teacher quiet = new Teacher(6, 4, 2, 5, 1, new Tanh(), 1, 0);
    Teacher noisy = new Teacher(6, 4, 2, 5, 1, new Tanh(), 1, 0.1);

    assertTrue(same(quiet.draw(DRAWS).x(), noisy.draw(DRAWS).x()));
    assertTrue(!same(quiet.draw(DRAWS).y(), noisy.draw(DRAWS).y()));
  }

  @Test
  void archivesOfNumpyAreReadInEveryTypeAndOrder() throws IOException {
    Content file =
        archive(
            Map.of(
                "X", npy("<f8", false, "(2, 3)", doubles(1, 2, 3, 4, 5, 6)),
                "F", npy("<f8", true, "(2, 3)", doubles(1, 4, 2, 5, 3, 6)),
                "y", npy("|u1", false, "(2,)", new byte[] {2, 0})));

    for (String x : List.of("X", "F")) {
      Npz set = new Npz(file, x, "y", Targets.CLASSES, Standardize.NONE);
      Examples examples = set.draw(DRAWS);

      assertEquals(2, set.examples());
      assertEquals(3, set.inputs());
      assertEquals(3, set.outputs());
      assertEquals(6, examples.x().get(2, 1), 0);
      assertEquals(4, examples.x().get(0, 1), 0);
      assertEquals(1, examples.y().get(2, 0), 0);
      assertEquals(1, examples.y().get(0, 1), 0);
    }
    assertEquals(
        "data.npz has no array named 'labels'; there are: F, X, y",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Npz(file, "X", "labels", Targets.VALUES, Standardize.NONE).draw(DRAWS))
            .getMessage());
  }

  private static byte[] doubles(double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putDouble(value);
    }
    return bytes.array();
  }

  private static byte[] npy(String type, boolean fortran, String shape, byte[] data) {
    String header =
        "{'descr': '"
            + type
            + "', 'fortran_order': "
            + (fortran ? "True" : "False")
            + ", 'shape': "
            + shape
            + ", }\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.US_ASCII)).put(data);
    return bytes.array();
  }

  private static Content archive(Map<String, byte[]> arrays) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
      }
    }
    return new Content("data.npz", bytes.toByteArray());
  }

  @Test
  void linesOfNumbersAreExamplesWithTargetsLast() {
    Content file =
        new Content("data.csv", "a,b,target\n1,2,0.5\n3,4,-0.5\n".getBytes(StandardCharsets.UTF_8));
    Csv set = new Csv(file, 1, Targets.VALUES, Standardize.NONE);

    assertEquals(2, set.examples());
    assertEquals(2, set.inputs());
    assertEquals(4, set.draw(DRAWS).x().get(1, 1), 0);
    assertEquals(-0.5, set.draw(DRAWS).y().get(0, 1), 0);
    Content broken = new Content("data.csv", "1,2\n3,x\n".getBytes(StandardCharsets.UTF_8));
    assertEquals(
        "data.csv:2: not a line of numbers: 3,x",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Csv(broken, 1, Targets.VALUES, Standardize.NONE).examples())
            .getMessage());
  }
}
