package org.phasegrid.driver.command;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.phasegrid.driver.plot.Plot;
import org.phasegrid.driver.plot.Plots;
import org.phasegrid.sweeps.read.Sweeps;
import org.phasegrid.worker.activation.Activations;
import org.phasegrid.worker.architecture.Architectures;
import org.phasegrid.worker.dataset.Datasets;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.family.Required;
import org.phasegrid.worker.indicator.Indicators;
import org.phasegrid.worker.initialization.Initializations;
import org.phasegrid.worker.loss.Losses;
import org.phasegrid.worker.optimizer.Optimizers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code list}: what there is, with defaults, one line each, with the paper. */
@Command(
    name = "list",
    description = "What there is, with defaults, one line each, with the paper.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  private static final Map<String, Family<?>> FAMILIES = families();

  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private PhasegridCommand parent;

  @Parameters(
      arity = "0..1",
      paramLabel = "KIND",
      description =
          "sweeps, indicators, activations, architectures, optimizers, losses, datasets, initializations or plots; all when not given")
  private Optional<String> kind = Optional.empty();

  private static Map<String, Family<?>> families() {
    Map<String, Family<?>> families = new LinkedHashMap<>();
    families.put("indicators", Indicators.ALL);
    families.put("architectures", Architectures.ALL);
    families.put("activations", Activations.ALL);
    families.put("optimizers", Optimizers.ALL);
    families.put("losses", Losses.ALL);
    families.put("datasets", Datasets.ALL);
    families.put("initializations", Initializations.ALL);
    return families;
  }

  @Override
  public Integer call() {
    List<String> kinds = new ArrayList<>(List.of("sweeps"));
    kinds.addAll(FAMILIES.keySet());
    kinds.add("plots");
    if (kind.isPresent() && !kinds.contains(kind.get())) {
      throw new RequestException(
          "no list of '" + kind.get() + "'; there are: " + String.join(", ", kinds));
    }
    for (String each : kinds) {
      if (kind.isEmpty()) {
        parent.terminal().out().println((each.equals("sweeps") ? "" : "\n") + each);
      }
      if (kind.isEmpty() || kind.get().equals(each)) {
        lines(each)
            .forEach((name, line) -> parent.terminal().out().printf("  %-20s %s%n", name, line));
      }
    }
    return Exit.COMPLETE;
  }

  private static Map<String, String> lines(String kind) {
    Map<String, String> lines = new LinkedHashMap<>();
    if (kind.equals("sweeps")) {
      Sweeps.catalogue().forEach(entry -> lines.put(entry[0], entry[1]));
    } else if (kind.equals("plots")) {
      for (Plot plot : Plots.all()) {
        lines.put(plot.name(), plot.description());
      }
    } else {
      Family<?> family = FAMILIES.get(kind);
      if (family != null) {
        family.members().forEach((name, member) -> lines.put(name, line(member)));
      }
    }
    return lines;
  }

  private static String line(Object member) {
    About about = member.getClass().getAnnotation(About.class);
    StringBuilder line = new StringBuilder(about == null ? "" : about.value());
    List<String> parameters = new ArrayList<>();
    for (RecordComponent component : member.getClass().getRecordComponents()) {
      parameters.add(Family.kebab(component.getName()) + ": " + written(member, component));
    }
    if (!parameters.isEmpty()) {
      line.append(" {").append(String.join(", ", parameters)).append('}');
    }
    if (about != null && !about.paper().isEmpty()) {
      line.append(" [").append(about.paper()).append(']');
    }
    return line.toString();
  }

  private static String written(Object member, RecordComponent component) {
    if (component.getAccessor().isAnnotationPresent(Required.class)) {
      return "required";
    }
    try {
      return written(component.getAccessor().invoke(member));
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(
          "record " + member.getClass().getName() + " must be public", e);
    }
  }

  private static String written(Object value) {
    if (value instanceof Enum<?> constant) {
      return Family.kebab(constant.name());
    }
    if (value instanceof Record record) {
      List<String> inside = new ArrayList<>();
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        inside.add(written(record, component));
      }
      return Family.nameOf(record) + (inside.isEmpty() ? "" : " " + String.join(" ", inside));
    }
    if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e6) {
      return Long.toString(number.longValue());
    }
    return value.toString();
  }
}
