package org.phasegrid.driver.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phasegrid.driver.check.Verdict;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.read.SweepSource;
import org.phasegrid.sweeps.read.Sweeps;

class PageTest {
  private static final String HOSTILE = "<script>alert('x')</script> & \"more\"";

  @TempDir private Path folder;

  private static Sweep sweep() {
    return Sweeps.read(
        new SweepSource(
            "page.yaml",
            """
            # What it shows: a < b & c.
            #
            # Second paragraph.
            sweep: page
            base: {stopping: {steps: 2}}
            axes: {learning-rate: [0.5, 1.0]}
            """,
            Map.of()));
  }

  private void runs(int rows, String text) throws IOException {
    List<Object> ids = new java.util.ArrayList<>();
    List<Object> outcomes = new java.util.ArrayList<>();
    List<Object> losses = new java.util.ArrayList<>();
    List<Object> texts = new java.util.ArrayList<>();
    for (int row = 0; row < rows; row++) {
      ids.add(String.format("%032x", row));
      outcomes.add(row % 2 == 0 ? "finished" : "diverged");
      losses.add(row == 1 ? (Object) Double.POSITIVE_INFINITY : row == 2 ? null : row / 3.0);
      texts.add(text);
    }
    Table table =
        new Table(
            rows,
            List.of(
                new Table.Column("run_id", Table.Type.LABEL, "", "", ids),
                new Table.Column("outcome", Table.Type.LABEL, "", "", outcomes),
                new Table.Column("loss_final", Table.Type.NUMBER, "", "loss", losses),
                new Table.Column("note", Table.Type.LABEL, "", text, texts)));
    Tables.write(folder.resolve("runs.arrow"), table, Map.of());
  }

  @Test
  void nothingThatAFolderSaysBecomesMarkup() throws IOException {
    runs(3, HOSTILE);
    Files.writeString(
        folder.resolve("manifest.json"),
        "{\"command\":[\"<script>alert(1)</script>\"],\"<b>\":{\"<i>\":1}}");

    Page.write(
        folder, sweep(), List.of(new Verdict(HOSTILE, false, HOSTILE, 3)), List.of("<nothing>"));

    String html = Files.readString(folder.resolve("report.html"));
    assertEquals(1, html.split("<script", -1).length - 1, "only the page's own script");
    assertFalse(html.contains("<b>:"), html);
    assertTrue(
        html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;"));
    assertTrue(html.contains("a &lt; b &amp; c."));
    assertTrue(html.contains("script-src 'sha256-"), "no other script may run");
    assertFalse(html.contains("http://") || html.contains("https://"), "nothing is loaded");
  }

  @Test
  void thePageIsTheSameAgainAndHoldsTheFirstRows() throws IOException {
    runs(250, "t");
    Files.createDirectories(folder.resolve("diagrams"));
    Files.writeString(
        folder.resolve("diagrams/small.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>");
    Files.writeString(
        folder.resolve("diagrams/large.svg"),
        "<svg>" + " ".repeat((int) Page.LARGEST_SVG) + "</svg>");
    Files.write(folder.resolve("diagrams/large.png"), new byte[] {1, 2, 3});

    byte[] one = Files.readAllBytes(Page.write(folder, sweep(), List.of(), List.of("small")));
    byte[] two = Files.readAllBytes(Page.write(folder, sweep(), List.of(), List.of("small")));

    String html = new String(one, java.nio.charset.StandardCharsets.UTF_8);
    assertEquals(html, new String(two, java.nio.charset.StandardCharsets.UTF_8));
    assertTrue(html.contains("The first 200 of 250 rows"));
    assertEquals(200, html.split("class=\"hash\"", -1).length - 1);
    assertTrue(html.contains("125 finished") && html.contains("125 diverged"));
    assertEquals(1, html.split("<svg", -1).length - 1, "the large picture is its PNG");
    assertTrue(html.contains("data:image/png;base64,AQID"));
    assertTrue(html.indexOf("<figcaption>small") < html.indexOf("<figcaption>large"));
    assertTrue(html.contains("data-v=\"Infinity\""));
  }
}
