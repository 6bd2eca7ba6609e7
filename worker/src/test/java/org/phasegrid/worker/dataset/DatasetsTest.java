package org.phasegrid.worker.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
      if (set instanceof FileSet) {
        continue;
      }
      Examples first = set.draw(DRAWS);
      Examples again = set.draw(DRAWS);
      Examples other = set.draw(new Draws(4, Map.of()));

      assertEquals(set.examples(), first.count());
      assertEquals(set.inputs(), first.x().rows());
      assertEquals(set.outputs(), first.y().rows());
      assertTrue(same(first.x(), again.x()) && same(first.y(), again.y()), set.toString());
      boolean fixed = set instanceof Chebyshev || set instanceof Midpoints;
      assertEquals(fixed, same(first.x(), other.x()), set.toString());
      visited++;
    }
    assertEquals(14, visited);
  }

  @Test
  void examplesBesideTheTrainingOnesAreOthersAndDependOnTheirName() {
    int visited = 0;
    for (Dataset set : Datasets.ALL.members().values()) {
      if (set instanceof FileSet) {
        continue;
      }
      Examples training = set.draw(DRAWS);
      Examples test = set.beside(DRAWS, "test", 20);
      Examples more = set.beside(DRAWS, "test", 30);
      Examples probe = set.beside(DRAWS, "probe", 20);

      assertEquals(20, test.count());
      assertEquals(set.inputs(), test.x().rows());
      assertEquals(set.outputs(), test.y().rows());
      assertTrue(!same(first(training, 20), test.x()), set + " tests on what it trains on");
      assertTrue(same(first(more, 20), test.x()), set + " moves with the count");
      assertEquals(set.rest().isPresent(), same(test.x(), probe.x()), set.toString());
      visited++;
    }
    assertEquals(14, visited);
  }

  private static Tensor first(Examples examples, int count) {
    Tensor x = Tensor.zeros(examples.x().precision(), examples.x().rows(), count);
    for (int i = 0; i < x.rows(); i++) {
      for (int b = 0; b < count; b++) {
        x.set(i, b, examples.x().get(i, b));
      }
    }
    return x;
  }

  /** Far clusters: a test example lies nearer to the training mean of its class than to others. */
  @Test
  void testExamplesHaveTheMeansAndTheTeacherOfTheTrainingExamples() {
    GaussianClusters clusters =
        new GaussianClusters(40, 30, 4, GaussianClusters.Mean.CLASS, 5, Standardize.INPUT);
    Examples training = clusters.draw(DRAWS);
    Examples test = clusters.beside(DRAWS, "test", 40);
    for (int b = 0; b < 40; b++) {
      int nearest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int other = 0; other < 40; other++) {
        double square = 0;
        for (int i = 0; i < 30; i++) {
          square += Math.pow(test.x().get(i, b) - training.x().get(i, other), 2);
        }
        if (square < least) {
          least = square;
          nearest = other;
        }
      }
      assertEquals(1, training.y().get(b % 4, nearest), 0, "class of " + b);
    }

    // A linear teacher is its outputs on the unit inputs: fit on training data, right on test data.
    Teacher linear = new Teacher(3, 1, 1, 1, 0, new Tanh(), 1, 0);
    Examples taught = linear.draw(DRAWS);
    Examples tested = linear.beside(DRAWS, "test", 5);
    double weight = taught.y().get(0, 0) / taught.x().get(0, 0);
    for (int b = 0; b < 5; b++) {
      assertEquals(weight * tested.x().get(0, b), tested.y().get(0, b), 1e-15);
    }
  }

  @Test
  void chebyshevIsTheCosineOfAMultipleAngle() {
    Examples examples = new Chebyshev(20, 5).draw(DRAWS);

    assertEquals(-1, examples.x().get(0, 0), 0);
    assertEquals(1, examples.x().get(0, 19), 0);
    for (int b = 0; b < 20; b++) {
      double x = examples.x().get(0, b);
      assertEquals(-1 + b * 2.0 / 19, x, 3e-16);
      // T_5 has derivative up to 25 at the ends, where acos loses digits.
      assertEquals(Math.cos(5 * Math.acos(x)), examples.y().get(0, b), 1e-14);
    }
    assertEquals(1, new Chebyshev(2, 0).draw(DRAWS).y().get(0, 0), 0);
    assertEquals(-1, new Chebyshev(2, 1).draw(DRAWS).y().get(0, 0), 0);
  }

  @Test
  void parityIsTheProductOfItsFirstSigns() {
    Examples examples = new Parity(200, 6, 3).draw(DRAWS);
    double sum = 0;
    for (int b = 0; b < 200; b++) {
      double product = 1;
      for (int i = 0; i < 6; i++) {
        assertEquals(1, Math.abs(examples.x().get(i, b)), 0);
        product *= i < 3 ? examples.x().get(i, b) : 1;
      }
      assertEquals(product, examples.y().get(0, b), 0);
      sum += product;
    }
    // 200 fair signs: four standard deviations are 57.
    assertEquals(0, sum, 57);
  }

  @Test
  void modularAdditionSplitsAllPairs() {
    ModularAddition set = new ModularAddition(7, 0.7);
    Examples training = set.draw(DRAWS);
    Examples rest = set.beside(DRAWS, "test", set.rest().getAsInt());
    java.util.Set<Integer> pairs = new java.util.TreeSet<>();
    for (Examples part : List.of(training, rest)) {
      for (int i = 0; i < part.count(); i++) {
        int a = hot(part.x(), i, 0, 7);
        int b = hot(part.x(), i, 7, 14);
        assertEquals((a + b) % 7, hot(part.y(), i, 0, 7));
        pairs.add(7 * a + b);
      }
    }
    assertEquals(34, training.count(), "0.7 of 49, rounded down");
    assertEquals(15, rest.count());
    assertEquals(49, pairs.size());
    assertEquals(370, ModularAddition.GROKKING.examples(), "as the reference counts them");
  }

  private static int hot(Tensor x, int column, int from, int to) {
    int found = -1;
    for (int i = from; i < to; i++) {
      if (x.get(i, column) == 1) {
        assertEquals(-1, found, "two ones");
        found = i - from;
      } else {
        assertEquals(0, x.get(i, column), 0);
      }
    }
    return found;
  }

  @Test
  void spiralsWithoutNoiseLieOnTheirArms() {
    Examples examples = new Spirals(30, 3, 0, 1.5).draw(DRAWS);
    for (int b = 0; b < 30; b++) {
      double x = examples.x().get(0, b);
      double y = examples.x().get(1, b);
      double radius = Math.hypot(x, y);
      double angle = 2 * Math.PI * (1.5 * radius + (b % 3) / 3.0);
      assertTrue(radius < 1);
      assertEquals(radius * Math.cos(angle), x, 1e-14);
      assertEquals(radius * Math.sin(angle), y, 1e-14);
      assertEquals(1, examples.y().get(b % 3, b), 0);
    }
  }

  @Test
  void idxFilesAreReadPlainAndZipped() throws IOException {
    byte[] images = {0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 51, -1, 5, 6, 7};
    byte[] labels = {0, 0, 8, 1, 0, 0, 0, 3, 2, 0, 1};
    for (boolean zipped : new boolean[] {false, true}) {
      Content x = new Content("images", zipped ? zip(images) : images);
      Content y = new Content("labels", zipped ? zip(labels) : labels);
      Idx set = new Idx(x, y, 255, Standardize.NONE, new Limit.First(2));

      Examples training = set.draw(DRAWS);
      Examples rest = set.beside(DRAWS, "test", 1);

      assertEquals(2, set.examples());
      assertEquals(1, set.rest().getAsInt());
      assertEquals(2, set.inputs());
      assertEquals(3, set.outputs());
      assertEquals(0.2, training.x().get(1, 0), 0);
      assertEquals(1, training.x().get(0, 1), 0, "bytes are unsigned");
      assertEquals(1, training.y().get(2, 0), 0);
      assertEquals(6 / 255.0, rest.x().get(0, 0), 0);
      assertEquals(1, rest.y().get(1, 0), 0);
    }
    Content singles =
        new Content(
            "singles",
            new byte[] {0, 0, 13, 2, 0, 0, 0, 1, 0, 0, 0, 1, (byte) 0xbf, (byte) 0x80, 0, 0});
    Content label = new Content("label", new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 0});
    assertEquals(
        -1,
        new Idx(singles, label, 1, Standardize.NONE, new Limit.All()).draw(DRAWS).x().get(0, 0),
        0);
  }

  @Test
  void wrongFilesAreNamed() throws IOException {
    byte[] images = {0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 51, -1};
    byte[] labels = {0, 0, 8, 1, 0, 0, 0, 2, 2, 0};
    Content text = new Content("readme", "hello".getBytes(StandardCharsets.UTF_8));
    Content x = new Content("images", images);
    Content y = new Content("labels", labels);
    byte[] zipped = zip(images);
    Content cut = new Content("images.gz", java.util.Arrays.copyOf(zipped, zipped.length - 12));

    assertEquals(
        "readme is not an idx file: it begins with the bytes [104, 101, 108, 108], wanted 0, 0, a type and a number of dimensions",
        message(() -> idx(text, y, new Limit.All()).inputs()));
    assertEquals(
        "images has 3 examples, but labels has 2",
        message(() -> idx(x, y, new Limit.All()).draw(DRAWS)));
    assertEquals(
        "limit is 9, but images has 3 examples",
        message(() -> idx(x, y, new Limit.First(9)).examples()));
    Content three = new Content("labels", new byte[] {0, 0, 8, 1, 0, 0, 0, 3, 2, 0, 1});
    assertEquals(
        "images ends in row 1 of the 3 that it announces",
        message(() -> idx(x, three, new Limit.All()).draw(DRAWS)));
    assertTrue(
        message(() -> idx(cut, three, new Limit.All()).draw(DRAWS))
            .startsWith("images.gz is not a whole gzip stream"));
    assertEquals(
        "readme is not a npy array",
        message(
            () -> new Npy(text, text, Targets.VALUES, Standardize.NONE, new Limit.All()).inputs()));
  }

  private static Idx idx(Content images, Content labels, Limit limit) {
    return new Idx(images, labels, 255, Standardize.NONE, limit);
  }

  private static String message(org.junit.jupiter.api.function.Executable executable) {
    return assertThrows(IllegalArgumentException.class, executable).getMessage();
  }

  private static byte[] zip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (java.util.zip.GZIPOutputStream stream = new java.util.zip.GZIPOutputStream(zipped)) {
      stream.write(bytes);
    }
    return zipped.toByteArray();
  }

  @Test
  void npyFilesAreInputsAndTargetsWithARestToTestOn() throws IOException {
    byte[] inputs = npy("<f8", false, "(3, 2)", doubles(1, 2, 3, 4, 5, 7));
    byte[] targets = npy("<f8", false, "(3,)", doubles(-1, 0.5, 2));
    for (boolean zipped : new boolean[] {false, true}) {
      Npy set =
          new Npy(
              new Content("x.npy", zipped ? zip(inputs) : inputs),
              new Content("y.npy", targets),
              Targets.VALUES,
              Standardize.INPUT,
              new Limit.First(2));

      Examples training = set.draw(DRAWS);
      Examples rest = set.beside(DRAWS, "test", 1);

      assertEquals(2, set.inputs());
      assertEquals(1, set.outputs());
      assertEquals(-1, training.x().get(0, 0), 0);
      assertEquals(1, training.x().get(1, 1), 0);
      assertEquals(3, rest.x().get(0, 0), 0, "by the mean 2 and deviation 1 of the training part");
      assertEquals(4, rest.x().get(1, 0), 0);
      assertEquals(2, rest.y().get(0, 0), 0);
    }
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
      Npz set = new Npz(file, x, "y", Targets.CLASSES, Standardize.NONE, new Limit.All());
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
                () ->
                    new Npz(file, "X", "labels", Targets.VALUES, Standardize.NONE, new Limit.All())
                        .draw(DRAWS))
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
    Csv set = new Csv(file, 1, Targets.VALUES, Standardize.NONE, new Limit.All());

    assertEquals(2, set.examples());
    assertEquals(2, set.inputs());
    assertEquals(4, set.draw(DRAWS).x().get(1, 1), 0);
    assertEquals(-0.5, set.draw(DRAWS).y().get(0, 1), 0);
    Content broken = new Content("data.csv", "1,2\n3,x\n".getBytes(StandardCharsets.UTF_8));
    assertEquals(
        "data.csv:2: not a line of numbers: 3,x",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new Csv(broken, 1, Targets.VALUES, Standardize.NONE, new Limit.All())
                        .examples())
            .getMessage());
  }

  /**
   * Means within four standard errors, covariances within 10 % of the largest, at 20,000 a class.
   */
  @Test
  void irisHasTheMomentsOfFishersClasses() {
    IrisGm iris = new IrisGm(60_000);
    Examples drawn = iris.draw(DRAWS);
    double[][] means = {{5.006, 3.428}, {5.936, 2.770}, {6.588, 2.974}};
    double[][] spreads = {
      {0.1242, 0.1437, 0.0992}, {0.2664, 0.0985, 0.0852}, {0.4043, 0.1040, 0.0938}
    };
    for (int c = 0; c < 3; c++) {
      double[] mean = new double[2];
      double[] square = new double[3];
      for (int b = c; b < 60_000; b += 3) {
        assertEquals(1, drawn.y().get(c, b));
        double first = drawn.x().get(0, b) - means[c][0];
        double second = drawn.x().get(1, b) - means[c][1];
        mean[0] += first / 20_000;
        mean[1] += second / 20_000;
        square[0] += first * first / 20_000;
        square[1] += second * second / 20_000;
        square[2] += first * second / 20_000;
      }
      assertEquals(0, mean[0], 4 * Math.sqrt(spreads[c][0] / 20_000));
      assertEquals(0, mean[1], 4 * Math.sqrt(spreads[c][1] / 20_000));
      for (int k = 0; k < 3; k++) {
        assertEquals(spreads[c][k], square[k], 0.1 * spreads[c][0], "class " + c);
      }
    }
  }

  /** The reference's 300 images have a mean pixel of 0.2050 and a mean |x|^2 of 6.819 unscaled. */
  @Test
  void glyphsAreDigitsOfTheAskedPower() {
    Glyph8 digits = Glyph8.DIGITS;
    Examples training = digits.draw(DRAWS);
    Examples test = digits.beside(DRAWS, "test", 500);

    double largest = 0;
    double sum = 0;
    for (int i = 0; i < training.x().size(); i++) {
      assertTrue(training.x().get(i) >= 0);
      largest = Math.max(largest, training.x().get(i));
      sum += training.x().get(i);
    }
    // Clipped at 1 before the scale, which is sqrt(20 / 6.82) = 1.713 but for the draw.
    assertEquals(1.713, largest, 0.03);
    assertEquals(0.2050, sum / training.x().size() / largest, 0.005);
    assertEquals(20, power(training), 1e-12);
    assertEquals(20, power(test), 0.6);
    assertEquals(1, training.y().get(7, 17));
  }

  private static double power(Examples examples) {
    double square = 0;
    for (int i = 0; i < examples.x().size(); i++) {
      square += examples.x().get(i) * examples.x().get(i);
    }
    return square / examples.count();
  }

  @Test
  void aGlyphIsPlacedBilinearly() {
    Examples one = new Glyph8(10, 0, 0, 64).draw(DRAWS);
    // Shift 0: rows half way, columns half way, so every dot gives a quarter to four pixels.
    double unit = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 64; i++) {
      double value = one.x().get(i, 1);
      unit = value > 0 ? Math.min(unit, value) : unit;
    }
    for (int i = 0; i < 64; i++) {
      double quarters = one.x().get(i, 1) / unit;
      assertEquals(Math.rint(quarters), quarters, 1e-12);
      assertTrue(quarters <= 4);
    }
  }

  @Test
  void midpointsFillTheUnitInterval() {
    Examples drawn = new Midpoints(4, 1.5).draw(DRAWS);

    assertArrayEquals(new double[] {0.125, 0.375, 0.625, 0.875}, drawn.x().toArray());
    assertArrayEquals(new double[] {1.5, 1.5, 1.5, 1.5}, drawn.y().toArray());
  }

  /** The axes are unit vectors whose entries add up to 0. */
  @Test
  void separatedClustersAreBallsWithTheirTargetTowardsTheOthers() {
    for (int clusters : new int[] {2, 3, 5}) {
      Examples drawn = new SeparatedClusters(50, clusters, 6, 0.15, 0.6).draw(DRAWS);
      for (int b = 0; b < 50; b++) {
        double fromCenter = 0;
        double ofTarget = 0;
        double sum = 0;
        for (int i = 0; i < clusters; i++) {
          double center = i == b % clusters ? 6 : 0;
          fromCenter += Math.pow(drawn.x().get(i, b) - center, 2);
          ofTarget += Math.pow(drawn.y().get(i, b) - center, 2);
          sum += drawn.y().get(i, b) - center;
        }
        assertTrue(Math.sqrt(fromCenter) < 0.15);
        assertEquals(0.6, Math.sqrt(ofTarget), 1e-14);
        assertEquals(0, sum, 1e-14);
        assertTrue(drawn.y().get(b % clusters, b) < 6);
      }
    }
    assertThrows(IllegalArgumentException.class, () -> new SeparatedClusters(50, 2, 1, 0.1, 0.8));
  }

  /** 100 coordinates of spread 0.2: five standard errors of their mean are 0.1. */
  @Test
  void axisClustersLieAboutTheUnitVectors() {
    Examples drawn = new AxisClusters(400, 5, 4, 2, 0.2).draw(DRAWS);
    for (int i = 0; i < 5; i++) {
      for (int c = 0; c < 4; c++) {
        double mean = 0;
        for (int b = c; b < 400; b += 4) {
          mean += drawn.x().get(i, b) / 100;
          assertEquals(1, drawn.y().get(c, b));
        }
        assertEquals(i == c ? 2 : 0, mean, 0.1);
      }
    }
  }
}
