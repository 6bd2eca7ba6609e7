package org.phasegrid.worker.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.phasegrid.worker.random.Key;

/** Every kernel in lanes against its scalar twin, bit for bit, margins of the views included. */
class VectorKernelsTest {
  private static final Kernels SCALAR = new ScalarKernels();
  private static final Kernels VECTOR = new VectorKernels();
  private static final int MARGIN = 5;

  /** The tensors of a call for the sizes (m, n, k), as pairs of rows and columns. */
  private interface Shapes {
    int[][] of(int m, int n, int k);
  }

  private interface Call {
    double on(Kernels kernels, Tensor[] t);
  }

  private interface Change {
    void on(Kernels kernels, Tensor[] t);
  }

  private record Method(String name, Shapes shapes, Call call) {
    static Method of(String name, Shapes shapes, Change change) {
      return new Method(
          name,
          shapes,
          (kernels, t) -> {
            change.on(kernels, t);
            return 0;
          });
    }
  }

  private static int[][] equal(int count, int m, int n) {
    return Stream.generate(() -> new int[] {m, n}).limit(count).toArray(int[][]::new);
  }

  /** What is added in a row has these periods: one number, and the lanes of some herds. */
  private static final int[] PERIODS = {1, 3, 4, 8, 16};

  private interface OverRows {
    void on(Tensor b, Tensor z, Tensor h);
  }

  /** b, z and h for every period. */
  private static int[][] rows(int m, int n, int k) {
    return Arrays.stream(PERIODS)
        .boxed()
        .flatMap(
            p -> {
              int[] z = {m * (p == 1 ? n : 1 + n % 3), p};
              return Stream.of(new int[] {m, p}, z, z);
            })
        .toArray(int[][]::new);
  }

  private static void overRows(Tensor[] t, OverRows call) {
    for (int i = 0; i < t.length; i += 3) {
      call.on(t[i], t[i + 1], t[i + 2]);
    }
  }

