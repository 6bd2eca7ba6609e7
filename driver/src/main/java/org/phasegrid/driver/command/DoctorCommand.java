package org.phasegrid.driver.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;
import org.phasegrid.worker.kernel.Kernels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code doctor}: what of this machine matters, what is wrong with it, and the mend. */
@Command(
    name = "doctor",
    description =
        "Java, module openings, kernels, Spark, Arrow, cores, memory, disk, output: what is wrong and the mend.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final long GIB = 1L << 30;

  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private PhasegridCommand parent;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "folder that must be writable (default: ${DEFAULT-VALUE})")
  private Path output = Path.of("out");

  private int wrong;

  @Override
  public Integer call() {
    int feature = Runtime.version().feature();
    say(
        feature >= 17,
        "java",
        Runtime.version() + " (" + System.getProperty("java.vm.name") + ")",
        "install a JDK 17 or newer");
    say(
        Openings.present(),
        "openings",
        Openings.present() ? "java.nio is open to Arrow" : "java.nio is closed to Arrow",
        Openings.MEND);
    Kernels kernels = Kernels.best();
    boolean vector = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    note(
        vector,
        "kernels",
        kernels.describe(),
        "add --add-modules=jdk.incubator.vector: the same bits, several times as fast");
    say(true, "spark", org.apache.spark.package$.MODULE$.SPARK_VERSION(), "");
    arrow();
    int cores = Runtime.getRuntime().availableProcessors();
    say(true, "cores", Integer.toString(cores), "");
    long heap = Runtime.getRuntime().maxMemory();
    note(
        heap >= GIB,
        "memory",
        String.format("%.1f GiB of heap at most", (double) heap / GIB),
        "give Java at least -Xmx1g");
    writable();
    parent
        .terminal()
        .out()
        .println(
            wrong == 0 ? "all is well" : wrong + (wrong == 1 ? " thing" : " things") + " to mend");
    return wrong == 0 ? Exit.COMPLETE : Exit.WITH_FAILURES;
  }

  private void arrow() {
    try {
      Path file = Files.createTempFile("phasegrid-doctor", ".arrow");
      try {
        Table table =
            new Table(
                1, List.of(new Table.Column("x", Table.Type.NUMBER, "", "a number", List.of(0.5))));
        Tables.write(file, table, Map.of());
        boolean same = Tables.read(file).column("x").number(0) == 0.5;
        say(
            same,
            "arrow",
            same ? "a table written and read back" : "a table read back differs",
            "report it");
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      say(false, "arrow", "cannot write a table: " + e, Openings.MEND);
    }
  }

  private void writable() {
    Path place = output.toAbsolutePath();
    while (!Files.exists(place) && place.getParent() != null) {
      place = place.getParent();
    }
    try {
      Path probe = Files.createTempFile(place, "phasegrid", ".probe");
      Files.write(probe, ByteBuffer.allocate(1).array());
      Files.delete(probe);
      long free = Files.getFileStore(place).getUsableSpace();
      note(
          free >= GIB,
          "output",
          String.format("%s is writable, %.1f GiB free", place, (double) free / GIB),
          "free some disk, or name another folder with -o");
    } catch (IOException e) {
      say(
          false,
          "output",
          place + " is not writable: " + e.getMessage(),
          "name another folder with -o");
    }
  }

  private void say(boolean well, String what, String finding, String mend) {
    wrong += well ? 0 : 1;
    line(well ? "ok  " : "BAD ", what, finding, well, mend);
  }

  private void note(boolean well, String what, String finding, String mend) {
    line(well ? "ok  " : "note", what, finding, well, mend);
  }

  private void line(String mark, String what, String finding, boolean well, String mend) {
    parent
        .terminal()
        .out()
        .printf("%s  %-9s %s%s%n", mark, what, finding, well ? "" : " -> " + mend);
  }
}
