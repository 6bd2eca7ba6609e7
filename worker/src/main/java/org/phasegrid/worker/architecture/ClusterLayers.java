package org.phasegrid.worker.architecture;

import org.phasegrid.worker.dataset.SeparatedClusters;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.family.Required;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * Where the cumulative weights W^(l) (M, M) and cumulative biases beta^(l) (M) of {@link
 * TruncatedClusters} begin, l = 1..L+1; the last is the readout, W^(L+1) (K, M).
 */
public sealed interface ClusterLayers permits ClusterLayers.Aligned, ClusterLayers.File {
  Family<ClusterLayers> FAMILY =
      Family.of("cluster-layers", ClusterLayers.class, Aligned.PUBLISHED, File.UNNAMED);

  /** W^(l) of layer l of {@code depth} hidden ones. */
  Tensor weights(int layer, int depth, int inputs, int outputs);

  /** beta^(l) (M, 1). */
  Tensor biases(int layer, int depth, int inputs);

  /** Why such layers cannot begin for data of these shapes; an error. */
  void check(int inputs, int outputs);

  /**
   * Layer l truncates cluster l of {@code separated-clusters}: its orthant's axis is u_l, by the
   * Householder matrix that exchanges u_l and (1, ..., 1)/sqrt(M), and its apex -beta^(l) =
   * distance e_l + apex u_l. Layers beyond the clusters have W = 1 and beta = (lift, ..., lift), so
   * that all points are in their positive sector; the readout has W = 1 and beta = 0.
   *
   * <p>In one dimension W = 1, u = 1: the clamp begins at c_0 = distance + apex.
   */
  @About("layer l truncates cluster l of separated-clusters, later layers nothing")
  record Aligned(
      @About("of the clusters' centers from the origin, as in the data") double distance,
      @About("of a layer's apex from its cluster's center, towards the others") double apex,
      @About("beta of layers beyond the clusters") double lift)
      implements ClusterLayers {
    public static final Aligned PUBLISHED = new Aligned(6, 0.3, 50);

    public Aligned {
      for (double number : new double[] {distance, apex, lift}) {
        if (!Double.isFinite(number)) {
          throw new IllegalArgumentException(
              "distance, apex and lift must be finite, one was " + number);
        }
      }
    }

    @Override
    public void check(int inputs, int outputs) {
      if (inputs != outputs) {
        throw new IllegalArgumentException(
            "aligned layers want as many outputs as inputs, has "
                + inputs
                + " inputs and "
                + outputs
                + " outputs");
      }
    }

    @Override
    public Tensor weights(int layer, int depth, int inputs, int outputs) {
      Tensor w = Tensor.zeros(Precision.FLOAT64, inputs, inputs);
      double[] u = new double[inputs];
      double square = 0;
      if (truncates(layer, depth, inputs)) {
        double[] axis = SeparatedClusters.axis(inputs, layer - 1);
        for (int i = 0; i < inputs; i++) {
          u[i] = 1 / Math.sqrt(inputs) - axis[i];
          square = Math.fma(u[i], u[i], square);
        }
      }
      for (int i = 0; i < inputs; i++) {
        for (int j = 0; j < inputs; j++) {
          double mirrored = square > 0 ? 2 * u[i] * u[j] / square : 0;
          w.set(i, j, (i == j ? 1 : 0) - mirrored);
        }
      }
      return w;
    }

    @Override
    public Tensor biases(int layer, int depth, int inputs) {
      Tensor beta = Tensor.zeros(Precision.FLOAT64, inputs, 1);
      if (truncates(layer, depth, inputs)) {
        double[] axis = SeparatedClusters.axis(inputs, layer - 1);
        for (int i = 0; i < inputs; i++) {
          beta.set(i, -Math.fma(apex, axis[i], i == layer - 1 ? distance : 0));
        }
      } else if (layer <= depth) {
        beta.fill(lift);
      }
      return beta;
    }

    private static boolean truncates(int layer, int depth, int clusters) {
      return layer <= Math.min(depth, clusters);
    }
  }

  /** Arrays W1 .. W(L+1), b1 .. b(L+1) of a numpy archive: W^(l) and beta^(l). */
  @About("cumulative weights W1 .. W(L+1) and biases b1 .. b(L+1) of a numpy npz archive")
  record File(@Required @About("the archive, relative to the document") Content file)
      implements ClusterLayers {
    public static final File UNNAMED = new File(new Content("", new byte[0]));

    @Override
    public void check(int inputs, int outputs) {}

    @Override
    public Tensor weights(int layer, int depth, int inputs, int outputs) {
      return array("W" + layer, layer > depth ? outputs : inputs, inputs);
    }

    @Override
    public Tensor biases(int layer, int depth, int inputs) {
      return array("b" + layer, inputs, 1);
    }

    private Tensor array(String name, int rows, int columns) {
      Tensor array = Tensor.zeros(Precision.FLOAT64, rows, columns);
      org.phasegrid.worker.initialization.File.fill(file, name, array);
      return array;
    }
  }
}
