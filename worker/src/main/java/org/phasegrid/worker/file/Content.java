package org.phasegrid.worker.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

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

  /** The bytes, taken out of their gzip stream if they are one (magic 1f 8b), as it is read. */
  InputStream plain() throws IOException {
    InputStream stream = new ByteArrayInputStream(bytes);
    return zipped() ? new GZIPInputStream(stream, 1 << 16) : stream;
  }

  private boolean zipped() {
    return bytes.length > 1 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
  }

  private byte[] plainBytes() {
    if (!zipped()) {
      return bytes;
    }
    try (InputStream stream = plain()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  IllegalArgumentException unreadable(IOException e) {
    String why = e.getMessage() == null ? "" : ": " + e.getMessage();
    return new IllegalArgumentException(
        name + (zipped() ? " is not a whole gzip stream" : " ends too early") + why, e);
  }

  /** What {@code parser} makes of the plain bytes, parsed once. */
  Map<String, NumericArray> arrays(Function<byte[], Map<String, NumericArray>> parser) {
    Optional<Map<String, NumericArray>> known = arrays;
    if (known.isEmpty()) {
      known = Optional.of(Map.copyOf(parser.apply(plainBytes())));
      arrays = known;
    }
    return known.get();
  }

  /** Lower-case hexadecimal SHA-256. */
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  /** A new digest, which is dear to make. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
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
