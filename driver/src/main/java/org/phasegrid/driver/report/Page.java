package org.phasegrid.driver.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.check.Verdict;
import org.phasegrid.driver.store.Layout;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;
import org.phasegrid.sweeps.document.Decimal;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.read.Measure;
import org.phasegrid.sweeps.read.Sweep;

/**
 * {@code report.html}: a folder told on one page that needs nothing beside it. Only the last
 * section depends on where and when the runs were done.
 *
 * <p>The page forbids itself to load anything and to execute any script but its own, so a picture
 * from elsewhere in {@code diagrams/} is but a picture.
 */
public final class Page {
  /** Rows of the runs table that the page holds. */
  static final int ROWS = 200;

  /** Larger SVG files are shown as their PNG. */
  static final long LARGEST_SVG = 1L << 20;

  private static final int EXAMPLES = 8;

  private final Path folder;
  private final Sweep sweep;
  private final StringBuilder out = new StringBuilder();

  private Page(Path folder, Sweep sweep) {
    this.folder = folder;
    this.sweep = sweep;
  }

  /**
   * Writes the page of {@code folder}.
   *
   * @param verdicts on the sweep's acceptance statements
   * @param pictures names of the sweep's own pictures, shown before others in the folder
   * @return the file
   */
  public static Path write(Path folder, Sweep sweep, List<Verdict> verdicts, List<String> pictures)
      throws IOException {
    Page page = new Page(folder, sweep);
    page.page(verdicts, pictures);
    Path file = folder.resolve("report.html");
    Path part = folder.resolve("report.html.part");
    Files.write(part, page.out.toString().getBytes(StandardCharsets.UTF_8));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return file;
  }

  private void page(List<Verdict> verdicts, List<String> pictures) throws IOException {
    String script = resource("report.js");
    Table runs = Tables.read(folder.resolve("runs.arrow"));
    line("<!DOCTYPE html>");
    line("<html lang=\"en\"><head><meta charset=\"utf-8\">");
    line(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:;"
            + " style-src 'unsafe-inline'; script-src 'sha256-"
            + sha256(script)
            + "'\">");
    line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    line(Html.element("title", sweep.name() + " \u00b7 Phasegrid"));
    line("<style>" + resource("report.css") + "</style></head><body>");
    line("<header>" + Html.element("h1", sweep.name()));
    description().forEach(paragraph -> line(Html.element("p", "lead", paragraph)));
    line("</header><main>");
    pictures(pictures);
    summary(runs);
    checks(verdicts);
    runs(runs);
    citations(runs);
    document();
    made();
    line("</main><script>" + script + "</script></body></html>");
  }

  private void line(String html) {
    out.append(html).append('\n');
  }

  private void begin(String id, String title) {
    line("<section id=\"" + id + "\">" + Html.element("h2", title));
  }

  private void end() {
    line("</section>");
  }

  /** The comment that the document begins with, by paragraphs. */
  private List<String> description() {
    List<String> paragraphs = new ArrayList<>();
    StringBuilder paragraph = new StringBuilder();
    for (String text : sweep.source().text().lines().toList()) {
      if (!text.startsWith("#")) {
        break;
      }
      String words = text.substring(1).strip();
      if (words.isEmpty() && paragraph.length() > 0) {
        paragraphs.add(paragraph.toString());
        paragraph.setLength(0);
      }
      paragraph.append(paragraph.length() == 0 || words.isEmpty() ? "" : " ").append(words);
    }
    if (paragraph.length() > 0) {
      paragraphs.add(paragraph.toString());
    }
    return paragraphs;
  }

