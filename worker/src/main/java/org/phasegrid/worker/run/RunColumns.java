package org.phasegrid.worker.run;

import java.util.List;
import java.util.Map;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Column.Scope;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The run columns that a spec alone brings, whatever is measured: with test data {@code accuracy},
 * {@code test_accuracy} and {@code test_loss} of the last theta, in float64.
 */
public final class RunColumns {
  public static final List<Column> TEST =
      List.of(
          new Column(
              "accuracy",
              Scope.RUN,
              "",
              "share of training examples that the last theta classifies rightly"),
          new Column(
              "test_accuracy",
              Scope.RUN,
              "",
              "share of test examples that the last theta classifies rightly"),
          new Column("test_loss", Scope.RUN, "", "loss of the last theta on the test examples"));

  private RunColumns() {}

  /** Those of a spec, in order; a run leaves out what is undefined. */
  public static List<Column> of(RunSpec spec) {
    return spec.test() instanceof TestSet.None ? List.of() : TEST;
  }

  static void test(Objective training, Objective test, Tensor last, Map<String, Object> values) {
    Tensor theta = last.to(Precision.FLOAT64);
    if (!training.kernels().finite(theta)) {
      return;
    }
    put("accuracy", training.accuracy(theta), values);
    put("test_accuracy", test.accuracy(theta), values);
    put("test_loss", test.loss(theta), values);
  }

  private static void put(String column, double value, Map<String, Object> values) {
    if (!Double.isNaN(value)) {
      values.put(column, value);
    }
  }
}
