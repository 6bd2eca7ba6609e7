package org.phasegrid.driver.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.phasegrid.driver.check.Verdict;
import org.phasegrid.driver.fanout.Campaign;
import org.phasegrid.driver.store.Folder;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.read.Sweeps;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code check}: the acceptance statements of a sweep, judged from its tables; what is missing is
 * trained first.
 */
@Command(
    name = "check",
    description =
        "The acceptance statements of a sweep, judged from its tables: pass or fail with the figure. Of a sweep by name, what is"
            + " missing is trained first; of a folder, its tables are judged as they are."
            + " A name that is both is the folder's.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private PhasegridCommand parent;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private SweepOptions options = new SweepOptions();

  @Override
  public Integer call() throws IOException {
    Path folder = Path.of(options.sweep);
    Sweep sweep;
    if (Files.isDirectory(folder)) {
      if (Sweeps.isInCatalogue(options.sweep)) {
        parent
            .terminal()
            .err()
            .println(
                "phasegrid: "
                    + options.sweep
                    + " is a folder here and a sweep of the catalogue; the folder is judged (for the"
                    + " sweep, call from elsewhere)");
      }
      sweep = Sweeps.read(Folder.source(folder));
    } else {
      Openings.require();
      sweep = options.read();
      folder = options.folder(sweep);
      Campaigns.run(
          sweep,
          folder,
          options.engine::open,
          Campaign.Begin.CONTINUE,
          parent.voice(),
          spec.commandLine().getParseResult().originalArgs(),
          parent.terminal());
      new Pictures(folder, sweep).draw(sweep.drawings(), Set.of("png", "svg"));
    }
    if (sweep.checks().isEmpty()) {
      throw new RequestException("sweep " + sweep.name() + " carries no check: statements");
    }
    return judge(sweep, folder);
  }

  private int judge(Sweep sweep, Path folder) {
    int failed = 0;
    for (Verdict verdict : Verdicts.of(sweep, folder)) {
      failed += verdict.holds() ? 0 : 1;
      parent
          .terminal()
          .out()
          .printf(
              "%s  %s: %s  [%d rows]%n",
              verdict.holds() ? "pass" : "FAIL", verdict.name(), verdict.figure(), verdict.rows());
    }
    parent
        .terminal()
        .out()
        .println(sweep.checks().size() - failed + " of " + sweep.checks().size() + " hold");
    return failed == 0 ? Exit.COMPLETE : Exit.WITH_FAILURES;
  }
}
