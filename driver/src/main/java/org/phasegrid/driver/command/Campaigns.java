package org.phasegrid.driver.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.phasegrid.driver.diagram.Refined;
import org.phasegrid.driver.fanout.Campaign;
import org.phasegrid.driver.fanout.Campaign.Summary;
import org.phasegrid.driver.fanout.Fanout;
import org.phasegrid.driver.fanout.Job;
import org.phasegrid.driver.fanout.Memory;
import org.phasegrid.driver.fanout.Progress;
import org.phasegrid.sweeps.read.Sweep;

/**
 * A campaign as commands run it: the engine of the options, progress on the terminal, signals as
 * interruptions.
 */
final class Campaigns {
  /** Whether progress is shown. */
  enum Voice {
    PROGRESS,
    QUIET
  }

  private Campaigns() {}

  static Summary run(
      Sweep sweep,
      Path folder,
      Supplier<Fanout> engine,
      Campaign.Begin begin,
      Voice voice,
      List<String> command,
      Terminal terminal)
      throws IOException {
    requireWritable(folder);
    Progress progress = voice == Voice.QUIET ? Progress.SILENT : new ProgressLine(terminal);
    try (Fanout fanout = engine.get()) {
      Memory.largest(sweep)
          .flatMap(largest -> fanout.heap().flatMap(heap -> heap.refusal(sweep, largest)))
          .ifPresent(
              refusal -> {
                throw new RequestException(refusal);
              });
      return Campaign.run(Job.of(sweep), folder, fanout, progress, begin, command);
    }
  }

  private static void requireWritable(Path folder) {
    Path place = folder.toAbsolutePath();
    while (!Files.exists(place) && place.getParent() != null) {
      place = place.getParent();
    }
    if (!Files.isDirectory(place) || !Files.isWritable(place)) {
      throw new RequestException(
          folder
              + " cannot be written: "
              + place
              + (Files.isDirectory(place) ? " is not writable" : " is no directory"));
    }
  }

  /** Draws, writes the report and says on stdout what there is now; returns the exit code. */
  static int tell(Summary summary, Sweep sweep, Path folder, Terminal terminal) throws IOException {
    List<Path> pictures = new Pictures(folder, sweep).draw(sweep.drawings(), Set.of("png", "svg"));
    counts(summary, sweep, folder, terminal);
    pictures.stream()
        .filter(picture -> picture.toString().endsWith(".png"))
        .forEach(picture -> terminal.out().println("picture  " + picture));
    terminal.out().println("report   " + ReportCommand.write(sweep, folder));
    return summary.outcomes().getOrDefault("failed", 0L) > 0 ? Exit.WITH_FAILURES : Exit.COMPLETE;
  }

  private static void counts(Summary summary, Sweep sweep, Path folder, Terminal terminal)
      throws IOException {
    List<String> outcomes = new ArrayList<>();
    summary
        .outcomes()
        .forEach(
            (outcome, count) -> {
              if (count > 0) {
                outcomes.add(count + " " + outcome);
              }
            });
    terminal.out().println("runs     " + String.join(", ", outcomes));
    if (sweep.refine().isPresent()) {
      Refined.sentence(sweep, Folders.table(folder, "runs"))
          .ifPresent(sentence -> terminal.out().println("refined  " + sentence));
    }
    terminal.out().println("tables   " + folder + "/*.arrow");
  }
}
