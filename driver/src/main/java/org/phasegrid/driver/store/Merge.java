package org.phasegrid.driver.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.Heading.Kind;
import org.phasegrid.driver.store.Shard.Part;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.grid.Point;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.worker.indicator.Column.Scope;
import org.phasegrid.worker.run.RunId;

/**
 * Makes the sorted tables of a folder from its shards, run by run in grid order. What one run's
 * rows need is in memory, and as many shards as the cache holds; the rest stays on disk.
 */
final class Merge implements AutoCloseable {
  private static final int RUNS_PER_BATCH = 65536;
  private static final int ROWS_PER_BATCH = 32768;

  private final Path folder;
  private final Sweep sweep;
  private final Layout layout;
  private final GridRuns ids;
  private final Shards shards;
  private final RootAllocator allocator = new RootAllocator();
  private final ShardCache cache;
  private final Map<String, String> metadata;
  private final List<Kind> axisKinds;

  /** Axes that give parameters of measures, by place. */
  private final List<Integer> measureAxes;

  private final Map<Scope, List<Heading>> headings = new LinkedHashMap<>();
  private final Counts counts = new Counts();
  private final RunValues values;

  private Merge(Path folder, Sweep sweep, GridRuns ids, Shards shards) {
    this.folder = folder;
    this.sweep = sweep;
    this.layout = Layout.of(sweep);
    this.ids = ids;
    this.shards = shards;
    this.cache = new ShardCache(allocator, shards.complete(), ShardCache.HALF_OF_THE_MEMORY);
    this.metadata = Tables.metadata(sweep.name());
    this.values = new RunValues(sweep);
    List<AxisColumn> axes = sweep.grid().axes();
    this.measureAxes =
        IntStream.range(0, axes.size()).filter(a -> axes.get(a).ofMeasure()).boxed().toList();
    this.axisKinds = sweep.grid().axes().stream().map(axis -> axis(axis).kind()).toList();
  }

  /** Writes runs, steps, layers, lines, cells and provenance; returns the outcomes counted. */
  static Counts write(Path folder, Sweep sweep, GridRuns ids, Shards shards) throws IOException {
    try (Merge merge = new Merge(folder, sweep, ids, shards)) {
      merge.labels();
      merge.tables();
      merge.cells();
      return merge.counts;
    }
  }

  /**
   * What the runs have in a column of labels or truths, by grid index; a failed one has {@code
   * failed}, one without a value nothing, and one that is not there null.
   */
  static @Nullable String[] labels(Sweep sweep, GridRuns ids, Shards shards, String column)
      throws IOException {
    @Nullable String[] labels = new @Nullable String[ids.size()];
    // Its tables are never written, so their folder is not asked for.
    try (Merge merge = new Merge(Path.of(""), sweep, ids, shards)) {
      for (int i = 0; i < labels.length; i++) {
        Answer answer = merge.answer(i);
        if (answer != null) {
          Object cell = answer.failed() ? "failed" : merge.cell(i, answer, column);
          labels[i] = cell == null ? "" : cell.toString();
        }
      }
    }
    return labels;
  }

  /** What a run that did not fail has in a column of runs. */
  private @Nullable Object cell(int index, Answer answer, String column) throws IOException {
    for (int c = 0; c < sweep.columns().size(); c++) {
      if (sweep.columns().get(c).name().equals(column)) {
        Point point = sweep.grid().point(index).orElseThrow();
        return values.columns(looks(point, answer)).get(c);
      }
    }
    for (Layout.Measured measured : layout.measured(Scope.RUN)) {
      if (measured.heading().name().equals(column)) {
        int owner = answer.owner[measured.measure()];
        return owner < 0 ? null : runCell(answer, owner, column);
      }
    }
    return runCell(answer, 0, column);
  }

  /** The rows of one run: the entries that answer, opened, and who has which measure. */
  private record Answer(List<Shard> shards, List<Shards.Entry> entries, int[] owner) {
    boolean failed() {
      return entries.get(0).failed();
    }
  }