  private static final List<Method> METHODS =
      List.of(
          Method.of(
              "gemm",
              (m, n, k) -> new int[][] {{m, k}, {k, n}, {m, n}},
              (kernels, t) -> kernels.gemm(t[0], t[1], t[2])),
          Method.of(
              "gemmTransposed",
              (m, n, k) -> new int[][] {{k, m}, {k, n}, {m, n}},
              (kernels, t) -> kernels.gemmTransposed(t[0], t[1], t[2])),
          Method.of(
              "gemmByTransposed",
              (m, n, k) -> new int[][] {{m, k}, {n, k}, {m, n}},
              (kernels, t) -> kernels.gemmByTransposed(t[0], t[1], t[2])),
          Method.of(
              "transpose",
              (m, n, k) -> new int[][] {{m, n}, {n, m}},
              (kernels, t) -> kernels.transpose(t[0], t[1])),
          Method.of(
              "rowSums",
              (m, n, k) -> new int[][] {{m, n}, {1, m}},
              (kernels, t) -> kernels.rowSums(t[0], t[1])),
          Method.of("scale", (m, n, k) -> equal(1, m, n), (kernels, t) -> kernels.scale(0.1, t[0])),
          Method.of(
              "addToRows",
              VectorKernelsTest::rows,
              (kernels, t) -> overRows(t, (b, z, h) -> kernels.addToRows(0.1, b, z))),
          Method.of(
              "axpy", (m, n, k) -> equal(2, m, n), (kernels, t) -> kernels.axpy(-0.1, t[0], t[1])),
          Method.of(
              "decay", (m, n, k) -> equal(2, m, n), (kernels, t) -> kernels.decay(0.9, t[0], t[1])),
          Method.of(
              "average",
              (m, n, k) -> equal(2, m, n),
              (kernels, t) -> kernels.average(0.9, t[0], t[1])),
          Method.of(
              "averageOfSquares",
              (m, n, k) -> equal(2, m, n),
              (kernels, t) -> kernels.averageOfSquares(0.999, t[0], t[1])),
          Method.of(
              "adaptiveStep",
              (m, n, k) -> equal(3, m, n),
              (kernels, t) -> kernels.adaptiveStep(-0.1, 1.7, 1e-8, t[0], t[1], t[2])),
          Method.of(
              "subtract",
              (m, n, k) -> equal(4, m, n),
              (kernels, t) -> {
                kernels.subtract(t[0], t[1], t[2]);
                kernels.subtract(t[3], t[0], t[3]);
                kernels.subtract(t[0], t[1], t[1]);
              }),
          Method.of(
              "multiply",
              (m, n, k) -> equal(2, m, n),
              (kernels, t) -> kernels.multiply(t[0], t[1])),
          Method.of(
              "multiplyAdd",
              (m, n, k) -> equal(3, m, n),
              (kernels, t) -> kernels.multiplyAdd(t[0], t[1], t[2])),
          Method.of(
              "reflect",
              (m, n, k) -> new int[][] {{n, n}, {1, n}, {1, n}, {1, n}, {1, n}},
              (kernels, t) -> {
                int least = t[0].precision() == Precision.FLOAT64 ? 1 : Integer.MAX_VALUE;
                for (int size = t[0].rows(); size >= least; size -= 5) {
                  kernels.reflect(t[0], size, t[1], t[2], t[3], t[4]);
                }
              }),
          Method.of(
              "reflectColumns",
              (m, n, k) -> new int[][] {{1, m}, {m, n}},
              wide((kernels, t) -> kernels.reflectColumns(-0.1, t[0], t[1]))),
          Method.of(
              "rotateRows",
              (m, n, k) -> new int[][] {{1, m}, {1, m}, {m, n}},
              wide((kernels, t) -> kernels.rotateRows(t[0], t[1], t[2]))),
          new Method("dot", (m, n, k) -> equal(2, m, n), (kernels, t) -> kernels.dot(t[0], t[1])),
          Method.of(
              "dots",
              (m, n, k) -> new int[][] {{m, n}, {1, n}, {1, m}},
              (kernels, t) -> kernels.dots(t[0], t[1], t[2])),
          Method.of(
              "addRows",
              (m, n, k) -> new int[][] {{1, m}, {m, n}, {1, n}},
              (kernels, t) -> kernels.addRows(t[0], t[1], t[2])),
          new Method(
              "sumOfSquares",
              (m, n, k) -> equal(1, m, n),
              (kernels, t) -> kernels.sumOfSquares(t[0])),
          new Method("sum", (m, n, k) -> equal(1, m, n), (kernels, t) -> kernels.sum(t[0])),
          new Method(
              "sumOfAbsolutes",
              (m, n, k) -> equal(1, m, n),
              (kernels, t) -> kernels.sumOfAbsolutes(t[0])),
          Method.of(
              "tanh",
              (m, n, k) -> equal(2, m, n),
              (kernels, t) -> {
                kernels.tanh(t[0], t[1]);
                kernels.tanh(t[0], t[0]);
              }),
          Method.of(
              "tanhOfRows",
              VectorKernelsTest::rows,
              (kernels, t) -> overRows(t, (b, z, h) -> kernels.tanhOfRows(0.1, b, z, h))),
          Method.of(
              "tanhBackward",
              (m, n, k) -> equal(2, m, n),
              (kernels, t) -> kernels.tanhBackward(0.1, t[0], t[1])),
          Method.of(
              "exp",
              (m, n, k) -> equal(2, m, n),
              (kernels, t) -> {
                kernels.exp(t[0], t[1]);
                kernels.exp(t[0], t[0]);
              }),
          Method.of(
              "erf",
              (m, n, k) -> equal(2, m, n),
              (kernels, t) -> {
                kernels.erf(t[0], t[1]);
                kernels.erf(t[0], t[0]);
              }),
          Method.of(
              "sigmoid",
              (m, n, k) -> equal(2, m, n),
              (kernels, t) -> {
                kernels.sigmoid(t[0], t[1]);
                kernels.sigmoid(t[0], t[0]);
              }),
          Method.of(
              "gelu",
              (m, n, k) -> equal(2, m, n),
              (kernels, t) -> {
                kernels.gelu(t[0], t[1]);
                kernels.gelu(t[0], t[0]);
              }),
          Method.of(
              "geluSlope",
              (m, n, k) -> equal(2, m, n),
              (kernels, t) -> {
                kernels.geluSlope(t[0], t[1]);
                kernels.geluSlope(t[0], t[0]);
              }),
          Method.of(
              "relu",
              (m, n, k) -> equal(2, m, n),
              (kernels, t) -> {
                kernels.relu(t[0], t[1]);
                kernels.relu(t[0], t[0]);
              }),
          Method.of(
              "reluOfRows",
              VectorKernelsTest::rows,
              (kernels, t) -> overRows(t, (b, z, h) -> kernels.reluOfRows(0.1, b, z, h))),
          Method.of(
              "reluBackward",
              (m, n, k) -> equal(2, m, n),
              (kernels, t) -> kernels.reluBackward(0.1, t[0], t[1])),
          Method.of(
              "map",
              (m, n, k) -> equal(2, m, n),
              (kernels, t) -> kernels.map(t[0], t[1], v -> v / 3)),
          Method.of(
              "softmaxTerms",
              (m, n, k) -> new int[][] {{m, n}, {1, n}, {1, n}, {m, n}},
              wide((kernels, t) -> kernels.softmaxTerms(t[0], t[1], t[2], t[3]))),
          Method.of(
              "softmaxSlopes",
              (m, n, k) -> new int[][] {{m, n}, {1, n}, {m, n}},
              wide((kernels, t) -> kernels.softmaxSlopes(t[0], t[1], 7, t[2]))),
          new Method(
              "largestIn", (m, n, k) -> new int[][] {{1, n}, {m, n}}, VectorKernelsTest::largestIn),
          new Method(
              "finite", (m, n, k) -> equal(1, m, n), (kernels, t) -> kernels.finite(t[0]) ? 1 : 0));