  private void pictures(List<String> own) throws IOException {
    Path diagrams = folder.resolve("diagrams");
    Set<String> names = new LinkedHashSet<>(own);
    if (Files.isDirectory(diagrams)) {
      try (Stream<Path> files = Files.list(diagrams)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".svg") || name.endsWith(".png"))
            .map(name -> name.substring(0, name.length() - 4))
            .sorted()
            .forEach(names::add);
      }
    }
    names.removeIf(
        name ->
            !Files.exists(diagrams.resolve(name + ".svg"))
                && !Files.exists(diagrams.resolve(name + ".png")));
    if (names.isEmpty()) {
      return;
    }
    begin("pictures", "Pictures");
    for (String name : names) {
      line("<figure>");
      Path svg = diagrams.resolve(name + ".svg");
      Path png = diagrams.resolve(name + ".png");
      if (Files.exists(svg) && (Files.size(svg) <= LARGEST_SVG || !Files.exists(png))) {
        line(Files.readString(svg).replaceFirst("^\\s*<\\?xml[^>]*>", "").strip());
      } else {
        line(
            "<img alt=\""
                + Html.escape(name)
                + "\" src=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(Files.readAllBytes(png))
                + "\">");
      }
      line(Html.element("figcaption", name) + "</figure>");
    }
    end();
  }

  private void summary(Table runs) {
    begin("summary", "Summary");
    Map<String, Integer> counts = new LinkedHashMap<>();
    Layout.OUTCOMES.forEach(outcome -> counts.put(outcome, 0));
    Table.Column outcomes = runs.column("outcome");
    for (int row = 0; row < runs.rows(); row++) {
      counts.merge(outcomes.text(row), 1, Integer::sum);
    }
    counts.values().removeIf(count -> count == 0);
    if (runs.rows() > 0) {
      line("<div class=\"bar\" role=\"img\" aria-label=\"runs by outcome\">");
      counts.forEach(
          (outcome, count) ->
              line("<i class=\"" + Html.escape(outcome) + "\" style=\"flex:" + count + "\"></i>"));
      line("</div>");
    }
    line("<p class=\"legend\">" + Html.element("b", runs.rows() + " runs"));
    counts.forEach(
        (outcome, count) ->
            line(
                "<span><i class=\""
                    + Html.escape(outcome)
                    + "\"></i>"
                    + Html.escape(count + " " + outcome)
                    + "</span>"));
    line("</p>");
    line(
        "<div class=\"wide\"><table><thead><tr><th>axis</th><th>values</th><th></th></tr></thead><tbody>");
    for (AxisColumn axis : sweep.grid().axes()) {
      line(
          "<tr>"
              + Html.element("td", "name", axis.path())
              + Html.element("td", "number", Integer.toString(axis.values().size()))
              + Html.element("td", values(axis))
              + "</tr>");
    }
    line("</tbody></table></div>");
    if (!sweep.measures().isEmpty()) {
      List<String> measures = sweep.measures().stream().map(Measure::name).distinct().toList();
      line("<p>Measured: " + Html.escape(String.join(", ", measures)) + ".</p>");
    }
    end();
  }

  private static String values(AxisColumn axis) {
    List<String> texts = axis.values().stream().map(Page::text).toList();
    String spacing =
        switch (axis.scale()) {
          case LOG10, LOG2 -> ", logarithmic";
          case LINEAR, CATEGORY -> "";
        };
    String replicas = axis.role() == AxisColumn.Role.REPLICA ? ", replicas" : "";
    return texts.size() <= EXAMPLES
        ? String.join(", ", texts) + replicas
        : texts.get(0)
            + ", "
            + texts.get(1)
            + ", \u2026, "
            + texts.get(texts.size() - 1)
            + spacing
            + replicas;
  }

  private void checks(List<Verdict> verdicts) {
    if (verdicts.isEmpty()) {
      return;
    }
    begin("checks", "Checks");
    line(
        "<div class=\"wide\"><table><thead><tr><th></th><th>claim</th><th>figure</th><th>rows</th></tr></thead><tbody>");
    for (Verdict verdict : verdicts) {
      line(
          "<tr>"
              + (verdict.holds()
                  ? "<td class=\"pass\">\u2713 holds</td>"
                  : "<td class=\"fail\">\u2717 fails</td>")
              + Html.element("td", verdict.name())
              + Html.element("td", verdict.figure())
              + Html.element("td", "number", Integer.toString(verdict.rows()))
              + "</tr>");
    }
    line("</tbody></table></div>");
    end();
  }

  private void runs(Table runs) {
    begin("runs", "Runs");
    int shown = Math.min(ROWS, runs.rows());
    List<Table.Column> columns =
        runs.columns().stream().filter(column -> filled(column, shown)).toList();
    line(
        "<p class=\"tools\"><input id=\"filter\" type=\"search\" placeholder=\"filter, e.g. diverged\""
            + " aria-label=\"filter the rows\"> <span id=\"count\"></span></p>");
    line(
        Html.element(
            "p",
            "note",
            (shown < runs.rows()
                    ? "The first " + shown + " of " + runs.rows() + " rows"
                    : "All " + shown + " rows")
                + "; columns without values there and vectors are left out. Everything is in runs.arrow."));
    line("<div class=\"wide tall\"><table id=\"table\"><thead><tr>");
    for (Table.Column column : columns) {
      String title = column.meaning() + (column.unit().isEmpty() ? "" : " [" + column.unit() + "]");
      line(
          "<th scope=\"col\" tabindex=\"0\""
              + (numeric(column) ? " class=\"number\"" : "")
              + " title=\""
              + Html.escape(title)
              + "\">"
              + Html.escape(column.name()).replace("_", "_<wbr>")
              + "</th>");
    }
    line("</tr></thead><tbody>");
    for (int row = 0; row < shown; row++) {
      out.append("<tr>");
      for (Table.Column column : columns) {
        cell(column, row);
      }
      line("</tr>");
    }
    line("</tbody></table></div>");
    end();
  }

  private static boolean numeric(Table.Column column) {
    return column.type() == Table.Type.NUMBER || column.type() == Table.Type.INTEGER;
  }

  private static boolean filled(Table.Column column, int rows) {
    return column.type() != Table.Type.VECTOR
        && column.cells().subList(0, rows).stream().anyMatch(cell -> cell != null);
  }

  private void cell(Table.Column column, int row) {
    Object cell = column.cells().get(row);
    if (cell == null) {
      out.append("<td></td>");
    } else if (cell instanceof Double number) {
      out.append("<td class=\"number\" data-v=\"")
          .append(
              Double.isFinite(number)
                  ? Decimal.brief(number)
                  : number > 0 ? "Infinity" : "-Infinity")
          .append("\">")
          .append(Digits.of(number))
          .append("</td>");
    } else if (cell instanceof Long) {
      out.append("<td class=\"number\" data-v=\"" + cell + "\">" + cell + "</td>");
    } else if (column.name().equals("run_id") || column.name().equals("fingerprint")) {
      String whole = cell.toString();
      out.append("<td class=\"hash\" title=\"" + Html.escape(whole) + "\">")
          .append(Html.escape(whole.substring(0, Math.min(8, whole.length()))))
          .append("</td>");
    } else {
      out.append(Html.element("td", cell.toString()));
    }
  }

  private void citations(Table runs) {
    begin("citations", "Citations");
    line("<ul>");
    Citations.of(sweep)
        .forEach(
            (paper, reasons) ->
                line(
                    "<li>"
                        + Html.escape(paper.line())
                        + " "
                        + Html.element("span", "note", "for " + String.join(", ", reasons))
                        + "</li>"));
    line("</ul>");
    line(
        Html.element("p", "These runs:")
            + Html.element("pre", Citations.bibtex(sweep, Citations.digest(runs))));
    end();
  }

  private void document() {
    begin("document", "Document");
    line(Html.element("p", "note", "sweep.yaml, with every default written out:"));
    line(Html.element("pre", sweep.canonical().strip()));
    end();
  }

  private void made() throws IOException {
    begin("made", "Made by");
    Path manifest = folder.resolve("manifest.json");
    if (Files.isRegularFile(manifest)) {
      line("<div class=\"wide\"><table class=\"facts\"><tbody>");
      JsonNode facts = new ObjectMapper().readTree(Files.readAllBytes(manifest));
      for (Map.Entry<String, JsonNode> fact : facts.properties()) {
        line(
            "<tr>"
                + Html.element("th", fact.getKey())
                + Html.element("td", said(fact.getValue()))
                + "</tr>");
      }
      line("</tbody></table></div>");
    }
    Path provenance = folder.resolve("provenance.arrow");
    if (Files.isRegularFile(provenance)) {
      hosts(Tables.read(provenance));
    }
    end();
  }

  private static String said(JsonNode value) {
    if (value.isArray()) {
      List<String> parts = new ArrayList<>();
      value.forEach(part -> parts.add(said(part)));
      return String.join(" ", parts);
    }
    if (value.isObject()) {
      List<String> parts = new ArrayList<>();
      value.properties().forEach(entry -> parts.add(said(entry.getValue()) + " " + entry.getKey()));
      return String.join(", ", parts);
    }
    return value.asText();
  }

  private void hosts(Table provenance) {
    record Work(int runs, double seconds, double longest) {}
    Map<String, Work> byHost = new TreeMap<>();
    Table.Column hosts = provenance.column("host");
    Table.Column seconds = provenance.column("seconds");
    for (int row = 0; row < provenance.rows(); row++) {
      double s = seconds.number(row);
      byHost.merge(
          hosts.text(row),
          new Work(1, s, s),
          (a, b) ->
              new Work(a.runs + b.runs, a.seconds + b.seconds, Math.max(a.longest, b.longest)));
    }
    line(
        "<div class=\"wide\"><table><thead><tr><th>host</th><th>runs</th><th>seconds of one core</th><th>longest run, s</th></tr></thead><tbody>");
    byHost.forEach(
        (host, work) ->
            line(
                "<tr>"
                    + Html.element("td", host)
                    + Html.element("td", "number", Integer.toString(work.runs))
                    + Html.element("td", "number", rounded(work.seconds))
                    + Html.element("td", "number", rounded(work.longest))
                    + "</tr>"));
    line("</tbody></table></div>");
  }

  private static String rounded(double seconds) {
    return Digits.of(
        seconds < 10 ? Math.rint(seconds * 1000) / 1000 : Math.rint(seconds * 10) / 10);
  }

  private static String text(@Nullable Object value) {
    return value instanceof Double number ? Digits.of(number) : String.valueOf(value);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