  private @Nullable Answer answer(int index) throws IOException {
    if (!ids.has(index)) {
      return null;
    }
    RunId id = ids.id(index);
    List<String> measures = layout.measures(sweep.pointMeasures().at(index));
    List<Shards.Entry> entries = shards.answering(id, measures);
    if (entries.isEmpty()) {
      return null;
    }
    List<Shard> opened = cache.open(entries);
    // A point has one measure of each name, in the order of the names.
    int[] owner = new int[layout.names()];
    for (int m = 0; m < owner.length; m++) {
      owner[m] = -1;
      for (int e = 0; e < opened.size() && owner[m] < 0; e++) {
        if (opened.get(e).measures().contains(measures.get(m))) {
          owner[m] = e;
        }
      }
    }
    Answer answer = new Answer(opened, entries, owner);
    agree(id, answer);
    return answer;
  }

  private static void agree(RunId id, Answer answer) {
    for (int e = 1; e < answer.shards.size(); e++) {
      Object first = runCell(answer, 0, "fingerprint");
      Object other = runCell(answer, e, "fingerprint");
      if (!Objects.equals(first, other)) {
        throw new IllegalStateException(
            "run "
                + id.hex()
                + " was trained twice and ended with different weights, fingerprints "
                + first
                + " and "
                + other
                + ": the folder mixes results of different arithmetic, run it again with --fresh");
      }
    }
  }

  private static @Nullable Object runCell(Answer answer, int entry, String column) {
    FieldVector vector = answer.shards.get(entry).column(Part.RUNS, column);
    return vector == null ? null : Cells.of(vector, answer.entries.get(entry).row());
  }

  /** Headings of the tables; labels of measured columns are gathered first, and sorted. */
  private void labels() throws IOException {
    Map<Scope, Map<String, SortedSet<String>>> found = new LinkedHashMap<>();
    boolean any = false;
    for (Scope scope : Scope.values()) {
      Map<String, SortedSet<String>> ofScope = new LinkedHashMap<>();
      for (Layout.Measured column : layout.measured(scope)) {
        if (column.heading().kind() == Kind.LABEL) {
          ofScope.put(column.heading().name(), new TreeSet<>());
          any = true;
        }
      }
      found.put(scope, ofScope);
    }
    for (int i = 0; any && i < ids.size(); i++) {
      Answer answer = answer(i);
      if (answer != null) {
        for (Scope scope : Scope.values()) {
          gather(answer, scope, found.getOrDefault(scope, Map.of()));
        }
      }
    }
    for (Scope scope : Scope.values()) {
      List<Heading> all = new ArrayList<>();
      for (Heading heading : layout.all(scope)) {
        SortedSet<String> labels = found.getOrDefault(scope, Map.of()).get(heading.name());
        all.add(labels == null ? heading : heading.withLabels(List.copyOf(labels)));
      }
      if (scope == Scope.RUN) {
        all.addAll(values.headings());
      }
      headings.put(scope, all);
    }
  }

  private void gather(Answer answer, Scope scope, Map<String, SortedSet<String>> found) {
    if (found.isEmpty()) {
      return;
    }
    for (Layout.Measured column : layout.measured(scope)) {
      SortedSet<String> labels = found.get(column.heading().name());
      int owner = answer.owner[column.measure()];
      if (labels == null || owner < 0) {
        continue;
      }
      Shard shard = answer.shards.get(owner);
      FieldVector vector = shard.column(part(scope), column.heading().name());
      int run = answer.entries.get(owner).row();
      for (int row = shard.begin(part(scope), run);
          vector != null && row < shard.end(part(scope), run);
          row++) {
        if (Cells.of(vector, row) instanceof String label) {
          labels.add(label);
        }
      }
    }
  }

  private static Part part(Scope scope) {
    return switch (scope) {
      case RUN -> Part.RUNS;
      case STEP -> Part.STEPS;
      case LAYER -> Part.LAYERS;
    };
  }

