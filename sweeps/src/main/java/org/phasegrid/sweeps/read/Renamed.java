package org.phasegrid.sweeps.read;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.phasegrid.worker.indicator.CellIndicator;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Snapshot;

/**
 * An indicator under another name ({@code as: late}), so that it may be measured twice: its column
 * {@code sharpness} is {@code late_sharpness}.
 *
 * @param name in snake_case
 */
public record Renamed(String name, Indicator indicator) implements Indicator {
  @Override
  public List<Column> columns() {
    return named(indicator.columns());
  }

  private List<Column> named(List<Column> columns) {
    return columns.stream()
        .map(
            column ->
                new Column(
                    named(column.name()),
                    column.scope(),
                    column.type(),
                    column.unit(),
                    column.meaning()))
        .toList();
  }

  @Override
  public Set<Need<?>> needs() {
    return indicator.needs();
  }

  @Override
  public Looks looks() {
    return indicator.looks();
  }

  @Override
  public Optional<String> refusal(Setting setting) {
    return indicator.refusal(setting);
  }

  @Override
  public double bytes(Setting setting) {
    return indicator.bytes(setting);
  }

  @Override
  public List<CellIndicator> ofCells() {
    return indicator.ofCells().stream().<CellIndicator>map(OfCells::new).toList();
  }

  @Override
  public Meter start() {
    Meter meter = indicator.start();
    return new Meter() {
      @Override
      public void look(Snapshot snapshot, Out out) {
        meter.look(snapshot, new Names(out));
      }

      @Override
      public void end(Outcome outcome, Out out) {
        meter.end(outcome, new Names(out));
      }
    };
  }

  private String named(String column) {
    return name + "_" + column;
  }

  /** What is made of cells, from columns under the other name if they are the indicator's own. */
  private final class OfCells implements CellIndicator {
    private final CellIndicator cells;

    OfCells(CellIndicator cells) {
      this.cells = cells;
    }

    @Override
    public List<Column> columns() {
      return named(cells.columns());
    }

    @Override
    public Set<String> reads() {
      return cells.reads().stream().map(this::read).collect(Collectors.toSet());
    }

    private String read(String column) {
      boolean own = indicator.columns().stream().anyMatch(each -> each.name().equals(column));
      return own ? Renamed.this.named(column) : column;
    }

    @Override
    public void of(Replicas replicas, Out out) {
      cells.of(
          new Replicas() {
            @Override
            public int size() {
              return replicas.size();
            }

            @Override
            public Setting setting(int replica) {
              return replicas.setting(replica);
            }

            @Override
            public Optional<Object> value(int replica, String column) {
              return replicas.value(replica, read(column));
            }
          },
          new Names(out));
    }
  }

  private final class Names implements Out {
    private final Out out;

    Names(Out out) {
      this.out = out;
    }

    @Override
    public Out at(long step) {
      return new Names(out.at(step));
    }

    @Override
    public void put(String column, double value) {
      out.put(named(column), value);
    }

    @Override
    public void put(String column, long value) {
      out.put(named(column), value);
    }

    @Override
    public void put(String column, boolean value) {
      out.put(named(column), value);
    }

    @Override
    public void put(String column, String label) {
      out.put(named(column), label);
    }

    @Override
    public void put(String column, double[] values) {
      out.put(named(column), values);
    }

    @Override
    public void put(int layer, String column, double value) {
      out.put(layer, named(column), value);
    }

    @Override
    public void put(int layer, String column, long value) {
      out.put(layer, named(column), value);
    }

    @Override
    public void put(int layer, String column, boolean value) {
      out.put(layer, named(column), value);
    }

    @Override
    public void put(int layer, String column, double[] values) {
      out.put(layer, named(column), values);
    }
  }
}