  /** On float64 copies, of what is defined on them alone. */
  private static Change wide(Change change) {
    return (kernels, t) -> {
      Tensor[] copies = new Tensor[t.length];
      for (int i = 0; i < t.length; i++) {
        copies[i] = t[i].to(Precision.FLOAT64);
      }
      change.on(kernels, copies);
      for (int i = 0; i < t.length; i++) {
        t[i].copyFrom(copies[i]);
      }
    };
  }

  /** The rows named are rows of the other, which has few values, so that many are equal. */
  private static double largestIn(Kernels kernels, Tensor[] t) {
    for (int j = 0; j < t[0].size(); j++) {
      t[0].set(j, j % t[1].rows());
    }
    for (int i = 0; i < t[1].size(); i++) {
      t[1].set(i, Double.isFinite(t[1].get(i)) ? Math.signum(t[1].get(i)) : t[1].get(i));
    }
    return kernels.largestIn(t[0], t[1]);
  }

  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -1e-310,
    1e-40,
    0.55,
    -0.55f,
    1,
    -700,
    -745.1,
    -100,
    1e300,
    -Double.MAX_VALUE,
    3e38
  };

  /** How a tensor is filled: ordinary numbers, or one special value in eight. */
  private enum Values {
    NORMAL,
    SPECIAL
  }

  private static double value(Key key, int i, Values values) {
    Key draw = key.child(i);
    if (values == Values.SPECIAL && draw.index(0, 8) == 0) {
      return SPECIAL[draw.index(1, SPECIAL.length)];
    }
    return 4 * draw.normal(2);
  }

  /** A view into a larger tensor, whose every element is filled. */
  private static Tensor parent(Key key, Precision p, int[] shape, Values values) {
    Tensor t = Tensor.zeros(p, 1, shape[0] * shape[1] + 2 * MARGIN);
    for (int i = 0; i < t.size(); i++) {
      t.set(i, value(key, i, values));
    }
    return t;
  }

  private static Tensor[] views(Tensor[] parents, int[][] shapes) {
    Tensor[] views = new Tensor[parents.length];
    for (int i = 0; i < views.length; i++) {
      views[i] = parents[i].view(MARGIN, shapes[i][0], shapes[i][1]);
    }
    return views;
  }

  private static void assertEqualBits(
      Method method, Key key, Precision p, int m, int n, int k, Values values) {
    int[][] shapes = method.shapes().of(m, n, k);
    Tensor[] before = new Tensor[shapes.length];
    for (int i = 0; i < before.length; i++) {
      before[i] = parent(key.child(method.name()).child(i), p, shapes[i], values);
    }
    Tensor[] scalar = Arrays.stream(before).map(t -> t.to(p)).toArray(Tensor[]::new);
    Tensor[] vector = Arrays.stream(before).map(t -> t.to(p)).toArray(Tensor[]::new);

    double want = method.call().on(SCALAR, views(scalar, shapes));
    double got = method.call().on(VECTOR, views(vector, shapes));

    String where = method.name() + " " + p + " m " + m + " n " + n + " k " + k + " " + key;
    ScalarKernelsTest.assertBits(want, got, where);
    for (int i = 0; i < before.length; i++) {
      int size = before[i].size();
      for (int j = 0; j < size; j++) {
        ScalarKernelsTest.assertBits(scalar[i].get(j), vector[i].get(j), where + " at " + j);
        if (j < MARGIN || j >= size - MARGIN) {
          ScalarKernelsTest.assertBits(before[i].get(j), vector[i].get(j), where + " margin");
        }
      }
    }
  }

  @Test
  void everyKernelOfTheInterfaceIsCompared() {
    Set<String> declared =
        Arrays.stream(Kernels.class.getDeclaredMethods())
            .map(java.lang.reflect.Method::getName)
            .filter(name -> !name.startsWith("lambda") && !name.startsWith("$"))
            .collect(Collectors.toCollection(TreeSet::new));
    declared.removeAll(Set.of("best", "describe", "herd"));

    assertEquals(
        declared,
        METHODS.stream().map(Method::name).collect(Collectors.toCollection(TreeSet::new)));
    assertEquals(40, METHODS.size());
  }

  @ParameterizedTest
  @EnumSource
  void anyShapeGivesTheBitsOfTheScalarKernels(Precision precision) {
    Map<String, Integer> visited = new HashMap<>();
    for (int round = 0; round < 400; round++) {
      Key key = Key.of(round).child("shapes");
      int m = 1 + key.index(0, 40);
      int n = 1 + key.index(1, round % 2 == 0 ? 40 : 150);
      int k = key.index(2, 40);
      for (Method method : METHODS) {
        assertEqualBits(method, key, precision, m, n, k, Values.values()[round % 4 / 2]);
        visited.merge(method.name(), 1, Integer::sum);
      }
    }
    assertEquals(40, visited.size());
    assertEquals(40 * 400, visited.values().stream().mapToInt(i -> i).sum());
  }

  @ParameterizedTest
  @EnumSource
  void everySmallShapeOfAProductGivesTheBitsOfTheScalarKernels(Precision precision) {
    int shapes = 0;
    for (int m = 1; m <= 18; m++) {
      for (int n = 1; n <= 70; n++) {
        for (int k : new int[] {0, 1, 3}) {
          Key key = Key.of(m).child(n).child(k);
          assertEqualBits(METHODS.get(0), key, precision, m, n, k, Values.NORMAL);
          assertEqualBits(METHODS.get(1), key, precision, m, n, k, Values.SPECIAL);
          assertEqualBits(METHODS.get(2), key, precision, m, n, k, Values.SPECIAL);
          shapes++;
        }
      }
    }
    assertEquals(18 * 70 * 3, shapes);
  }

  /** The shapes of the ready sweeps, each often enough to be compared in compiled code too. */
  @ParameterizedTest
  @EnumSource
  void theShapesOfTheSweepsGiveTheBitsOfTheScalarKernels(Precision precision) {
    int[][] shapes = {
      {16, 272, 16},
      {1, 272, 16},
      {16, 16, 272},
      {16, 1, 272},
      {272, 1, 16},
      {128, 512, 128},
      {10, 512, 128},
      {128, 128, 512},
      {64, 64, 64},
      {100, 300, 50},
      {512, 16, 512}
    };
    int visited = 0;
    for (int[] s : shapes) {
      int repeats = Math.max(1, Math.min(100, 2_000_000 / (s[0] * s[1] * s[2])));
      for (int repeat = 0; repeat < repeats; repeat++) {
        Key key = Key.of(repeat).child("sweeps");
        assertEqualBits(METHODS.get(0), key, precision, s[0], s[1], s[2], Values.NORMAL);
        assertEqualBits(METHODS.get(1), key, precision, s[0], s[1], s[2], Values.NORMAL);
        assertEqualBits(METHODS.get(2), key, precision, s[0], s[1], s[2], Values.NORMAL);
      }
      visited++;
    }
    assertEquals(11, visited);
  }

  /** Borders of panels, strips, and of the blocks of rows, columns and terms. */
  @ParameterizedTest
  @EnumSource
  void packedProductsGiveTheBitsOfTheScalarKernels(Precision precision) {
    int[][] shapes = {
      {32, 64, 64},
      {33, 65, 65},
      {34, 193, 50},
      {35, 129, 127},
      {64, 128, 128},
      {66, 131, 129},
      {67, 97, 385},
      {128, 144, 256},
      {255, 130, 66},
      {257, 200, 70},
      {261, 66, 140},
      {34, 1100, 131},
      {40, 2113, 65},
      {70, 130, 513},
      {36, 128, 257},
      {300, 300, 600},
      {33, 88, 64},
      {40, 176, 50},
      {256, 60, 256},
      {33, 65, 193},
      {255, 130, 200},
      {34, 1100, 261}
    };
    int visited = 0;
    for (int[] s : shapes) {
      for (Values values : Values.values()) {
        Key key = Key.of(visited).child("packed");
        assertEqualBits(METHODS.get(0), key, precision, s[0], s[1], s[2], values);
        assertEqualBits(METHODS.get(1), key, precision, s[0], s[1], s[2], values);
        assertEqualBits(METHODS.get(2), key, precision, s[0], s[1], s[2], values);
        visited++;
      }
    }
    assertEquals(2 * 22, visited);
  }

  /** Of these half is computed, where they are large. */
  @ParameterizedTest
  @EnumSource
  void productsOfAMatrixWithItselfGiveTheBitsOfTheScalarKernels(Precision precision) {
    Method inner =
        Method.of(
            "AᵀA",
            (m, n, k) -> new int[][] {{k, n}, {n, n}},
            (kernels, t) -> kernels.gemmTransposed(t[0], t[0], t[1]));
    Method outer =
        Method.of(
            "A Aᵀ",
            (m, n, k) -> new int[][] {{n, k}, {n, n}},
            (kernels, t) -> kernels.gemmByTransposed(t[0], t[0], t[1]));
    int visited = 0;
    for (int n : new int[] {5, 64, 96, 97, 128, 131, 192, 200, 256, 259, 300, 520}) {
      for (int k : new int[] {8, 48, 129, 256}) {
        for (Values values : Values.values()) {
          Key key = Key.of(visited).child("itself");
          assertEqualBits(inner, key, precision, 0, n, k, values);
          assertEqualBits(outer, key, precision, 0, n, k, values);
          visited++;
        }
      }
    }
    assertEquals(12 * 4 * 2, visited);
  }

  @ParameterizedTest
  @EnumSource
  void tanhExpAndErfGiveTheScalarBitsOnTheWholeLine(Precision precision) {
    Tensor z = Tensor.zeros(precision, 1, 200_003);
    for (int i = 0; i < z.size(); i++) {
      long bits = Key.of(8).bits(i);
      double x =
          switch (i % 3) {
            case 0 -> Double.longBitsToDouble(bits);
            case 1 -> Float.intBitsToFloat((int) bits);
            default -> 8 * Key.of(9).normal(i);
          };
      z.set(i, x);
    }
    Tensor scalar = z.to(precision);
    Tensor vector = z.to(precision);
    int visited = 0;
    for (String name : new String[] {"tanh", "exp", "erf"}) {
      switch (name) {
        case "tanh" -> both(z, scalar, vector, Kernels::tanh);
        case "exp" -> both(z, scalar, vector, Kernels::exp);
        default -> both(z, scalar, vector, Kernels::erf);
      }
      for (int i = 0; i < z.size(); i++) {
        ScalarKernelsTest.assertBits(scalar.get(i), vector.get(i), name + " of " + z.get(i));
        visited++;
      }
    }
    assertEquals(3 * 200_003, visited);
  }

  private interface Unary {
    void on(Kernels kernels, Tensor z, Tensor h);
  }

  private static void both(Tensor z, Tensor scalar, Tensor vector, Unary function) {
    function.on(SCALAR, z, scalar);
    function.on(VECTOR, z, vector);
  }

  @Test
  void theDescriptionNamesTheWidth() {
    assertEquals("vector (", VECTOR.describe().substring(0, 8));
  }
}
