package org.phasegrid.driver.command;

import java.util.concurrent.Callable;
import org.phasegrid.sweeps.read.Schema;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code schema}: JSON Schema of the sweep language. */
@Command(
    name = "schema",
    description =
        "JSON Schema (draft 2020-12) of the sweep language, for editors: save it, and name it in the first line of a document as"
            + " '# yaml-language-server: $schema=FILE'.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private PhasegridCommand parent;

  @Override
  public Integer call() {
    parent.terminal().out().print(Schema.text());
    parent.terminal().out().flush();
    return Exit.COMPLETE;
  }
}
