package org.phasegrid.sweeps.read;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Sweeps of the catalogue that wait for data that users bring, on files of the same shape. */
final class StandIns {
  private static final int CIFAR = 5_120;
  private static final int MNIST = 60_000;
  private static final int WITH_TEST = 70_000;

  private StandIns() {}

  /** A sweep of the catalogue on stand-ins where users bring the data. */
  static Sweep read(String name, Path data) throws IOException {
    return switch (name) {
      case "early-phase-cluster", "edge-of-stability-cluster" -> on(name, data, CIFAR, 3072);
      case "depth-scale-cluster" -> on(name, data, MNIST, 784);
      case "traj-headline-cluster" -> on(name, data, WITH_TEST, 784);
      case "fractal-boundary-cluster" -> small(name, "layer-rates.1", "layer-rates.2");
      default -> Sweeps.find(name, Sweeps.Changes.NONE);
    };
  }

  /** With axes of 64 points: to see each of 8,388,608 is no test for every build. */
  private static Sweep small(String name, String... axes) {
    List<String> changed = Stream.of(axes).map(axis -> axis + "=log10:50:200:64").toList();
    return Sweeps.find(name, new Sweeps.Changes(List.of(), changed, List.of()));
  }

  private static Sweep on(String name, Path data, int examples, int inputs) throws IOException {
    Path images = idx(data.resolve(examples + "-images.gz"), examples, examples, inputs);
    Path labels = idx(data.resolve(examples + "-labels.gz"), examples, examples);
    return Sweeps.find(
        name,
        new Sweeps.Changes(
            List.of("dataset.images=" + images, "dataset.labels=" + labels), List.of(), List.of()));
  }

  /** An idx file of bytes 0 to 9 in turn. */
  private static Path idx(Path file, int examples, int... shape) throws IOException {
    if (!Files.exists(file)) {
      ByteBuffer header = ByteBuffer.allocate(4 + 4 * shape.length).put(2, (byte) 8);
      header.put(3, (byte) shape.length).position(4);
      int size = 1;
      for (int extent : shape) {
        header.putInt(extent);
        size *= extent;
      }
      byte[] row = new byte[size / examples];
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        out.write(header.array());
        for (int i = 0; i < examples; i++) {
          Arrays.fill(row, (byte) (i % 10));
          out.write(row);
        }
      }
    }
    return file;
  }
}
