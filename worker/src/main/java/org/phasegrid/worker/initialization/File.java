package org.phasegrid.worker.initialization;

import java.util.Map;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Required;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.file.NumericArray;
import org.phasegrid.worker.file.Numpy;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;

/**
 * Weights from a numpy archive: {@code W1} (n_1, n_0), {@code W2} (n_2, n_1), ... and biases {@code
 * b1}, ... where a network has them.
 */
@About("arrays W1 (n_1, n_0), W2, ... and b1, ... of a numpy npz archive, whatever the variances")
public record File(@Required @About("the archive, relative to the document") Content file)
    implements Initialization {
  public static final File UNNAMED = new File(new Content("", new byte[0]));

  @Override
  public void weights(Tensor w, int layer, Place place, double variance, Key key) {
    fill(file, "W" + layer, w);
  }

  @Override
  public void biases(
      Tensor b, int layer, double mean, double variance, double weightVariance, Key key) {
    fill(file, "b" + layer, b);
  }

  /** Fills a tensor with the array of a name, which has its shape. */
  public static void fill(Content file, String name, Tensor tensor) {
    Map<String, NumericArray> arrays = Numpy.npz(file);
    NumericArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          file.name()
              + " has no array named '"
              + name
              + "'; there are: "
              + String.join(", ", arrays.keySet()));
    }
    if (array.rows() != tensor.rows() || array.columns() != tensor.columns()) {
      throw new IllegalArgumentException(
          file.name()
              + ": "
              + name
              + " has shape "
              + array.shapeText()
              + ", the network wants ("
              + tensor.rows()
              + ", "
              + tensor.columns()
              + ")");
    }
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, array.values()[i]);
    }
  }
}
