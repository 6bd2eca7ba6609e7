package org.phasegrid.sweeps.grid;

import java.util.BitSet;
import org.phasegrid.sweeps.document.Problem;

/** Records made of constants alone, while a document is read. */
public final class Recipes {
  private Recipes() {}

  /** What a constructor refused. */
  public static final class RefusedConstant extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    RefusedConstant(Problem problem) {
      super(problem.toString());
      this.problem = problem;
    }

    public Problem problem() {
      return problem;
    }
  }

  /** The record of a recipe whose parts are constants. */
  public static Object construct(Recipe.Built built) throws RefusedConstant {
    try {
      return Maker.of(built, new Names(), new int[0]).at(new int[0]);
    } catch (Refused e) {
      throw new RefusedConstant(e.problem());
    }
  }

  /** The dimensions that a recipe depends on. */
  public static BitSet dimensions(Recipe recipe, Names names, int[] sizes) {
    return Maker.of(recipe, names, sizes).dimensions();
  }
}
