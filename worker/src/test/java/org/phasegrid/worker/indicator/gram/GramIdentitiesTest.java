package org.phasegrid.worker.indicator.gram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.SquaredError;

/**
 * Identities I1 to I17 of papers/gram-hierarchy.md, B and E11 to E12, on relu networks of the
 * protocol with the mean over examples, at the golden size and at others. Tolerances are the
 * specification's: rounding times the length of the sums, or the error of a central difference.
 */
class GramIdentitiesTest {
  private static final double EPSILON = 1e-5;

  static Stream<Protocol.Case> cases() {
    return IntStream.rangeClosed(1, 4)
        .boxed()
        .flatMap(
            depth ->
                Stream.of(
                    Protocol.Case.of(42, 1042, 4, 8, depth, 6).with(SquaredError.Examples.MEAN),
                    Protocol.Case.of(7, 5007, 3, 11, depth, 5).with(SquaredError.Examples.MEAN),
                    Protocol.Case.of(2026, 9, 9, 6, depth, 7)));
  }

  private static double relative(Network network, Tensor a, Tensor b) {
    Tensor difference = network.copy(a);
    network.kernels().axpy(-1, b, difference);
    return network.norm(difference) / Math.max(network.norm(b), 1e-300);
  }

  private static Tensor centralDifference(Network network, Tensor plus, Tensor minus, double h) {
    Tensor difference = network.copy(plus);
    network.kernels().axpy(-1, minus, difference);
    network.kernels().scale(1 / (2 * h), difference);
    return difference;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void i1TheKernelIsTheGramMatrixOfTheJacobian(Protocol.Case of) {
    Checkpoint at = of.start();
    Network network = at.network();
    Tensor expected = Network.zeros(at.fields().r().size(), at.fields().r().size());
    int start = 0;
    for (int layer = 1; layer <= network.depth(); layer++) {
      int size = network.units(layer) * network.units(layer - 1);
      Tensor jacobian = Network.zeros(size, at.fields().r().size());
      for (int i = 0; i < size; i++) {
        Tensor plus = network.copy(at.theta());
        Tensor minus = network.copy(at.theta());
        plus.set(start + i, plus.get(start + i) + 1e-6);
        minus.set(start + i, minus.get(start + i) - 1e-6);
        Tensor column =
            centralDifference(
                network, Fields.at(network, plus).r(), Fields.at(network, minus).r(), 1e-6);
        jacobian.view(i * column.size(), 1, column.size()).copyFrom(column);
      }
      network.kernels().axpy(network.gamma(layer), network.overlap(jacobian, jacobian), expected);
      start += size;
    }

    assertTrue(relative(network, at.kernel().total(), expected) <= 1e-7);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void i2AndI4TheResidualAndTheKernelMoveAlongTheFlow(Protocol.Case of) {
    Checkpoint at = of.start();
    Network network = at.network();
    Fields plus = Fields.held(network, Protocol.moved(at, EPSILON), at.fields());
    Fields minus = Fields.held(network, Protocol.moved(at, -EPSILON), at.fields());

    Tensor rate = ResidualKernel.times(network, at.kernel().total(), at.fields().r());
    network.kernels().scale(-1, rate);
    assertTrue(
        relative(network, rate, centralDifference(network, plus.r(), minus.r(), EPSILON)) <= 1e-8);

    Tensor motion =
        centralDifference(
            network,
            ResidualKernel.total(network, plus),
            ResidualKernel.total(network, minus),
            EPSILON);
    Velocities velocities = Velocities.of(network, at.fields(), at.kernel());
    Tensor computed = Network.zeros(motion.rows(), motion.columns());
    velocities.orders().forEach(order -> network.kernels().axpy(1, order, computed));
    assertEquals(network.norm(computed), velocities.speed(), 1e-13 * network.norm(computed));
    if (of.depth() == 1) {
      assertEquals(0, network.norm(motion) + network.norm(computed), 1e-12);
    } else {
      assertTrue(relative(network, computed, motion) <= 1e-7);
    }
  }

  /**
   * I3 and I5: the sums over pairs of examples of the paper's operators are the field velocities
   * (by central differences), and their parts of one order make dK/dt of that order as the passes
   * compute it without any operator.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void i3AndI5PassesEqualTheOperatorsOfPairs(Protocol.Case of) {
    Checkpoint at = of.start();
    Network network = at.network();
    int depth = of.depth();
    Fields plus = Fields.held(network, Protocol.moved(at, EPSILON), at.fields());
    Fields minus = Fields.held(network, Protocol.moved(at, -EPSILON), at.fields());
    Operators operators = new Operators(at);
    Tensor[] orders = new Tensor[Math.max(1, depth - 1)];
    for (int m = 0; m < orders.length; m++) {
      orders[m] = Network.zeros(of.examples(), of.examples());
    }
    for (int l = 1; l <= depth; l++) {
      Tensor dh = Network.zeros(of.width(), of.examples());
      for (int k = 1; k <= l; k++) {
        Tensor part = operators.pushed(l, k);
        network.kernels().axpy(1, part, dh);
        if (l < depth) {
          addForward(at, l, part, orders[l - k]);
        }
      }
      assertTrue(
          relative(network, dh, centralDifference(network, plus.h()[l], minus.h()[l], EPSILON))
              <= 1e-8,
          "dh of layer " + l);
      Tensor db = Network.zeros(of.width(), of.examples());
      for (int k = l + 1; k <= depth; k++) {
        Tensor part = operators.pulled(l, k);
        network.kernels().axpy(1, part, db);
        addBackward(at, l, part, orders[k - l - 1]);
      }
      if (l < depth) {
        assertTrue(
            relative(network, db, centralDifference(network, plus.b()[l], minus.b()[l], EPSILON))
                <= 1e-8,
            "db of layer " + l);
      }
    }

    Velocities passes = Velocities.of(network, at.fields(), at.kernel());
    assertEquals(Math.max(0, depth - 1), passes.orders().size());
    for (int m = 0; m < passes.orders().size(); m++) {
      assertTrue(relative(network, passes.orders().get(m), orders[m]) <= 1e-12, "order " + m);
    }
  }

  private static void addForward(Checkpoint at, int l, Tensor dh, Tensor order) {
    Network network = at.network();
    Tensor du = network.copy(dh);
    network.kernels().multiply(at.fields().slope()[l], du);
    Tensor part = network.symmetrized(network.overlap(du, at.fields().u()[l]));
    network.kernels().multiply(at.kernel().s()[l + 1], part);
    network.kernels().axpy(network.gamma(l + 1), part, order);
  }

  private static void addBackward(Checkpoint at, int l, Tensor db, Tensor order) {
    Network network = at.network();
    Tensor dd = network.copy(db);
    network.kernels().multiply(at.fields().slope()[l], dd);
    Tensor part = network.symmetrized(network.overlap(dd, at.fields().delta()[l]));
    network.kernels().multiply(at.kernel().metric()[l], part);
    network.kernels().axpy(1, part, order);
  }

  /** The operators M and A of every pair of examples: n² N² numbers, for tests alone. */
  private static final class Operators {
    private final Checkpoint at;
    private final Network network;
    private final int n;

    Operators(Checkpoint at) {
      this.at = at;
      network = at.network();
      n = network.examples();
    }

    private Tensor gate(int layer, int mu, Tensor matrix) {
      Tensor gated = network.copy(matrix);
      for (int i = 0; i < gated.rows(); i++) {
        network
            .kernels()
            .scale(
                at.fields().slope()[layer].get(i, mu),
                gated.view(i * gated.columns(), 1, gated.columns()));
      }
      return gated;
    }

    private Tensor transposed(Tensor a) {
      Tensor out = Network.zeros(a.columns(), a.rows());
      network.kernels().transpose(a, out);
      return out;
    }

    private static Tensor identity(int size) {
      Tensor one = Network.zeros(size, size);
      for (int i = 0; i < size; i++) {
        one.set(i, i, 1);
      }
      return one;
    }

    /** M_{l,k} of a pair: I for k = l + 1, else Wᵀ D_mu M_{l+1,k} D_nu W with W = W_{l+1}. */
    Tensor pullback(int l, int k, int mu, int nu) {
      if (k == l + 1) {
        return identity(network.units(l));
      }
      Tensor w = at.fields().weights()[l + 1];
      Tensor inner = network.product(pullback(l + 1, k, mu, nu), gate(l + 1, nu, w));
      return network.overlap(gate(l + 1, mu, w), inner);
    }

    /** A_{l,k} of a pair: I for k = l, else W D_mu A_{l-1,k} D_nu Wᵀ with W = W_l. */
    Tensor pushforward(int l, int k, int mu, int nu) {
      if (k == l) {
        return identity(network.units(l));
      }
      Tensor turned = transposed(at.fields().weights()[l]);
      Tensor inner = network.product(pushforward(l - 1, k, mu, nu), gate(l - 1, nu, turned));
      return network.overlap(gate(l - 1, mu, turned), inner);
    }

    Tensor column(Tensor a, int mu) {
      Tensor out = Network.zeros(a.rows(), 1);
      for (int i = 0; i < a.rows(); i++) {
        out.set(i, a.get(i, mu));
      }
      return out;
    }

    /** dh_l by layer k: -gamma_k sum over nu of r_nu Q_{k-1} A_{l,k} delta_l. */
    Tensor pushed(int l, int k) {
      Tensor out = Network.zeros(network.units(l), n);
      for (int mu = 0; mu < n; mu++) {
        for (int nu = 0; nu < n; nu++) {
          Tensor moved =
              network.product(pushforward(l, k, mu, nu), column(at.fields().delta()[l], nu));
          double factor = -at.fields().r().get(nu) * at.kernel().metric()[k].get(mu, nu);
          for (int i = 0; i < out.rows(); i++) {
            out.set(i, mu, out.get(i, mu) + factor * moved.get(i));
          }
        }
      }
      return out;
    }

    /** db_l by layer k: -gamma_k sum over nu of r_nu S_k M_{l,k} u_l. */
    Tensor pulled(int l, int k) {
      Tensor out = Network.zeros(network.units(l), n);
      for (int mu = 0; mu < n; mu++) {
        for (int nu = 0; nu < n; nu++) {
          Tensor moved = network.product(pullback(l, k, mu, nu), column(at.fields().u()[l], nu));
          double factor =
              -network.gamma(k) * at.fields().r().get(nu) * at.kernel().s()[k].get(mu, nu);
          for (int i = 0; i < out.rows(); i++) {
            out.set(i, mu, out.get(i, mu) + factor * moved.get(i));
          }
        }
      }
      return out;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void i6TheOperatorsAreMetrics(Protocol.Case of) {
    Checkpoint at = of.start();
    Network network = at.network();
    Operators operators = new Operators(at);
    int depth = of.depth();
    for (int mu = 0; mu < of.examples(); mu++) {
      for (int nu = 0; nu < of.examples(); nu++) {
        for (int l = 0; l <= depth; l++) {
          for (int k = l + 1; k <= depth + 1; k++) {
            Tensor u = at.fields().u()[k - 1];
            Tensor q = network.overlap(u, u);
            double form =
                form(
                    operators,
                    at.fields().u()[l],
                    operators.pullback(l, k, mu, nu),
                    mu,
                    nu,
                    network);
            assertEquals(q.get(mu, nu), form, 1e-13 * network.norm(q) + 1e-13);
          }
        }
        for (int l = 1; l <= depth; l++) {
          for (int k = 1; k <= l; k++) {
            Tensor s = at.kernel().s()[k];
            double form =
                form(
                    operators,
                    at.fields().delta()[l],
                    operators.pushforward(l, k, mu, nu),
                    mu,
                    nu,
                    network);
            assertEquals(s.get(mu, nu), form, 1e-13 * network.norm(s) + 1e-13);
          }
        }
      }
    }
  }

  private static double form(
      Operators operators, Tensor field, Tensor metric, int mu, int nu, Network network) {
    return network
        .kernels()
        .dot(operators.column(field, mu), network.product(metric, operators.column(field, nu)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void i7OutputsAndTheirRatesAreCutAtEveryLayer(Protocol.Case of) {
    Checkpoint at = of.start();
    Network network = at.network();
    Fields fields = at.fields();
    int depth = of.depth();
    Operators operators = new Operators(at);
    double scale = network.norm(ResidualKernel.times(network, at.kernel().total(), fields.r()));
    for (int l = 1; l <= depth; l++) {
      Tensor below = Network.zeros(of.width(), of.examples());
      for (int k = 1; k <= l; k++) {
        network.kernels().axpy(1, operators.pushed(l, k), below);
      }
      network.kernels().multiply(fields.slope()[l], below);
      Tensor above = Network.zeros(of.width(), of.examples());
      for (int k = l + 1; k <= depth; k++) {
        network.kernels().axpy(1, operators.pulled(l, k), above);
      }
      Tensor belowRate = Network.zeros(1, of.examples());
      Tensor aboveRate = Network.zeros(1, of.examples());
      for (int k = 1; k <= depth; k++) {
        Tensor own = network.copy(at.kernel().s()[k]);
        network.multiply(at.kernel().metric()[k], own);
        Tensor part = ResidualKernel.times(network, own, fields.r());
        network.kernels().axpy(-1, part, k <= l ? belowRate : aboveRate);
      }
      for (int mu = 0; mu < of.examples(); mu++) {
        double f = fields.h()[depth + 1].get(mu) * network.rootWeights().get(mu);
        assertEquals(
            f, columns(fields.b()[l], fields.u()[l], mu), 1e-12 * Math.max(1, Math.abs(f)));
        assertEquals(belowRate.get(mu), columns(fields.b()[l], below, mu), 1e-12 * scale);
        assertEquals(aboveRate.get(mu), columns(fields.u()[l], above, mu), 1e-12 * scale);
      }
    }
  }

  private static double columns(Tensor a, Tensor b, int mu) {
    double sum = 0;
    for (int i = 0; i < a.rows(); i++) {
      sum += a.get(i, mu) * b.get(i, mu);
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void i8ToI10WorkNormsAndWeightGramsAlongTheFlow(Protocol.Case of) {
    Checkpoint at = of.start();
    Network network = at.network();
    Kernels kernels = network.kernels();
    Fields fields = at.fields();
    double work =
        kernels.dot(fields.r(), ResidualKernel.times(network, at.kernel().total(), fields.r()));
    double squares = 0;
    double growth = 0;
    for (int mu = 0; mu < of.examples(); mu++) {
      growth -=
          2
              * fields.r().get(mu)
              * fields.h()[of.depth() + 1].get(mu)
              * network.rootWeights().get(mu);
    }
    for (int l = 1; l <= of.depth(); l++) {
      Tensor v = Protocol.velocity(at, l);
      Tensor w = fields.weights()[l];
      squares += kernels.sumOfSquares(v) / network.gamma(l);
      assertEquals(
          growth, 2 * kernels.dot(w, v) / network.gamma(l), 1e-11 * Math.max(1, Math.abs(growth)));

      Tensor before =
          l == 1 ? network.overlap(w, fields.delta()[1]) : network.copy(fields.b()[l - 1]);
      assertTrue(
          relative(
                  network,
                  network.overlap(w, v),
                  outer(network, before, fields.r(), fields.u()[l - 1], l))
              <= 1e-12);
      Tensor turnedV = Network.zeros(v.columns(), v.rows());
      kernels.transpose(v, turnedV);
      assertTrue(
          relative(
                  network,
                  network.product(w, turnedV),
                  outer(network, network.copy(fields.h()[l]), fields.r(), fields.delta()[l], l))
              <= 1e-12);
    }
    assertEquals(work, squares, 1e-12 * work);
  }

  /** -gamma_l sum over nu of r_nu a_nu b_nuᵀ. */
  private static Tensor outer(Network network, Tensor a, Tensor r, Tensor b, int layer) {
    for (int i = 0; i < a.rows(); i++) {
      network.kernels().multiply(r, a.view(i * a.columns(), 1, a.columns()));
    }
    Tensor turned = Network.zeros(b.columns(), b.rows());
    network.kernels().transpose(b, turned);
    Tensor out = network.product(a, turned);
    network.kernels().scale(-network.gamma(layer), out);
    return out;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void i11OneStepMovesTheBalancesBySquaresOfTheStep(Protocol.Case of) {
    double eta = 0.37;
    Checkpoint at = of.start();
    Network network = at.network();
    Checkpoint after = Checkpoint.at(network, Protocol.moved(at, eta));
    List<double[]> before = Start.balances(at);
    List<double[]> later = Start.balances(after);
    assertEquals(of.depth() - 1, before.size());
    for (int l = 1; l < of.depth(); l++) {
      Tensor in = Protocol.velocity(at, l);
      Tensor out = Protocol.velocity(at, l + 1);
      double scale = 0;
      for (double balance : before.get(l - 1)) {
        scale += balance * balance;
      }
      for (int i = 0; i < of.width(); i++) {
        double squares = 0;
        for (int j = 0; j < in.columns(); j++) {
          squares += in.get(i, j) * in.get(i, j) / network.gamma(l);
        }
        for (int j = 0; j < out.rows(); j++) {
          squares -= out.get(j, i) * out.get(j, i) / network.gamma(l + 1);
        }
        assertEquals(
            eta * eta * squares,
            later.get(l - 1)[i] - before.get(l - 1)[i],
            1e-13 * Math.sqrt(scale));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void i12TheGramOperatorOfAPairMovesByAThirdExample(Protocol.Case of) {
    if (of.depth() < 3) {
      return;
    }
    Checkpoint at = of.start();
    Network network = at.network();
    Fields fields = at.fields();
    Tensor gates = network.copy(fields.slope()[2]);
    Tensor pair = Network.zeros(of.width(), 1);
    for (int i = 0; i < of.width(); i++) {
      pair.set(i, gates.get(i, 0) * gates.get(i, 1));
    }
    Tensor c = network.copy(fields.delta()[2]);
    scaleRows(network, pair, c);
    Tensor turned = Network.zeros(of.width(), of.width());
    network.kernels().transpose(fields.weights()[2], turned);
    Tensor t =
        outer(network, network.copy(fields.u()[1]), fields.r(), network.product(turned, c), 2);

    Tensor plus = gram(network, Fields.held(network, Protocol.moved(at, EPSILON), fields), pair);
    Tensor minus = gram(network, Fields.held(network, Protocol.moved(at, -EPSILON), fields), pair);
    Tensor motion = centralDifference(network, plus, minus, EPSILON);
    if (network.norm(motion) > 1e-6) {
      assertTrue(relative(network, network.symmetrized(t), motion) <= 1e-8);
    } else {
      assertEquals(0, network.norm(network.symmetrized(t)), 1e-8);
    }
  }

  private static void scaleRows(Network network, Tensor factors, Tensor rows) {
    for (int i = 0; i < rows.rows(); i++) {
      network.kernels().scale(factors.get(i), rows.view(i * rows.columns(), 1, rows.columns()));
    }
  }

  private static Tensor gram(Network network, Fields fields, Tensor pair) {
    Tensor w = network.copy(fields.weights()[2]);
    scaleRows(network, pair, w);
    return network.overlap(fields.weights()[2], w);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void i13TheSpectrumLiesWithinSchursBounds(Protocol.Case of) {
    Checkpoint at = of.start();
    Network network = at.network();
    double low = 0;
    double high = 0;
    for (int l = 1; l <= of.depth(); l++) {
      Tensor metric = at.kernel().metric()[l];
      Tensor s = at.kernel().s()[l];
      double smallest = Double.POSITIVE_INFINITY;
      double largest = 0;
      for (int mu = 0; mu < of.examples(); mu++) {
        smallest = Math.min(smallest, s.get(mu, mu));
        largest = Math.max(largest, metric.get(mu, mu));
      }
      low += eigenvalue(metric, -1) * smallest;
      high += eigenvalue(s, 1) * largest;
    }
    assertTrue(low <= eigenvalue(at.kernel().total(), -1) + 1e-12);
    assertTrue(eigenvalue(at.kernel().total(), 1) <= high + 1e-12);
    double largest = eigenvalue(at.kernel().total(), 1);
    assertEquals(
        largest, Spectrum.ends(network.kernels(), at.kernel().total()).largest(), 1e-14 * largest);
    assertTrue(network.norm(at.kernel().total()) > 0);
  }

  private static double eigenvalue(Tensor a, int end) {
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(a.rows(), false, true);
    assertTrue(eigen.decompose(DMatrixRMaj.wrap(a.rows(), a.rows(), a.toArray())));
    double extreme = eigen.getEigenvalue(0).getReal();
    for (int i = 1; i < a.rows(); i++) {
      double value = eigen.getEigenvalue(i).getReal();
      extreme = end > 0 ? Math.max(extreme, value) : Math.min(extreme, value);
    }
    return extreme;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void i14TheCurvatureTermLeavesAThirdOrder(Protocol.Case of) {
    if (of.depth() == 1) {
      return;
    }
    Checkpoint at = of.start();
    if (of.depth() == 2) {
      Tensor rest = remainder(at, 0.2);
      double q =
          at.network().norm(Velocities.of(at.network(), at.fields(), at.kernel()).curvature());
      assertTrue(at.network().norm(rest) <= 1e-11 * 0.04 * q);
      return;
    }
    double eta = 2e-3 / Spectrum.ends(at.network().kernels(), at.kernel().total()).largest();
    double coarse = at.network().norm(remainder(at, eta * 2));
    double fine = at.network().norm(remainder(at, eta));
    assertEquals(3, Math.log(coarse / fine) / Math.log(2), 0.02);
  }

  private static Tensor remainder(Checkpoint at, double eta) {
    Network network = at.network();
    Tensor rest = network.copy(Fields.held(network, Protocol.moved(at, eta), at.fields()).r());
    network.kernels().axpy(-1, at.fields().r(), rest);
    network
        .kernels()
        .axpy(eta, ResidualKernel.times(network, at.kernel().total(), at.fields().r()), rest);
    network
        .kernels()
        .axpy(-eta * eta, Velocities.of(network, at.fields(), at.kernel()).curvature(), rest);
    return rest;
  }

  /** A unit at its threshold: opening its gate moves no Q, and S by a row and a column. */
  @ParameterizedTest
  @MethodSource("cases")
  void i15ACrossingMovesConjugateOverlapsAlone(Protocol.Case of) {
    Checkpoint start = of.start();
    Network network = start.network();
    int[] found = crossing(start);
    int l = found[0];
    int unit = found[1];
    int mu = found[2];
    Tensor theta = network.copy(start.theta());
    int first = l == 1 ? 0 : of.width() * of.inputs() + (l - 2) * of.width() * of.width();
    int fanIn = network.units(l - 1);
    Tensor row = theta.view(first + unit * fanIn, 1, fanIn);
    Tensor u = start.fields().u()[l - 1];
    double along = 0;
    double square = 0;
    for (int j = 0; j < fanIn; j++) {
      along += row.get(j) * u.get(j, mu);
      square += u.get(j, mu) * u.get(j, mu);
    }
    for (int j = 0; j < fanIn; j++) {
      row.set(j, row.get(j) - along / square * u.get(j, mu));
    }
    Fields at = Fields.at(network, theta);
    at.slope()[l].set(unit, mu, 0);
    Fields closed = Fields.held(network, theta, at);
    Tensor[] opened = at.slope().clone();
    opened[l] = network.copy(at.slope()[l]);
    opened[l].set(unit, mu, 1);
    Fields open =
        Fields.held(
            network,
            theta,
            new Fields(at.weights(), at.h(), at.u(), opened, at.b(), at.delta(), at.r()));

    for (int j = 0; j <= of.depth(); j++) {
      assertTrue(
          relative(
                  network,
                  network.overlap(open.u()[j], open.u()[j]),
                  network.overlap(closed.u()[j], closed.u()[j]))
              <= 1e-12);
    }
    Tensor d = Network.zeros(of.width(), of.examples());
    d.set(unit, mu, closed.b()[l].get(unit, mu));
    for (int k = l; k >= 1; k--) {
      Tensor expected = network.symmetrized(network.overlap(d, closed.delta()[k]));
      network.kernels().axpy(1, network.overlap(d, d), expected);
      Tensor jump = network.overlap(open.delta()[k], open.delta()[k]);
      network.kernels().axpy(-1, network.overlap(closed.delta()[k], closed.delta()[k]), jump);
      assertTrue(relative(network, jump, expected) <= 1e-11, "S of layer " + k);
      if (k > 1) {
        d = network.overlap(closed.weights()[k], d);
        network.kernels().multiply(closed.slope()[k - 1], d);
      }
    }
  }

  /** A unit and an example whose gate matters: layer, unit, example. */
  private static int[] crossing(Checkpoint at) {
    Fields fields = at.fields();
    for (int l = at.network().depth(); l >= 1; l--) {
      for (int i = 0; i < at.network().units(l); i++) {
        for (int mu = 0; mu < at.network().examples(); mu++) {
          double others = 0;
          for (int nu = 0; nu < at.network().examples(); nu++) {
            others += nu == mu ? 0 : Math.abs(fields.delta()[l].get(i, nu));
          }
          double input = columns(fields.u()[l - 1], fields.u()[l - 1], mu);
          if (fields.b()[l].get(i, mu) != 0 && input > 0 && others > 0) {
            return new int[] {l, i, mu};
          }
        }
      }
    }
    throw new AssertionError("no gate matters");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void i16AndI17OneStepOfAnySizeIsExactWithGatesFlipping(Protocol.Case of) {
    Checkpoint at = of.start();
    Network network = at.network();
    double eta = 1.5 / Spectrum.ends(at.network().kernels(), at.kernel().total()).largest();
    Tensor theta = Protocol.moved(at, eta);
    Fields now = at.fields();
    Fields then = Fields.at(network, theta);
    Step step = Step.of(at, then, Fields.held(network, theta, now), eta);

    assertTrue(step.flips() > 0, "no gate flipped");
    assertTrue(step.defect() <= 1e-13, "defect " + step.defect());
    for (int l = 1; l <= of.depth(); l++) {
      Tensor predicted = network.copy(then.u()[l - 1]);
      network.kernels().axpy(-1, now.u()[l - 1], predicted);
      predicted = network.product(now.weights()[l], predicted);
      network.kernels().axpy(1, now.h()[l], predicted);
      Tensor driven = network.copy(now.delta()[l]);
      for (int i = 0; i < driven.rows(); i++) {
        network.kernels().multiply(now.r(), driven.view(i * of.examples(), 1, of.examples()));
      }
      network
          .kernels()
          .axpy(
              -eta * network.gamma(l),
              network.product(driven, network.overlap(now.u()[l - 1], then.u()[l - 1])),
              predicted);
      assertTrue(relative(network, then.h()[l], predicted) <= 1e-12, "h of layer " + l);
      if (l > 1) {
        Tensor back = network.copy(then.delta()[l]);
        network.kernels().axpy(-1, now.delta()[l], back);
        back = network.overlap(now.weights()[l], back);
        network.kernels().axpy(1, now.b()[l - 1], back);
        Tensor felt = network.copy(now.u()[l - 1]);
        for (int i = 0; i < felt.rows(); i++) {
          network.kernels().multiply(now.r(), felt.view(i * of.examples(), 1, of.examples()));
        }
        network
            .kernels()
            .axpy(
                -eta * network.gamma(l),
                network.product(felt, network.overlap(now.delta()[l], then.delta()[l])),
                back);
        assertTrue(relative(network, then.b()[l - 1], back) <= 1e-12, "b of layer " + (l - 1));
      }
    }
  }
}
