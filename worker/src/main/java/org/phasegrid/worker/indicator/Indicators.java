package org.phasegrid.worker.indicator;

import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.indicator.bbp.Bbp;
import org.phasegrid.worker.indicator.general.Accuracy;
import org.phasegrid.worker.indicator.general.GradientNorm;
import org.phasegrid.worker.indicator.general.Loss;
import org.phasegrid.worker.indicator.general.Lyapunov;
import org.phasegrid.worker.indicator.general.Ntk;
import org.phasegrid.worker.indicator.general.Sharpness;
import org.phasegrid.worker.indicator.general.Signal;
import org.phasegrid.worker.indicator.general.Trainability;
import org.phasegrid.worker.indicator.general.WeightNorm;
import org.phasegrid.worker.indicator.gram.Gram;
import org.phasegrid.worker.indicator.gram.GramClosure;
import org.phasegrid.worker.indicator.gram.GramWide;
import org.phasegrid.worker.indicator.omd.Omd;
import org.phasegrid.worker.indicator.omd.OmdCloud;
import org.phasegrid.worker.indicator.traj.Traj;
import org.phasegrid.worker.indicator.trunc.Trunc;

/** The indicators a document can name. */
public final class Indicators {
  public static final Family<Indicator> ALL =
      Family.of(
          "indicator",
          Indicator.class,
          Trainability.PUBLISHED,
          Loss.EVERY_STEP,
          Accuracy.LOGARITHMIC,
          Sharpness.LANCZOS_24,
          Ntk.AT_ENDS,
          Bbp.PUBLISHED,
          Lyapunov.OF_A_TWIN,
          GradientNorm.LOGARITHMIC,
          WeightNorm.LOGARITHMIC,
          Signal.AT_INITIALIZATION,
          Gram.AT_LOGARITHMIC,
          GramClosure.AT_ENDS,
          GramWide.DENSE,
          Traj.FIVE_TWINS,
          Trunc.LOGARITHMIC,
          Omd.ANGULAR,
          OmdCloud.AT_ENDS);

  private Indicators() {}
}
