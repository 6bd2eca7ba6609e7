package org.phasegrid.worker.need;

import java.util.List;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.family.Required;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.file.NumericArray;
import org.phasegrid.worker.file.Numpy;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;

/** Where twins begin: theta_0 plus epsilon times a direction in [-1, 1]^P. */
public sealed interface Directions permits Directions.Uniform, Directions.Arrays {
  Family<Directions> FAMILY =
      Family.of("directions", Directions.class, new Uniform(), Arrays.UNNAMED);

  /**
   * Fills xi (1, P) of twin j = 1..M.
   *
   * @param key of the draw {@code twins}
   */
  void fill(Tensor xi, int twin, List<Block> blocks, Key key);

  /** Whether twins may differ from the run in this tensor: trained weights, no biases. */
  static boolean perturbed(Block block) {
    return block.trained() && block.name().startsWith("W");
  }

  /** N_w, how many parameters twins may differ in. */
  static long perturbedWeights(List<Block> blocks) {
    return blocks.stream().filter(Directions::perturbed).mapToLong(Block::size).sum();
  }

  /** Independent entries, uniform in [-1, 1), in trained weights; biases are left as they are. */
  @About("uniform in [-1, 1) in every trained weight, none in biases")
  record Uniform() implements Directions {
    @Override
    public void fill(Tensor xi, int twin, List<Block> blocks, Key key) {
      Key own = key.child(twin);
      for (Block block : blocks) {
        for (int i = block.start(); i < block.start() + block.size(); i++) {
          xi.set(i, perturbed(block) ? 2 * own.uniform(i) - 1 : 0);
        }
      }
    }
  }

  /** Row j of the array {@code twins} (M, P) of a numpy archive, in the order of theta. */
  @About("rows of the array twins (M, P) of a numpy npz archive, in the order of theta")
  record Arrays(@Required @About("the archive, relative to the document") Content file)
      implements Directions {
    public static final Arrays UNNAMED = new Arrays(new Content("", new byte[0]));

    @Override
    public void fill(Tensor xi, int twin, List<Block> blocks, Key key) {
      NumericArray array = Numpy.npz(file).get("twins");
      if (array == null || array.rows() < twin || array.columns() != xi.size()) {
        throw new IllegalArgumentException(
            file.name()
                + (array == null
                    ? " has no array named 'twins'"
                    : ": twins has shape " + array.shapeText())
                + "; wanted at least "
                + twin
                + " rows of "
                + xi.size());
      }
      for (int i = 0; i < xi.size(); i++) {
        xi.set(i, array.values()[(twin - 1) * xi.size() + i]);
      }
    }
  }
}
