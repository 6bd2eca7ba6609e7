package org.phasegrid.worker.indicator.bbp;

import java.util.HashMap;
import java.util.Map;
import org.phasegrid.worker.architecture.MatrixFit;
import org.phasegrid.worker.architecture.MatrixStudent;
import org.phasegrid.worker.architecture.Sampling;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.spectrum.TracyWidom;
import org.phasegrid.worker.theory.BbpData;
import org.phasegrid.worker.theory.BbpLinear;
import org.phasegrid.worker.theory.BbpNonlinear;
import org.phasegrid.worker.theory.BbpOnline;

/** What theory says of a matrix student under plain gradient descent of constant rate. */
final class StudentTheory {
  /** Where the lower boundary on data is looked for, in units of the reciprocal curvature. */
  private static final double FROM = 1e-4;

  private static final int SCAN = 24;

  private final MatrixFit fit;
  private final MatrixStudent student;
  private final TracyWidom level;
  private final double r;
  private final Map<Long, Double> boundaries = new HashMap<>();

  StudentTheory(MatrixFit fit, TracyWidom level) {
    this.fit = fit;
    this.level = level;
    student = fit.student();
    r = (double) student.outputs() / student.inputs();
  }

  private boolean fixed() {
    return student.data() instanceof Sampling.Sample || student.data() instanceof Sampling.Design;
  }

  private BbpData data() {
    return BbpData.of(fit.dataEigenvalues(), fit.dataShares(), fit.inputsPerExample());
  }

  /** The columns of a look at step t. */
  void put(double eps, long t, Out out) {
    if (student.data() instanceof Sampling.Stream stream) {
      if (student.linear()) {
        BbpOnline online = new BbpOnline(student.inputs(), stream.batch(), student.noise());
        out.put(
            "bbp_q2_theory_population",
            online.spike(eps, t, student.sigma(), student.outputs(), student.strength()).left());
        out.put("bbp_eps_c_theory_population", online.boundary(r, student.strength()));
      }
      return;
    }
    if (t == 0) {
      return;
    }
    if (!student.linear()) {
      if (t == 1 && student.strength() == 1) {
        BbpNonlinear theory =
            BbpNonlinear.of(student.activation(), student.sigma(), fit.outputDirection().toArray());
        out.put("bbp_q2_theory_population", theory.spike(eps, student.sigma(), r).left());
        out.put("bbp_eps_c_theory_population", theory.lower(student.sigma(), r));
      }
      return;
    }
    out.put(
        "bbp_q2_theory_population",
        BbpLinear.spike(eps, student.sigma(), r, t, student.strength()).left());
    out.put(
        "bbp_eps_c_theory_population", BbpLinear.lower(student.sigma(), r, t, student.strength()));
    out.put(
        "bbp_eps_det_theory",
        BbpLinear.lowerDetected(
            student.sigma(), student.outputs(), student.inputs(), t, student.strength(), level));
    if (fixed()) {
      BbpData data = data();
      BbpData.Setup setup =
          new BbpData.Setup(r, student.sigma(), student.strength(), student.noise());
      out.put("bbp_q2_theory_data", data.at(setup, eps, t).left());
      double unit = 1 / data.largest();
      out.put(
          "bbp_eps_c_theory_data",
          boundaries.computeIfAbsent(
              t, each -> data.lower(setup, each, FROM * unit, 2 * unit, SCAN)));
    }
  }

  /** The columns of the run. */
  void put(Out out) {
    out.put(
        "bbp_eps_o_theory",
        student.linear()
            ? BbpLinear.EPS_O
            : BbpNonlinear.of(student.activation(), student.sigma()).vanishing());
    if (!student.linear()) {
      return;
    }
    if (student.data() instanceof Sampling.Stream stream) {
      out.put(
          "bbp_eps_div_theory",
          new BbpOnline(student.inputs(), stream.batch(), student.noise()).divergence());
    } else if (fixed()) {
      double largest = data().largest();
      out.put("bbp_data_lambda_max", largest);
      out.put("bbp_eps_div_theory", 2 / largest);
    } else {
      out.put("bbp_eps_div_theory", BbpLinear.EPS_DIV);
    }
  }
}
