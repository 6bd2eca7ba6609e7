package org.phasegrid.worker.dataset;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;

/**
 * Q clusters that truncating layers can tell apart: cluster j is a ball about {@code distance e_j},
 * its target the point {@code distance e_j + target u_j} on the axis u_j towards the centroid of
 * the others (specification D.3 of truncation flow). Clusters are dealt in turn; the distance from
 * the center is uniform in [0, radius).
 *
 * <p>Layers begun as {@code aligned} keep the other clusters in their positive sector for Q = 2 and
 * 3; from Q = 4 on the orthants are too narrow.
 */
@About(
    value = "small balls about multiples of the unit vectors, one inner target each",
    paper = "arXiv:2501.07400")
public record SeparatedClusters(
    @About("number of examples") int examples,
    @About("Q, the clusters and the input dimension") int clusters,
    @About("of the clusters' centers from the origin") double distance,
    @About("of a cluster") double radius,
    @About("how far the target lies from the center towards the others") double target)
    implements Dataset {
  public static final SeparatedClusters THREE = new SeparatedClusters(30, 3, 6, 0.15, 0.6);

  public SeparatedClusters {
    Counts.positive("examples", examples);
    if (clusters < 2) {
      throw new IllegalArgumentException("clusters must be at least 2, was " + clusters);
    }
    if (!(distance > 0 && distance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("distance must be finite and above 0, was " + distance);
    }
    if (!(radius >= 0 && radius < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("radius must be finite and not negative, was " + radius);
    }
    double[] first = axis(clusters, 0);
    if (!(Double.isFinite(target) && distance + target * first[0] > target * first[1])) {
      throw new IllegalArgumentException(
          "target must leave each cluster its largest coordinate (below "
              + distance / (first[1] - first[0])
              + "), was "
              + target);
    }
  }

  /**
   * u_j, the unit vector from e_j towards the mean of the other unit vectors of R^Q; (1) for Q = 1.
   */
  public static double[] axis(int clusters, int j) {
    double[] axis = new double[clusters];
    if (clusters == 1) {
      axis[0] = 1;
      return axis;
    }
    double other = 1.0 / (clusters - 1);
    double norm = Math.sqrt(1 + other);
    for (int k = 0; k < clusters; k++) {
      axis[k] = (k == j ? -1 : other) / norm;
    }
    return axis;
  }

  @Override
  public int inputs() {
    return clusters;
  }

  @Override
  public int outputs() {
    return clusters;
  }

  @Override
  public Examples draw(Draws draws) {
    return beside(draws, "data", examples);
  }

  @Override
  public Examples beside(Draws draws, String name, int count) {
    Key key = draws.key(name);
    Tensor x = GaussianNoise.normals(key.child("direction"), clusters, count);
    Tensor y = Tensor.zeros(Precision.FLOAT64, clusters, count);
    for (int b = 0; b < count; b++) {
      int cluster = b % clusters;
      double square = 0;
      for (int i = 0; i < clusters; i++) {
        square = Math.fma(x.get(i, b), x.get(i, b), square);
      }
      double length = radius * key.child("radius").uniform(b) / Math.sqrt(square);
      double[] axis = axis(clusters, cluster);
      for (int i = 0; i < clusters; i++) {
        double center = i == cluster ? distance : 0;
        x.set(i, b, Math.fma(length, x.get(i, b), center));
        y.set(i, b, Math.fma(target, axis[i], center));
      }
    }
    return new Examples(x, y);
  }
}
