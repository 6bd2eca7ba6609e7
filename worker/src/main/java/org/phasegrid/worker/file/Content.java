package org.phasegrid.worker.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The bytes of a file and the name it was asked by. Its identity is the SHA-256 of the bytes: a
 * moved or renamed file is the same content, an edited one is another.
 */
public final class Content {
  private final String name;
  private final String sha256;
  private final byte[] bytes;
  private volatile Optional<Map<String, NumericArray>> arrays = Optional.empty();

  /** The content {@code bytes} of the file that a document calls {@code name}. */
  public Content(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes.clone();
    this.sha256 = sha256(bytes);
  }

  /** As the document wrote it. */
  public String name() {
    return name;
  }

  public String sha256() {
    return sha256;
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  byte[] bytes() {
    return bytes;
  }

  /** What {@code parser} makes of the bytes, parsed once. */
  Map<String, NumericArray> arrays(Function<byte[], Map<String, NumericArray>> parser) {
    Optional<Map<String, NumericArray>> known = arrays;
    if (known.isEmpty()) {
      known = Optional.of(Map.copyOf(parser.apply(bytes)));
      arrays = known;
    }
    return known.get();
  }

  /** Lower-case hexadecimal SHA-256. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Content content && content.sha256.equals(sha256);
  }

  @Override
  public int hashCode() {
    return sha256.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