  private List<Heading> of(Scope scope) {
    return headings.getOrDefault(scope, List.of());
  }

  static Heading axis(AxisColumn axis) {
    Object first = axis.values().isEmpty() ? "" : axis.values().get(0);
    String meaning = Table.Column.AXIS + axis.path();
    if (first instanceof Double) {
      return new Heading(axis.column(), Kind.NUMBER, axis.unit(), meaning);
    } else if (first instanceof Long || first instanceof Integer) {
      return new Heading(axis.column(), Kind.INTEGER, axis.unit(), meaning);
    } else if (first instanceof Boolean) {
      return new Heading(axis.column(), Kind.BOOLEAN, axis.unit(), meaning);
    }
    return new Heading(
        axis.column(),
        Kind.LABEL,
        axis.unit(),
        meaning,
        axis.values().stream().map(Object::toString).distinct().toList());
  }

  /** An open table under its temporary name. */
  private final class Out implements AutoCloseable {
    private final Path part;
    private final Path target;
    private final FileChannel channel;
    private final TableWriter writer;

    Out(String name, List<Heading> columns, int batchRows) throws IOException {
      target = folder.resolve(name);
      part = folder.resolve(name + ".part");
      channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      try {
        writer = TableWriter.file(allocator, channel, columns, metadata, batchRows);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }

    void finish() throws IOException {
      writer.finish();
      channel.force(false);
      channel.close();
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
      writer.close();
      channel.close();
      Files.deleteIfExists(part);
    }
  }

  private void tables() throws IOException {
    List<Heading> runColumns = new ArrayList<>();
    runColumns.add(Layout.RUN_ID);
    runColumns.add(new Heading("cell", Kind.INTEGER, "", "index over all axes but the replicas"));
    for (AxisColumn axis : sweep.grid().axes()) {
      runColumns.add(axis(axis));
    }
    int fixed = runColumns.size();
    CriticalLines lines = new CriticalLines(sweep.grid(), sweep.criticals());
    runColumns.addAll(of(Scope.RUN).subList(1, of(Scope.RUN).size()));
    // Points of one run that differ in measures alone share what it took.
    Set<RunId> told = new HashSet<>();
    try (Out runs = new Out("runs.arrow", runColumns, RUNS_PER_BATCH);
        Out steps = new Out("steps.arrow", keyed(Scope.STEP), ROWS_PER_BATCH);
        Out layers = new Out("layers.arrow", keyed(Scope.LAYER), ROWS_PER_BATCH);
        Out provenance = new Out("provenance.arrow", Layout.PROVENANCE, ROWS_PER_BATCH)) {
      for (int i = 0; i < ids.size(); i++) {
        Answer answer = answer(i);
        if (answer != null) {
          Point point = sweep.grid().point(i).orElseThrow();
          RunValues.Looks looks = looks(point, answer);
          run(runs.writer, fixed, point, answer, looks);
          lines.add(i, critical -> !answer.failed() && values.holds(critical, looks));
          rows(steps.writer, Scope.STEP, point, answer);
          rows(layers.writer, Scope.LAYER, point, answer);
          if (measureAxes.isEmpty() || told.add(ids.id(i))) {
            provenance(provenance.writer, ids.id(i));
          }
        }
      }
      runs.finish();
      steps.finish();
      layers.finish();
      provenance.finish();
    }
    lines(lines);
  }

  /** A sweep without critical values has no table of lines. */
  private void lines(CriticalLines lines) throws IOException {
    if (sweep.criticals().isEmpty()) {
      Files.deleteIfExists(folder.resolve("lines.arrow"));
      return;
    }
    try (Out out = new Out("lines.arrow", lines.headings(), ROWS_PER_BATCH)) {
      lines.write(out.writer);
      out.finish();
    }
  }

