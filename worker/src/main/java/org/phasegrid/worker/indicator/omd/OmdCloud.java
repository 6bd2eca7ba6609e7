package org.phasegrid.worker.indicator.omd;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Column.Scope;
import org.phasegrid.worker.indicator.Column.Type;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.need.ObservableMatrix;
import org.phasegrid.worker.need.Representation;
import org.phasegrid.worker.spectrum.Distance;
import org.phasegrid.worker.train.Need;

/**
 * The cloud X (N, 3) of {@link Omd}: (w_1, w_2, w_3) diag(sqrt a), the classical scaling of the
 * distances between held representations (section B.6), and the class of every point.
 */
@About(
    value = "the three-axis cloud of held representations, with their classes",
    paper = "arXiv:2606.29679")
public record OmdCloud(
    @About("when it looks") Looks looks,
    @About("whose distances: last-hidden, a hidden layer's number, or {tokens: p}")
        Representation of,
    @About("angular, chordal or euclidean") Distance distance,
    @About("whether the mean representation is taken off first") boolean centered)
    implements Indicator {
  public static final OmdCloud AT_ENDS =
      new OmdCloud(new Looks.Log2(64), new Representation.LastHidden(), Distance.ANGULAR, true);

  @Override
  public List<Column> columns() {
    return List.of(
        vector("omd_cloud_x", "sqrt(a_1) w_1, per point"),
        vector("omd_cloud_y", "sqrt(a_2) w_2, per point"),
        vector("omd_cloud_z", "sqrt(a_3) w_3, per point"),
        vector("omd_cloud_class", "label of the point, 0 to K - 1"));
  }

  private static Column vector(String name, String meaning) {
    return new Column(name, Scope.STEP, Type.VECTOR, "", meaning);
  }

  @Override
  public Set<Need<?>> needs() {
    return Set.of(Omd.need(of, distance, centered));
  }

  @Override
  public Optional<String> refusal(Setting setting) {
    return Omd.refusal(setting, of);
  }

  @Override
  public Meter start() {
    ObservableMatrix need = Omd.need(of, distance, centered);
    return (snapshot, out) ->
        snapshot
            .get(need)
            .spectrum()
            .ifPresent(
                spectrum -> {
                  double[] x = spectrum.cloud().coordinates();
                  String[] axes = {"omd_cloud_x", "omd_cloud_y", "omd_cloud_z"};
                  for (int axis = 0; axis < 3; axis++) {
                    double[] along = new double[spectrum.size()];
                    for (int i = 0; i < along.length; i++) {
                      along[i] = x[3 * i + axis];
                    }
                    out.put(axes[axis], along);
                  }
                  Classes classes = Classes.of(snapshot, of);
                  if (classes.there()) {
                    out.put("omd_cloud_class", classes.numbers());
                  }
                });
  }
}
