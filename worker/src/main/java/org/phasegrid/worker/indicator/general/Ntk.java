package org.phasegrid.worker.indicator.general;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.architecture.Curvature;
import org.phasegrid.worker.architecture.MatrixStudent;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.need.CurvatureAtTheta;
import org.phasegrid.worker.need.Hessian;
import org.phasegrid.worker.spectrum.Lanczos;
import org.phasegrid.worker.spectrum.Tridiagonal;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;

/**
 * The neural tangent kernel Theta = J Jᵀ (K B, K B) on the training set (Jacot, Gabriel and Hongler
 * 2018).
 *
 * <p>{@code ntk_loss_lambda_max} is the largest eigenvalue of the loss-weighted kernel S^1/2 J Jᵀ
 * S^1/2 (that of the Gauss-Newton matrix), by Lanczos; the rest comes from the dense kernel and is
 * null where K B exceeds {@code largest}. Alignment is {@code yᵀ Theta y / (|Theta|_F |y|²)}
 * (Cristianini et al. 2001).
 */
@About(
    value = "neural tangent kernel: extreme eigenvalues, trace, alignment with the targets",
    paper = "arXiv:1806.07572")
public record Ntk(
    @About("when it looks") Looks looks,
    @About("products of the Lanczos iteration at most") int iterations,
    @About("largest examples x outputs of which the dense kernel is made") int largest)
    implements Indicator {
  public static final Ntk AT_ENDS = new Ntk(new Looks.Log2(2), 24, 1024);

  private static final Need<Curvature> CURVATURE = new CurvatureAtTheta();

  public Ntk {
    if (iterations < 1) {
      throw new IllegalArgumentException("iterations must be at least 1, was " + iterations);
    }
    if (largest < 0) {
      throw new IllegalArgumentException("largest must not be negative, was " + largest);
    }
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column(
            "ntk_loss_lambda_max",
            Column.Scope.STEP,
            "1/rate",
            "largest eigenvalue of the loss-weighted NTK"),
        new Column("ntk_lambda_max", Column.Scope.STEP, "", "largest eigenvalue of the NTK"),
        new Column("ntk_lambda_min", Column.Scope.STEP, "", "smallest eigenvalue of the NTK"),
        new Column("ntk_trace", Column.Scope.STEP, "", "trace of the NTK"),
        new Column(
            "ntk_alignment",
            Column.Scope.STEP,
            "",
            "alignment of the NTK with the targets, in [0, 1]"));
  }

  @Override
  public Set<Need<?>> needs() {
    return Set.of(CURVATURE);
  }

  @Override
  public Optional<String> refusal(Setting setting) {
    return setting.architecture() instanceof MatrixStudent
        ? Optional.of("wants outputs of examples, which matrix-student has not")
        : Optional.empty();
  }

  @Override
  public Meter start() {
    Lanczos lanczos = new Lanczos(iterations);
    return (snapshot, out) -> {
      if (!snapshot.finite()) {
        return;
      }
      Curvature curvature = snapshot.get(CURVATURE);
      out.put(
          "ntk_loss_lambda_max",
          lanczos
              .largest(
                  Hessian.gaussNewton(snapshot.objective(), curvature), snapshot.key("lanczos"))
              .value());
      Tensor y = curvature.targets();
      if (y.size() <= largest) {
        dense(snapshot, curvature.tangentKernel(), y, out);
      }
    };
  }

  private static void dense(Snapshot snapshot, Tensor kernel, Tensor y, Out out) {
    Kernels kernels = snapshot.kernels();
    int n = kernel.rows();
    double trace = 0;
    for (int i = 0; i < n; i++) {
      trace += kernel.get(i, i);
    }
    out.put("ntk_trace", trace);
    Tensor product = Tensor.zeros(Precision.FLOAT64, n, 1);
    kernels.gemm(kernel, y.view(0, n, 1), product);
    out.put(
        "ntk_alignment",
        kernels.dot(product, y.view(0, n, 1))
            / (Math.sqrt(kernels.sumOfSquares(kernel)) * kernels.sumOfSquares(y.view(0, n, 1))));
    Tridiagonal.of(kernels, kernel)
        .ifPresent(
            reduced -> {
              out.put("ntk_lambda_max", reduced.largest());
              out.put("ntk_lambda_min", reduced.smallest());
            });
  }
}