  /** What expressions of a run see of it; nothing when it failed. */
  private RunValues.Looks looks(Point point, Answer answer) throws IOException {
    RunValues.Looks looks = new RunValues.Looks();
    if (answer.failed() || values.names().isEmpty()) {
      return looks;
    }
    Set<String> left = new TreeSet<>(values.names());
    if (left.remove("cell")) {
      looks.constant("cell", point.cell());
    }
    for (int a = 0; a < point.values().size(); a++) {
      String name = sweep.grid().axes().get(a).column();
      if (left.remove(name)) {
        looks.constant(name, point.values().get(a));
      }
    }
    for (Heading heading : layout.fixed(Scope.RUN)) {
      if (left.remove(heading.name())) {
        looks.constant(heading.name(), runCell(answer, 0, heading.name()));
      }
    }
    for (Layout.Measured measured : layout.measured(Scope.RUN)) {
      int owner = answer.owner[measured.measure()];
      if (left.remove(measured.heading().name())) {
        looks.constant(
            measured.heading().name(),
            owner < 0 ? null : runCell(answer, owner, measured.heading().name()));
      }
    }
    sweep.columns().forEach(column -> left.remove(column.name()));
    if (!left.isEmpty()) {
      Map<String, Layout.Measured> ofLooks = new LinkedHashMap<>();
      layout
          .measured(Scope.STEP)
          .forEach(measured -> ofLooks.put(measured.heading().name(), measured));
      join(
          Scope.STEP,
          answer,
          (place, at) ->
              looks.look(left, name -> lookCell(name, place, answer, at, ofLooks.get(name))));
    }
    return looks;
  }

  private static @Nullable Object lookCell(
      String name, Place place, Answer answer, int[] at, Layout.@Nullable Measured measured) {
    if (name.equals("step")) {
      return place.step;
    }
    if (name.equals("loss")) {
      return loss(answer, at);
    }
    if (measured == null) {
      return null;
    }
    return cell(Scope.STEP, answer, at, measured);
  }

  private void run(TableWriter out, int fixed, Point point, Answer answer, RunValues.Looks looks)
      throws IOException {
    out.next();
    out.put(0, runCell(answer, 0, "run_id"));
    out.put(1, point.cell());
    for (int a = 0; a < point.values().size(); a++) {
      out.put(2 + a, value(point, a));
    }
    int column = fixed;
    for (Heading heading : layout.core()) {
      FieldVector from = answer.shards.get(0).column(Part.RUNS, heading.name());
      if (from != null) {
        out.copy(column, from, answer.entries.get(0).row());
      }
      column++;
    }
    for (Layout.Measured measured : layout.measured(Scope.RUN)) {
      copy(out, column++, measured, Part.RUNS, answer, null);
    }
    if (!answer.failed()) {
      for (Object cell : values.columns(looks)) {
        out.put(column++, cell);
      }
    }
    counts.add(String.valueOf(runCell(answer, 0, "outcome")));
  }

  private Object value(Point point, int axis) {
    Object value = point.values().get(axis);
    return axisKinds.get(axis) == Kind.LABEL ? value.toString() : value;
  }

  /**
   * Copies a measured cell from the entry that owns its measure: the run's row, or row {@code
   * at[entry]} of a part.
   */
  private static void copy(
      TableWriter out,
      int column,
      Layout.Measured measured,
      Part part,
      Answer answer,
      int @Nullable [] at) {
    int owner = answer.owner[measured.measure()];
    if (owner < 0) {
      return;
    }
    FieldVector from = answer.shards.get(owner).column(part, measured.heading().name());
    int row = at == null ? answer.entries.get(owner).row() : at[owner];
    if (from != null && row >= 0) {
      out.copy(column, from, row);
    }
  }

