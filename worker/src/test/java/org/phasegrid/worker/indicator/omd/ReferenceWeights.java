package org.phasegrid.worker.indicator.omd;

import java.util.List;
import org.phasegrid.worker.initialization.Initialization;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;
import org.phasegrid.worker.random.ReferenceDraws;

/**
 * The weights of the numpy reference: all layers from one stream, [in][out], N(0, 1 / in).
 *
 * @param stream seed of the stream
 * @param skipped numbers (uniforms) of the stream drawn before
 * @param units n_0, n_1, ..., K
 */
public record ReferenceWeights(long stream, int skipped, List<Integer> units)
    implements Initialization {
  @Override
  public void weights(Tensor w, int layer, Place place, double variance, Key key) {
    ReferenceDraws draws = new ReferenceDraws(stream);
    for (int i = 0; i < skipped; i++) {
      draws.bits();
    }
    for (int before = 1; before < layer; before++) {
      draws.normals(units.get(before - 1) * units.get(before));
    }
    w.copyFrom(draws.transposedNormals(units.get(layer - 1), units.get(layer)));
    for (int i = 0; i < w.size(); i++) {
      w.set(i, w.get(i) / Math.sqrt(units.get(layer - 1)));
    }
  }
}
