package org.phasegrid.worker.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.kernel.Tensor;

/** A hash of the bits of the last theta: two runs with equal fingerprints trained the same. */
final class Fingerprint {
  private Fingerprint() {}

  /** 32 hexadecimal digits; every NaN counts as the one NaN, elements are widened exactly. */
  static String of(Tensor theta) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * theta.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < theta.size(); i++) {
      bytes.putLong(Double.doubleToLongBits(theta.get(i)));
    }
    return Content.sha256(bytes.array()).substring(0, 32);
  }
}