  /** Hands every row of the run in a part to {@code sink}, entries joined by step and layer. */
  private void join(Scope scope, Answer answer, RowSink sink) throws IOException {
    Part part = part(scope);
    int entries = answer.shards.size();
    int[] next = new int[entries];
    int[] at = new int[entries];
    for (int e = 0; e < entries; e++) {
      next[e] = answer.shards.get(e).begin(part, answer.entries.get(e).row());
    }
    while (true) {
      Place least = null;
      for (int e = 0; e < entries; e++) {
        Place place = place(scope, answer, e, next[e]);
        if (place != null && (least == null || Place.ORDER.compare(place, least) < 0)) {
          least = place;
        }
      }
      if (least == null) {
        return;
      }
      for (int e = 0; e < entries; e++) {
        boolean here = least.equals(place(scope, answer, e, next[e]));
        at[e] = here ? next[e]++ : -1;
      }
      if (asked(scope, answer, at)) {
        sink.row(least, at);
      }
    }
  }

  /** What a row of a run is keyed by; null stands for the whole run, or for no layer. */
  record Place(@Nullable Long step, @Nullable Long layer) {
    static final Comparator<Place> ORDER =
        Comparator.comparing((Place p) -> p.step == null ? -1 : p.step)
            .thenComparing(p -> p.layer == null ? -1 : p.layer);

    /** Which table the rows of its runs are in. */
    Scope scope() {
      return layer != null ? Scope.LAYER : step != null ? Scope.STEP : Scope.RUN;
    }
  }

  private interface RowSink {
    void row(Place place, int[] at) throws IOException;
  }

  private static @Nullable Place place(Scope scope, Answer answer, int entry, int row) {
    Shard shard = answer.shards.get(entry);
    if (row >= shard.end(part(scope), answer.entries.get(entry).row())) {
      return null;
    }
    return new Place(
        integer(shard, part(scope), "step", row),
        scope == Scope.LAYER ? integer(shard, part(scope), "layer", row) : null);
  }

  private static @Nullable Long integer(Shard shard, Part part, String column, int row) {
    FieldVector vector = shard.column(part, column);
    return vector == null ? null : (Long) Cells.of(vector, row);
  }

  /** Whether a measure of the sweep fills the row: one that is no longer asked leaves no rows. */
  private boolean asked(Scope scope, Answer answer, int[] at) {
    for (Layout.Measured measured : layout.measured(scope)) {
      int owner = answer.owner[measured.measure()];
      if (owner >= 0 && at[owner] >= 0) {
        FieldVector vector =
            answer.shards.get(owner).column(part(scope), measured.heading().name());
        if (vector != null && !vector.isNull(at[owner])) {
          return true;
        }
      }
    }
    return false;
  }

  /** Columns of looks or layers: where points of one run differ in measures, by which. */
  private List<Heading> keyed(Scope scope) {
    List<Heading> all = new ArrayList<>(of(scope));
    List<Heading> keys = measureAxes.stream().map(a -> axis(sweep.grid().axes().get(a))).toList();
    all.addAll(layout.fixed(scope).size(), keys);
    return all;
  }

  private void rows(TableWriter out, Scope scope, Point point, Answer answer) throws IOException {
    Object id = runCell(answer, 0, "run_id");
    join(
        scope,
        answer,
        (place, at) -> {
          out.next();
          out.put(0, id);
          out.put(1, place.step);
          out.put(2, scope == Scope.LAYER ? place.layer : loss(answer, at));
          int column = 3;
          for (int a : measureAxes) {
            out.put(column++, value(point, a));
          }
          for (Layout.Measured measured : layout.measured(scope)) {
            copy(out, column++, measured, part(scope), answer, at);
          }
        });
  }

  private static @Nullable Object loss(Answer answer, int[] at) {
    for (int e = 0; e < at.length; e++) {
      FieldVector vector = answer.shards.get(e).column(Part.STEPS, "loss");
      if (at[e] >= 0 && vector != null) {
        return Cells.of(vector, at[e]);
      }
    }
    return null;
  }

