package org.phasegrid.worker.activation;

import org.phasegrid.worker.family.Family;

/** The activation functions a document can name. */
public final class Activations {
  public static final Family<Activation> ALL =
      Family.of(
          "activation",
          Activation.class,
          new Identity(),
          new Relu(),
          LeakyRelu.COMMON,
          new Tanh(),
          new Erf(),
          new Gelu(),
          new Sigmoid());

  private Activations() {}
}
