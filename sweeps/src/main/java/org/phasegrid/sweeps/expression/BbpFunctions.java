package org.phasegrid.sweeps.expression;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.phasegrid.sweeps.expression.Functions.Kind;
import org.phasegrid.sweeps.expression.Functions.Shape;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.spectrum.Spike;
import org.phasegrid.worker.spectrum.TracyWidom;
import org.phasegrid.worker.theory.BbpData;
import org.phasegrid.worker.theory.BbpLinear;
import org.phasegrid.worker.theory.BbpNonlinear;
import org.phasegrid.worker.theory.BbpOnline;

/**
 * The spectral transition (arXiv 2606.28486) as functions of the grammar: sigma the scale of W_0, r
 * rows over columns, t updates (1 where not given), eps the step size, alpha examples per input,
 * for teachers of strength 1.
 */
final class BbpFunctions {
  private static final int NODES = 200;
  private static final int SCAN = 40;

  static final List<Known> ALL =
      List.of(
          timed("bbp_eps_c", "sigma, r", 2, (a, t) -> BbpLinear.lower(a[0], a[1], t, 1)),
          timed("bbp_eps_c_upper", "sigma, r", 2, (a, t) -> upper(a[0], a[1], t)),
          timed(
              "bbp_eps_det",
              "sigma, rows, columns",
              3,
              (a, t) ->
                  BbpLinear.lowerDetected(
                      a[0], (int) a[1], (int) a[2], t, 1, TracyWidom.NINETY_NINE)),
          known("bbp_t_c", "eps, sigma, r", 3, a -> BbpLinear.time(a[0], a[1], a[2], 1)),
          timed("bbp_q2", "eps, sigma, r", 3, (a, t) -> linear(a, t).left()),
          timed("bbp_q2_right", "eps, sigma, r", 3, (a, t) -> linear(a, t).right()),
          timed("bbp_lambda_1", "eps, sigma, r", 3, (a, t) -> linear(a, t).eigenvalue()),
          timed(
              "bbp_edge",
              "eps, sigma, r",
              3,
              (a, t) -> Spike.edge(BbpLinear.bulk(a[0], a[1], t), a[2])),
          timed(
              "bbp_c",
              "eps, sigma",
              2,
              (a, t) -> BbpLinear.signal(a[0], t, 1) / BbpLinear.bulk(a[0], a[1], t)),
          known(
              "bbp_c_det",
              "rows, columns",
              2,
              a -> BbpLinear.detectable((int) a[0], (int) a[1], TracyWidom.NINETY_NINE)),
          timed(
              "bbp_eps_c_data",
              "sigma, r, alpha",
              3,
              (a, t) -> data(a[2]).lower(setup(a[0], a[1]), t, 0.01, 3, SCAN)),
          timed(
              "bbp_q2_data",
              "eps, sigma, r, alpha",
              4,
              (a, t) -> data(a[3]).at(setup(a[1], a[2]), a[0], t).left()),
          known("bbp_eps_div", "inputs, batch", 2, a -> new BbpOnline(a[0], a[1], 0).divergence()),
          known(
              "bbp_eps_t",
              "inputs, batch, noise, r",
              4,
              a -> new BbpOnline(a[0], a[1], a[2]).boundary(a[3], 1)),
          known("bbp_q2_online", "eps, inputs, batch, noise, r", 5, a -> online(a).left()),
          known(
              "bbp_edge_online",
              "eps, inputs, batch, noise, r",
              5,
              a -> Spike.edge(new BbpOnline(a[1], a[2], a[3]).stationary(a[0]), a[4])),
          known("bbp_eps_c_relu", "sigma, r", 2, a -> of(new Relu(), a[0]).lower(a[0], a[1])),
          known("bbp_eps_c_relu_upper", "sigma, r", 2, a -> of(new Relu(), a[0]).upper(a[0], a[1])),
          known("bbp_eps_c_tanh", "sigma, r", 2, a -> of(new Tanh(), a[0]).lower(a[0], a[1])),
          known("bbp_eps_o_tanh", "sigma", 1, a -> of(new Tanh(), a[0]).vanishing()),
          known(
              "bbp_q2_relu",
              "eps, sigma, r",
              3,
              a -> of(new Relu(), a[1]).spike(a[0], a[1], a[2]).left()),
          known(
              "bbp_q2_tanh",
              "eps, sigma, r",
              3,
              a -> of(new Tanh(), a[1]).spike(a[0], a[1], a[2]).left()));

  private BbpFunctions() {}

  private interface Timed {
    double at(double[] arguments, double t);
  }

  private static Known known(
      String name, String arguments, int count, ToDoubleFunction<double[]> value) {
    return new Known(
        new Shape(name, Kind.SCALAR, count, count, name + "(" + arguments + ")"), value);
  }

  private static Known timed(String name, String arguments, int count, Timed value) {
    return new Known(
        new Shape(
            name,
            Kind.SCALAR,
            count,
            count + 1,
            name + "(" + arguments + ") or " + name + "(" + arguments + ", t)"),
        a -> value.at(a, a.length > count ? a[count] : 1));
  }

  private static Spike linear(double[] a, double t) {
    return BbpLinear.spike(a[0], a[1], a[2], t, 1);
  }

  private static double upper(double sigma, double r, double t) {
    if (t != Math.rint(t) || !(t >= 1)) {
      return Double.NaN;
    }
    List<BbpLinear.Interval> dark = BbpLinear.darkAbove(sigma, r, (long) t, 1);
    return dark.isEmpty() ? Double.NaN : dark.get(0).from();
  }

  private static BbpData data(double alpha) {
    return BbpData.proportional(alpha, NODES);
  }

  private static BbpData.Setup setup(double sigma, double r) {
    return new BbpData.Setup(r, sigma, 1, 0);
  }

  private static Spike online(double[] a) {
    return new BbpOnline(a[1], a[2], a[3]).stationarySpike(a[0], a[4], 1);
  }

  private static BbpNonlinear of(Activation f, double sigma) {
    return BbpNonlinear.of(f, sigma);
  }
}