  private void provenance(TableWriter out, RunId id) throws IOException {
    for (Shards.Entry entry : shards.entries(id)) {
      Shard shard = cache.open(List.of(entry)).get(0);
      int begin = shard.begin(Part.PROVENANCE, entry.row());
      out.next();
      for (int column = 0; column < Layout.PROVENANCE.size(); column++) {
        FieldVector from = shard.column(Part.PROVENANCE, Layout.PROVENANCE.get(column).name());
        if (from != null) {
          out.copy(column, from, begin);
        }
      }
    }
  }

  /** Aggregates over replicas and what indicators make of them, cell by cell. */
  private void cells() throws IOException {
    CellOrder order = CellOrder.of(sweep.grid());
    CellColumns made = cellColumns(order);
    Aggregates aggregates = new Aggregates(sweep.grid().axes(), headings, made.headings());
    try (Out out = new Out("cells.arrow", aggregates.headings(), ROWS_PER_BATCH)) {
      for (long cell = 0; cell < order.cells(); cell++) {
        Map<Place, Aggregates.Row> rows = new TreeMap<>(Place.ORDER);
        CellColumns.Gathered gathered = new CellColumns.Gathered();
        Point first =
            members(
                order,
                cell,
                (answer, point) -> {
                  collect(aggregates, rows, answer, point);
                  gather(made, gathered, answer, point);
                });
        if (first != null) {
          for (Map.Entry<Place, Aggregates.Row> row : rows.entrySet()) {
            Place place = row.getKey();
            aggregates.write(
                out.writer,
                first,
                place,
                row.getValue(),
                made.row(first, sweep.pointMeasures().at(first.index()), place, gathered));
          }
        }
      }
      out.finish();
    } catch (CellColumns.Thrown e) {
      // What an earlier merge left would not be of these runs.
      Files.deleteIfExists(folder.resolve("cells.arrow"));
      throw e;
    }
  }

  /** The columns of cells with their labels, for which all cells are gone through once more. */
  private CellColumns cellColumns(CellOrder order) throws IOException {
    CellColumns made = CellColumns.of(sweep.measures());
    CellColumns labelled = made.labelled();
    SortedMap<String, SortedSet<String>> found = new TreeMap<>();
    for (long cell = 0; !labelled.isEmpty() && cell < order.cells(); cell++) {
      CellColumns.Gathered gathered = new CellColumns.Gathered();
      Point first =
          members(order, cell, (answer, point) -> gather(labelled, gathered, answer, point));
      if (first != null) {
        for (Place place : gathered.places()) {
          labelled
              .row(first, sweep.pointMeasures().at(first.index()), place, gathered)
              .forEach(
                  (column, value) -> {
                    if (value instanceof String label) {
                      found.computeIfAbsent(column, c -> new TreeSet<>()).add(label);
                    }
                  });
        }
      }
    }
    return made.withLabels(found);
  }

  private interface Member {
    void of(Answer answer, Point point) throws IOException;
  }

  /** Hands on the runs of a cell in grid order; the first one's point, null where there is none. */
  private @Nullable Point members(CellOrder order, long cell, Member member) throws IOException {
    Point first = null;
    for (long index : order.members(cell)) {
      Answer answer = answer((int) index);
      if (answer == null) {
        continue;
      }
      Point point = sweep.grid().point(index).orElseThrow();
      if (first == null) {
        first = point;
        order.check(first, cell);
      }
      member.of(answer, point);
    }
    return first;
  }

