package org.phasegrid.driver.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.read.Sweeps;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What {@code run} and {@code plan} have in common: which sweep, where, and what is changed in it.
 */
final class SweepOptions {
  @Parameters(
      paramLabel = "SWEEP",
      description = "a name of the catalogue (phasegrid list sweeps) or a YAML file")
  @SuppressWarnings("NullAway.Init")
  String sweep;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "folder of the results (default: out/<sweep>)")
  Optional<Path> output = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "replaces a value of base, e.g. stopping.steps=100")
  List<String> set = List.of();

  @Option(
      names = "--axis",
      paramLabel = "PATH=VALUES",
      description =
          "replaces an axis: [4, 8, 16], log10:1e-3:1e2:64, log2:0:6:61, linear:0:1:11 or seeds:5")
  List<String> axis = List.of();

  @Option(
      names = "--measure",
      paramLabel = "NAMES",
      description = "adds indicators, separated by commas")
  List<String> measure = List.of();

  @Mixin EngineOptions engine = new EngineOptions();

  Sweep read() {
    Path file = Path.of(sweep);
    boolean named = Sweeps.catalogue().stream().anyMatch(entry -> entry[0].equals(sweep));
    if (!named && !Files.isRegularFile(file)) {
      throw new RequestException(
          "there is no sweep '"
              + sweep
              + "': neither a file nor one of "
              + String.join(", ", Sweeps.catalogue().stream().map(entry -> entry[0]).toList()));
    }
    return Sweeps.find(sweep, new Sweeps.Changes(set, axis, measure));
  }

  Path folder(Sweep read) {
    return output.orElse(Path.of("out", read.name()));
  }
}
