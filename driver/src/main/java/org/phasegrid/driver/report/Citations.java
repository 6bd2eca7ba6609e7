package org.phasegrid.driver.report;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.GridRuns;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.grid.Grid;
import org.phasegrid.sweeps.grid.Point;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.indicator.Indicator;

/**
 * The papers behind what a sweep uses: those of the members in its runs and of its measures, and
 * those that its document names.
 */
public final class Citations {
  private static final Pattern NUMBER =
      Pattern.compile("arXiv[:\\s]\\s*(\\d{4}\\.\\d{4,5})", Pattern.CASE_INSENSITIVE);

  private final SortedMap<String, TreeSet<String>> reasons = new TreeMap<>();

  private Citations() {}

  /** What each paper is cited for, by its number. */
  public static SortedMap<Paper, List<String>> of(Sweep sweep) {
    Citations citations = new Citations();
    for (Point point : aroundFirst(sweep.grid())) {
      citations.gather(point.spec());
    }
    for (Indicator indicator : sweep.indicators()) {
      citations.gather(indicator);
    }
    citations.named(sweep.source().text(), "the sweep");
    SortedMap<Paper, List<String>> papers =
        new TreeMap<>(java.util.Comparator.comparing(Paper::arxiv));
    citations.reasons.forEach((arxiv, what) -> papers.put(Paper.of(arxiv), List.copyOf(what)));
    return papers;
  }

  /** Points that show every value of every axis once: the first one, one axis changed at a time. */
  private static List<Point> aroundFirst(Grid grid) {
    TreeMap<Integer, Integer> sizes = new TreeMap<>();
    for (AxisColumn axis : grid.axes()) {
      sizes.put(axis.dimension(), axis.values().size());
    }
    Optional<Point> first = Optional.empty();
    for (long i = 0; i < grid.size() && first.isEmpty(); i++) {
      first = grid.point(i);
    }
    List<Point> points = new ArrayList<>();
    first.ifPresent(points::add);
    long origin = first.map(Point::index).orElse(0L);
    long stride = 1;
    for (int dimension : sizes.descendingKeySet()) {
      int size = sizes.getOrDefault(dimension, 1);
      long at = origin / stride % size;
      for (long k = 0; k < size; k++) {
        grid.point(origin + (k - at) * stride).ifPresent(points::add);
      }
      stride *= size;
    }
    return points;
  }

  private void gather(@Nullable Object value) {
    if (value instanceof Record record) {
      add(record.getClass(), Family.nameOf(record));
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        gather(valueOf(record, component));
      }
    } else if (value instanceof Enum<?> constant) {
      try {
        add(constant.getDeclaringClass().getField(constant.name()), Family.kebab(constant.name()));
      } catch (NoSuchFieldException e) {
        throw new IllegalStateException(e);
      }
    } else if (value instanceof Collection<?> all) {
      all.forEach(this::gather);
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(this::gather);
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(this::gather);
    }
  }

  private static @Nullable Object valueOf(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException e) {
      // A record that is not public is a part of one that is: it has no paper of its own.
      return null;
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }

  private void add(AnnotatedElement element, String reason) {
    About about = element.getAnnotation(About.class);
    if (about != null) {
      named(about.paper(), reason);
    }
  }

  private void named(String text, String reason) {
    Matcher matcher = NUMBER.matcher(text);
    while (matcher.find()) {
      reasons.computeIfAbsent(matcher.group(1), arxiv -> new TreeSet<>()).add(reason);
    }
  }

  /** How the runs themselves are cited, as BibTeX on one line. */
  public static String bibtex(Sweep sweep, String digest) {
    return "@misc{phasegrid:"
        + sweep.name()
        + ", title = {{Sweep "
        + sweep.name()
        + "}}, howpublished = {phasegrid "
        + Tables.version()
        + "}, note = {sha256 of the run ids "
        + digest
        + "}}";
  }

  /** SHA-256 of the names of a sweep's runs in grid order, as the pictures of all of them say. */
  public static String digest(Sweep sweep) {
    GridRuns runs = GridRuns.of(sweep.grid(), point -> 0);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < runs.size(); i++) {
      if (runs.has(i)) {
        all.append(runs.id(i).hex()).append('\n');
      }
    }
    return Content.sha256(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The same of the runs that a table has. */
  public static String digest(Table runs) {
    Table.Column ids = runs.column("run_id");
    StringBuilder all = new StringBuilder();
    for (int row = 0; row < runs.rows(); row++) {
      all.append(ids.text(row)).append('\n');
    }
    return Content.sha256(all.toString().getBytes(StandardCharsets.UTF_8));
  }
}