  /** Gathers what indicators read of a run and of its rows. */
  private void gather(CellColumns made, CellColumns.Gathered gathered, Answer answer, Point point)
      throws IOException {
    if (made.isEmpty()) {
      return;
    }
    Map<String, Object> ofRun = new HashMap<>();
    take(made.reads(), ofRun, "cell", point.cell());
    for (int a = 0; a < point.values().size(); a++) {
      take(made.reads(), ofRun, sweep.grid().axes().get(a).column(), value(point, a));
    }
    for (Heading heading : layout.fixed(Scope.RUN)) {
      take(made.reads(), ofRun, heading.name(), runCell(answer, 0, heading.name()));
    }
    for (Layout.Measured measured : layout.measured(Scope.RUN)) {
      int owner = answer.owner[measured.measure()];
      String name = measured.heading().name();
      take(made.reads(), ofRun, name, owner < 0 ? null : runCell(answer, owner, name));
    }
    gathered.add(new Place(null, null), point.spec().setting(), ofRun, Map.of());
    for (Scope scope : List.of(Scope.STEP, Scope.LAYER)) {
      if (!made.has(scope)) {
        continue;
      }
      join(
          scope,
          answer,
          (place, at) -> {
            Map<String, Object> ofRow = new HashMap<>();
            take(made.reads(), ofRow, "step", place.step);
            take(made.reads(), ofRow, "layer", place.layer);
            if (scope == Scope.STEP) {
              take(made.reads(), ofRow, "loss", loss(answer, at));
            }
            for (Layout.Measured measured : layout.measured(scope)) {
              String name = measured.heading().name();
              if (made.reads().contains(name)) {
                take(made.reads(), ofRow, name, cell(scope, answer, at, measured));
              }
            }
            gathered.add(place, point.spec().setting(), ofRun, ofRow);
          });
    }
  }

  private static void take(
      Set<String> asked, Map<String, Object> into, String name, @Nullable Object cell) {
    if (cell != null && asked.contains(name)) {
      into.put(name, cell);
    }
  }

  private static @Nullable Object cell(
      Scope scope, Answer answer, int[] at, Layout.Measured measured) {
    int owner = answer.owner[measured.measure()];
    if (owner < 0 || at[owner] < 0) {
      return null;
    }
    FieldVector vector = answer.shards.get(owner).column(part(scope), measured.heading().name());
    return vector == null ? null : Cells.of(vector, at[owner]);
  }

  private void collect(
      Aggregates aggregates, Map<Place, Aggregates.Row> rows, Answer answer, Point point)
      throws IOException {
    Aggregates.Row run = rows.computeIfAbsent(new Place(null, null), p -> aggregates.row());
    run.count();
    for (Heading heading : layout.core()) {
      run.add(heading.name(), runCell(answer, 0, heading.name()));
    }
    int[] runRows = answer.entries.stream().mapToInt(Shards.Entry::row).toArray();
    add(run, Scope.RUN, answer, runRows);
    if (!answer.failed() && !sweep.columns().isEmpty()) {
      List<@Nullable Object> computed = values.columns(looks(point, answer));
      for (int c = 0; c < computed.size(); c++) {
        run.add(sweep.columns().get(c).name(), computed.get(c));
      }
    }
    for (Scope scope : List.of(Scope.STEP, Scope.LAYER)) {
      join(
          scope,
          answer,
          (place, at) -> {
            Aggregates.Row row = rows.computeIfAbsent(place, p -> aggregates.row());
            row.count();
            if (scope == Scope.STEP) {
              row.add("loss", loss(answer, at));
            }
            add(row, scope, answer, at);
          });
    }
  }

  private void add(Aggregates.Row row, Scope scope, Answer answer, int[] at) {
    for (Layout.Measured measured : layout.measured(scope)) {
      row.add(measured.heading().name(), cell(scope, answer, at, measured));
    }
  }

  @Override
  public void close() {
    cache.close();
    allocator.close();
  }

  /** How many runs ended how, in the order of {@link Layout#OUTCOMES}. */
  static final class Counts {
    private final long[] counts = new long[Layout.OUTCOMES.size()];

    void add(String outcome) {
      counts[Layout.OUTCOMES.indexOf(outcome)]++;
    }

    Map<String, Long> byOutcome() {
      Map<String, Long> map = new LinkedHashMap<>();
      for (int i = 0; i < counts.length; i++) {
        map.put(Layout.OUTCOMES.get(i), counts[i]);
      }
      return map;
    }

    long total() {
      return Arrays.stream(counts).sum();
    }
  }
}
