package org.phasegrid.worker.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The same trainings in PyTorch, through DJL, with gradients by hand (faster than autograd there).
 * Activations lie as (examples, units).
 */
final class Torch implements AutoCloseable {
  private final NDManager manager = NDManager.newBaseManager();

  private NDArray normals(DataType type, double scale, long... shape) {
    NDArray drawn = manager.randomNormal(new Shape(shape)).mul(scale).toType(type, false);
    drawn.attach(manager);
    return drawn;
  }

  /** Every model with matrices of its own: one batched product. */
  void batched(DataType type, int models, int examples, int width, int steps) {
    NDArray x = normals(type, 1, examples, width);
    NDArray xT = x.transpose().duplicate();
    NDArray y = normals(type, 1, examples, 1);
    NDArray w1 = normals(type, 0.25, models, width, width);
    NDArray w2 = normals(type, 0.25, models, width, 1);
    for (int t = 0; t < steps; t++) {
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray h = x.matMul(w1).tanh();
        NDArray e = h.matMul(w2).sub(y);
        NDArray g2 = h.transpose(0, 2, 1).matMul(e);
        NDArray d = e.matMul(w2.transpose(0, 2, 1)).mul(h.mul(h).neg().add(1));
        NDArray g1 = xT.matMul(d);
        w1.subi(g1.mul(1e-4 / examples));
        w2.subi(g2.mul(1e-4 / examples));
      }
    }
    x.close();
    xT.close();
    y.close();
    w1.close();
    w2.close();
  }

  /** All models' weights side by side in one matrix: one large product. */
  void stacked(DataType type, int models, int examples, int width, int steps) {
    NDArray x = normals(type, 1, examples, width);
    NDArray xT = x.transpose().duplicate();
    NDArray y = normals(type, 1, examples, 1);
    NDArray w1 = normals(type, 0.25, width, (long) models * width);
    NDArray w2 = normals(type, 0.25, models, width);
    for (int t = 0; t < steps; t++) {
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray h = x.matMul(w1).tanh();
        NDArray cube = h.reshape(examples, models, width);
        NDArray e = cube.mul(w2).sum(new int[] {2}).sub(y);
        NDArray each = e.reshape(examples, models, 1);
        NDArray g2 = cube.mul(each).sum(new int[] {0});
        NDArray d =
            each.mul(w2)
                .mul(cube.mul(cube).neg().add(1))
                .reshape(examples, (long) models * width);
        NDArray g1 = xT.matMul(d);
        w1.subi(g1.mul(1e-4 / examples));
        w2.subi(g2.mul(1e-4 / examples));
      }
    }
    x.close();
    xT.close();
    y.close();
    w1.close();
    w2.close();
  }

  /** One network: {@code widths} of input, hidden layers and output. */
  void network(DataType type, int[] widths, int examples, int steps) {
    int layers = widths.length - 1;
    List<NDArray> weights = new ArrayList<>();
    for (int l = 0; l < layers; l++) {
      weights.add(normals(type, 1 / Math.sqrt(widths[l]), widths[l], widths[l + 1]));
    }
    NDArray x = normals(type, 1, examples, widths[0]);
    NDArray y = normals(type, 1, examples, widths[layers]);
    for (int t = 0; t < steps; t++) {
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray[] h = new NDArray[layers + 1];
        h[0] = x;
        for (int l = 0; l < layers; l++) {
          h[l + 1] = h[l].matMul(weights.get(l));
          if (l + 1 < layers) {
            h[l + 1] = h[l + 1].tanh();
          }
        }
        NDArray d = h[layers].sub(y).mul(1.0 / examples);
        for (int l = layers - 1; l >= 0; l--) {
          NDArray g = h[l].transpose().matMul(d);
          if (l > 0) {
            d = d.matMul(weights.get(l).transpose()).mul(h[l].mul(h[l]).neg().add(1));
          }
          weights.get(l).subi(g.mul(1e-4));
        }
      }
    }
    weights.forEach(NDArray::close);
    x.close();
    y.close();
  }

  @Override
  public void close() {
    manager.close();
  }
}
