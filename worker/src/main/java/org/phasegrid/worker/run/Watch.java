package org.phasegrid.worker.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.indicator.Sink;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Observer;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Snapshot;
import org.phasegrid.worker.train.Snapshot.Moment;

/** The indicators of one run at work: who looks when, and the rows they fill. */
final class Watch implements Observer {
  private final List<Indicator> indicators;
  private final boolean[] rowPerLook;
  private final List<Meter> meters = new ArrayList<>();
  private final Set<Need.Standing<?>> standing = new HashSet<>();
  private final Map<String, Object> run = new LinkedHashMap<>();
  private final TreeMap<Long, RunRecord.StepRow> steps = new TreeMap<>();
  private final TreeMap<Long, TreeMap<Integer, Map<String, Object>>> layers = new TreeMap<>();
  private final TreeMap<Integer, Map<String, Object>> wholeRun = new TreeMap<>();

  Watch(List<Indicator> indicators) {
    this.indicators = indicators;
    rowPerLook = new boolean[indicators.size()];
    for (Indicator indicator : indicators) {
      rowPerLook[meters.size()] =
          indicator.columns().stream().anyMatch(column -> column.scope() == Column.Scope.STEP);
      meters.add(indicator.start());
      collectStanding(indicator.needs());
    }
  }

  private void collectStanding(Set<Need<?>> needs) {
    for (Need<?> need : needs) {
      if (need instanceof Need.Standing<?> follows) {
        standing.add(follows);
      }
      collectStanding(need.needs());
    }
  }

  @Override
  public Set<Need.Standing<?>> standing() {
    return standing;
  }

  @Override
  public boolean looks(long step, Moment moment) {
    if (moment == Moment.LAST) {
      return true;
    }
    for (Indicator indicator : indicators) {
      if (looks(indicator, step, moment)) {
        return true;
      }
    }
    return false;
  }

  private static boolean looks(Indicator indicator, long step, Moment moment) {
    return indicator.looks().at(step) || (moment == Moment.LAST && indicator.looks().atLast(step));
  }

  @Override
  public void see(Snapshot snapshot) {
    for (int i = 0; i < meters.size(); i++) {
      Indicator indicator = indicators.get(i);
      if (looks(indicator, snapshot.step(), snapshot.moment())) {
        if (rowPerLook[i]) {
          row(snapshot);
        }
        meters.get(i).look(snapshot.declaring(indicator.needs()), new StepSink(snapshot));
      }
      if (snapshot.moment() == Moment.LAST) {
        meters.get(i).last(snapshot.declaring(indicator.needs()));
      }
    }
  }

  /** The row of a look: there even when nothing was defined at it. */
  private RunRecord.StepRow row(Snapshot snapshot) {
    return steps.computeIfAbsent(
        snapshot.step(),
        step -> new RunRecord.StepRow(step, snapshot.loss(), new LinkedHashMap<>()));
  }

  void end(Outcome outcome) {
    for (Meter meter : meters) {
      meter.end(outcome, new RunSink());
    }
  }

  Map<String, Object> runValues() {
    return run;
  }

  List<RunRecord.StepRow> stepRows() {
    return List.copyOf(steps.values());
  }

  List<RunRecord.LayerRow> layerRows() {
    List<RunRecord.LayerRow> rows = new ArrayList<>();
    wholeRun.forEach(
        (layer, values) -> rows.add(new RunRecord.LayerRow(OptionalLong.empty(), layer, values)));
    layers.forEach(
        (step, byLayer) ->
            byLayer.forEach(
                (layer, values) ->
                    rows.add(new RunRecord.LayerRow(OptionalLong.of(step), layer, values))));
    return rows;
  }

  private final class StepSink extends Sink {
    private final Snapshot snapshot;

    StepSink(Snapshot snapshot) {
      this.snapshot = snapshot;
    }

    @Override
    protected void keep(String column, Object value) {
      row(snapshot).values().put(column, value);
    }

    @Override
    protected void keep(int layer, String column, Object value) {
      layers
          .computeIfAbsent(snapshot.step(), step -> new TreeMap<>())
          .computeIfAbsent(layer, l -> new LinkedHashMap<>())
          .put(column, value);
    }
  }

  /** The row of a look that has been. */
  private static final class RowSink extends Sink {
    private final RunRecord.StepRow row;

    RowSink(RunRecord.StepRow row) {
      this.row = row;
    }

    @Override
    protected void keep(String column, Object value) {
      row.values().put(column, value);
    }

    @Override
    protected void keep(int layer, String column, Object value) {
      throw new IllegalStateException("layer columns are put at their look");
    }
  }

  private final class RunSink extends Sink {
    @Override
    public Out at(long step) {
      RunRecord.StepRow row = steps.get(step);
      if (row == null) {
        throw new IllegalStateException("no look was at step " + step);
      }
      return new RowSink(row);
    }

    @Override
    protected void keep(String column, Object value) {
      run.put(column, value);
    }

    @Override
    protected void keep(int layer, String column, Object value) {
      wholeRun.computeIfAbsent(layer, l -> new LinkedHashMap<>()).put(column, value);
    }
  }
}
