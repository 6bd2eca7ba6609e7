package org.phasegrid.worker.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.phasegrid.worker.file.Content;

/**
 * Names runs one after the other, for one thread: {@link RunId#of}, but the text of what a run has
 * in common with the one before, as the same object, is not written again. A grid's runs share all
 * that no axis touches.
 */
public final class RunIds {
  private final Canonical.Shape shape = Canonical.shape(RunSpec.class);
  private final @Nullable Object[] last = new Object[shape.accessors().size()];
  private final byte[][] texts = new byte[last.length][];
  private final byte[] head = bytes(RunId.HEAD);
  private final byte[] end = bytes(shape.end());
  private final MessageDigest digest = Content.digest();

  public RunIds() {
    Arrays.fill(texts, new byte[0]);
  }

  /** The 16 bytes of a run's name. */
  @SuppressWarnings("ReferenceEquality")
  public ByteBuffer of(RunSpec spec) {
    digest.update(head);
    for (int i = 0; i < last.length; i++) {
      Object part = Canonical.component(spec, shape.accessors().get(i));
      if (part != last[i]) {
        texts[i] = bytes(shape.before().get(i) + Canonical.text(part));
        last[i] = part;
      }
      digest.update(texts[i]);
    }
    digest.update(end);
    return ByteBuffer.wrap(digest.digest(), 0, RunId.BYTES);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
