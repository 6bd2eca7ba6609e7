package org.phasegrid.worker.indicator.gram;

import java.util.Optional;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.Uv;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.optimizer.GradientDescent;
import org.phasegrid.worker.train.Batches;

/** Which runs the hierarchy describes. */
final class Suits {
  private Suits() {}

  static Optional<String> refusal(Setting setting, int largest) {
    if (!(setting.architecture() instanceof Mlp) && !(setting.architecture() instanceof Uv)) {
      return wants("architecture mlp or uv", Family.nameOf(setting.architecture()));
    }
    if (setting.architecture() instanceof Mlp mlp && mlp.depth() == 0) {
      return wants("a hidden layer", "depth 0");
    }
    if (!(setting.loss() instanceof SquaredError)) {
      return wants("loss squared-error", Family.nameOf(setting.loss()));
    }
    if (!(setting.optimizer() instanceof GradientDescent)) {
      return wants("optimizer gradient-descent", Family.nameOf(setting.optimizer()));
    }
    if (!(setting.batches() instanceof Batches.Full)) {
      return wants("batches full", "mini-batches");
    }
    if (setting.architecture().readsExamples()) {
      int examples = setting.dataset().examples();
      int outputs = setting.dataset().outputs();
      if ((long) examples * outputs > largest) {
        return wants(
            "at most " + largest + " examples x outputs",
            examples + " x " + outputs + ": raise largest, or limit the examples");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> wants(String what, String was) {
    return Optional.of("wants " + what + ", was " + was);
  }
}
