package org.phasegrid.worker.indicator.general;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.MlpFit;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.train.Need;

/**
 * The share of examples classified rightly along the run: of the training examples, and of the test
 * examples with their loss where the run has some. In float64, the whole sets.
 */
@About("accuracy along the run, on training and test examples")
public record Accuracy(@About("when it looks") Looks looks) implements Indicator {
  public static final Accuracy LOGARITHMIC = new Accuracy(new Looks.Log2(0.5));

  @Override
  public List<Column> columns() {
    return List.of(
        new Column(
            "accuracy_curve",
            Column.Scope.STEP,
            "",
            "share of training examples classified rightly"),
        new Column(
            "test_accuracy_curve",
            Column.Scope.STEP,
            "",
            "share of test examples classified rightly"),
        new Column("test_loss_curve", Column.Scope.STEP, "", "loss on the test examples"));
  }

  @Override
  public Set<Need<?>> needs() {
    return Set.of();
  }

  @Override
  public Optional<String> refusal(Setting setting) {
    return setting.architecture() instanceof Mlp
        ? Optional.empty()
        : Optional.of("wants architecture mlp, was " + Family.nameOf(setting.architecture()));
  }

  @Override
  public Meter start() {
    return (snapshot, out) -> {
      if (!(snapshot.objective() instanceof MlpFit network)) {
        throw new IllegalStateException("no classes: " + snapshot.objective());
      }
      if (!snapshot.finite()) {
        return;
      }
      out.put("accuracy_curve", network.accuracy(snapshot.theta()));
      if (snapshot.test().isPresent()) {
        MlpFit tested = network.on(snapshot.test().get());
        out.put("test_accuracy_curve", tested.accuracy(snapshot.theta()));
        out.put("test_loss_curve", tested.loss(snapshot.theta()));
      }
    };
  }
}
