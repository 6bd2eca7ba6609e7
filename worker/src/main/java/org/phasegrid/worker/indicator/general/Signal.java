package org.phasegrid.worker.indicator.general;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.phasegrid.worker.architecture.Architecture;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.MlpFit;
import org.phasegrid.worker.architecture.Uv;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;

/**
 * Propagation of two signals forward and of one gradient backward through the network at theta_t.
 *
 * <p>Inputs a, b are normal with entries of variance {@code variance} and correlation {@code
 * correlation} in expectation. Per layer l = 1..L+1: {@code signal_q = |z_a|²/n_l}; {@code
 * signal_correlation} the cosine of z_a and z_b; {@code signal_backward = |u df/dz_l|²} at a for a
 * random unit vector u of outputs; singular values of dz_l/dx at a. In mean-field theory ln
 * signal_backward grows by ln chi_1 per layer towards the input (Schoenholz et al. 2017, arXiv
 * 1611.01232).
 */
@About(
    value =
        "signal propagation: variance, correlation, backward norm, Jacobian singular values per layer",
    paper = "arXiv:1611.01232")
public record Signal(
    @About("when it looks") Looks looks,
    @About("variance of the entries of the two inputs") double variance,
    @About("their correlation") double correlation,
    @About("whose input-output Jacobian is decomposed: none, readout or every-layer")
        Jacobian jacobian)
    implements Indicator {
  /** Of which layers singular values are computed. */
  public enum Jacobian {
    NONE,
    READOUT,
    EVERY_LAYER
  }

  public static final Signal AT_INITIALIZATION =
      new Signal(new Looks.At(List.of(0L)), 1, 0, Jacobian.READOUT);

  public Signal {
    if (!(variance > 0 && variance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("variance must be finite and above 0, was " + variance);
    }
    if (!(correlation >= -1 && correlation <= 1)) {
      throw new IllegalArgumentException("correlation must lie in [-1, 1], was " + correlation);
    }
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("signal_q", Column.Scope.LAYER, "", "mean square preactivation of input a"),
        new Column(
            "signal_correlation",
            Column.Scope.LAYER,
            "",
            "cosine of the preactivations of inputs a and b"),
        new Column(
            "signal_backward",
            Column.Scope.LAYER,
            "",
            "squared norm of the derivative of a random unit output by the preactivations"),
        new Column(
            "signal_singular_values",
            Column.Scope.LAYER,
            Column.Type.VECTOR,
            "",
            "singular values of dz_l/dx at input a, descending"));
  }

  @Override
  public Set<Need<?>> needs() {
    return Set.of();
  }

  @Override
  public Optional<String> refusal(Setting setting) {
    Architecture architecture = setting.architecture();
    return architecture instanceof Mlp || architecture instanceof Uv
        ? Optional.empty()
        : Optional.of("wants architecture mlp or uv, was " + Family.nameOf(architecture));
  }

  @Override
  public Meter start() {
    return (snapshot, out) -> {
      if (!(snapshot.objective() instanceof MlpFit network)) {
        throw new IllegalStateException("no layers: " + snapshot.objective());
      }
      if (snapshot.finite()) {
        measure(snapshot, network, out);
      }
    };
  }

  private void measure(Snapshot snapshot, MlpFit network, Out out) {
    Tensor theta = snapshot.theta();
    int last = network.depth() + 1;
    int inputs = network.weightBlock(1).columns();
    int outputs = network.weightBlock(last).rows();
    Key key = snapshot.key("signal");
    MlpFit pair =
        network.on(new Examples(inputs(key, inputs), Tensor.zeros(Precision.FLOAT64, outputs, 2)));
    pair.loss(theta);
    Tensor[] z = new Tensor[last + 1];
    for (int layer = 1; layer <= last; layer++) {
      z[layer] = pair.preactivation(layer);
      forward(layer, z[layer], out);
    }
    backward(snapshot.kernels(), pair, theta, z, unit(key.child("output"), outputs), out);
    jacobians(snapshot.kernels(), pair, theta, z, out);
  }

  private Tensor inputs(Key key, int size) {
    Tensor x = Tensor.zeros(Precision.FLOAT64, size, 2);
    double deviation = Math.sqrt(variance);
    double rest = Math.sqrt(1 - correlation * correlation);
    for (int i = 0; i < size; i++) {
      double a = key.child("a").normal(i);
      double b = correlation * a + rest * key.child("b").normal(i);
      x.set(i, 0, deviation * a);
      x.set(i, 1, deviation * b);
    }
    return x;
  }

  private static Tensor unit(Key key, int size) {
    Tensor u = Tensor.zeros(Precision.FLOAT64, size, 1);
    double square = 0;
    for (int i = 0; i < size; i++) {
      u.set(i, key.normal(i));
      square = Math.fma(u.get(i), u.get(i), square);
    }
    for (int i = 0; i < size; i++) {
      u.set(i, u.get(i) / Math.sqrt(square));
    }
    return u;
  }

  private static void forward(int layer, Tensor z, Out out) {
    double aa = 0;
    double ab = 0;
    double bb = 0;
    for (int i = 0; i < z.rows(); i++) {
      aa = Math.fma(z.get(i, 0), z.get(i, 0), aa);
      ab = Math.fma(z.get(i, 0), z.get(i, 1), ab);
      bb = Math.fma(z.get(i, 1), z.get(i, 1), bb);
    }
    out.put(layer, "signal_q", aa / z.rows());
    out.put(layer, "signal_correlation", ab / (Math.sqrt(aa) * Math.sqrt(bb)));
  }

  private static void backward(
      Kernels kernels, MlpFit network, Tensor theta, Tensor[] z, Tensor seed, Out out) {
    Tensor d = seed;
    for (int layer = network.depth() + 1; layer >= 1; layer--) {
      out.put(layer, "signal_backward", kernels.sumOfSquares(d));
      if (layer > 1) {
        Tensor w = network.weightBlock(layer).of(theta);
        Tensor before = Tensor.zeros(Precision.FLOAT64, w.columns(), 1);
        kernels.gemmTransposed(w, d, before);
        scaleRows(before, network.multiplier(layer), network, z[layer - 1]);
        d = before;
      }
    }
  }

  private void jacobians(Kernels kernels, MlpFit network, Tensor theta, Tensor[] z, Out out) {
    if (jacobian == Jacobian.NONE) {
      return;
    }
    int last = network.depth() + 1;
    Tensor chain = network.weightBlock(1).of(theta).to(Precision.FLOAT64);
    kernels.scale(network.multiplier(1), chain);
    for (int layer = 1; layer <= last; layer++) {
      if (jacobian == Jacobian.EVERY_LAYER || layer == last) {
        out.put(layer, "signal_singular_values", singularValues(chain));
      }
      if (layer < last) {
        Tensor w = network.weightBlock(layer + 1).of(theta);
        scaleRows(chain, 1, network, z[layer]);
        Tensor next = Tensor.zeros(Precision.FLOAT64, w.rows(), chain.columns());
        kernels.gemm(w, chain, next);
        kernels.scale(network.multiplier(layer + 1), next);
        chain = next;
      }
    }
  }

  /** Multiplies row i with factor * phi'(z_i) at input a. */
  private static void scaleRows(Tensor rows, double factor, MlpFit network, Tensor z) {
    for (int i = 0; i < rows.rows(); i++) {
      double slope = factor * network.activation().derivative(z.get(i, 0));
      for (int j = 0; j < rows.columns(); j++) {
        rows.set(i, j, rows.get(i, j) * slope);
      }
    }
  }

  private static double[] singularValues(Tensor matrix) {
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(matrix.rows(), matrix.columns(), false, false, true);
    DMatrixRMaj copy = new DMatrixRMaj(matrix.rows(), matrix.columns());
    copy.data = matrix.toArray();
    if (!svd.decompose(copy)) {
      return new double[0];
    }
    double[] values =
        java.util.Arrays.copyOf(svd.getSingularValues(), svd.numberOfSingularValues());
    java.util.Arrays.sort(values);
    for (int i = 0, j = values.length - 1; i < j; i++, j--) {
      double swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
    return values;
  }
}
