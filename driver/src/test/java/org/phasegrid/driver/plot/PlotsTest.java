package org.phasegrid.driver.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phasegrid.driver.diagram.AxisScale;
import org.phasegrid.driver.diagram.Cell;
import org.phasegrid.driver.diagram.GridAxis;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PlotsTest {
  private static final Caption CAPTION =
      new Caption(
          "Loss & <phase>", "small", Map.of("sweep", "small", "version", "0.1.0", "runs", "λ…σ"));
  private static final GridAxis X =
      new GridAxis("rate", "rate η", "1/step", AxisScale.LINEAR, List.of(1.0, 2.0, 3.0, 4.0, 5.0));
  private static final GridAxis Y =
      new GridAxis("width", "width", "", AxisScale.CATEGORY, List.of("narrow", "wide"));

  /** Below: value, diverged, undefined, failed, missing; above: five values. */
  private static Table everyState() {
    List<@Nullable Object> x = new ArrayList<>();
    List<@Nullable Object> y = new ArrayList<>();
    List<@Nullable Object> outcome = new ArrayList<>();
    List<@Nullable Object> trainable = new ArrayList<>();
    List<@Nullable Object> loss = new ArrayList<>();
    String[] below = {"finished", "diverged", "finished", "failed"};
    for (int i = 0; i < 5; i++) {
      x.add(i + 1.0);
      y.add("wide");
      outcome.add("finished");
      trainable.add(i < 2);
      loss.add(StrictMath.pow(10, i - 3));
      if (i < 4) {
        x.add(i + 1.0);
        y.add("narrow");
        outcome.add(below[i]);
        trainable.add(i == 0 ? true : null);
        loss.add(i == 0 ? 0.1 : null);
      }
    }
    return new Table(
        x.size(),
        List.of(
            new Table.Column("rate", Table.Type.NUMBER, "", "", x),
            new Table.Column("width", Table.Type.LABEL, "", "", y),
            new Table.Column("outcome", Table.Type.LABEL, "", "", outcome),
            new Table.Column("trainable", Table.Type.BOOLEAN, "", "", trainable),
            new Table.Column("loss", Table.Type.NUMBER, "nat", "", loss)));
  }

  private static Drawing drawing(
      String plot, String x, String y, String color, Drawing.By by, Drawing.Scale scale) {
    return new Drawing(
        plot,
        Optional.empty(),
        Optional.of(x),
        Optional.of(y),
        Optional.of(color),
        Optional.empty(),
        List.of(),
        by,
        scale,
        List.of());
  }

  /** Two looks, each with a spectrum from 0.2 to 2 and one value at 9, and a cloud of four. */
  private static Table vectors() {
    List<@Nullable Object> spectra = new ArrayList<>();
    List<@Nullable Object> coordinates = new ArrayList<>();
    List<@Nullable Object> classes = new ArrayList<>();
    for (int look = 0; look < 2; look++) {
      double[] spectrum = new double[10];
      for (int i = 0; i < 9; i++) {
        spectrum[i] = 0.2 + 0.2 * i;
      }
      spectrum[9] = 9;
      spectra.add(spectrum);
      coordinates.add(new double[] {0, 1, -1, 0.5});
      classes.add(new double[] {0, 1, 1, 2});
    }
    return new Table(
        2,
        List.of(
            new Table.Column("step", Table.Type.INTEGER, "", "", List.of(0L, 8L)),
            new Table.Column("spectrum", Table.Type.VECTOR, "", "", spectra),
            new Table.Column("variance", Table.Type.NUMBER, "", "", List.of(1.0, 1.0)),
            new Table.Column("edge", Table.Type.NUMBER, "", "", List.of(2.25, 2.25)),
            new Table.Column("at", Table.Type.VECTOR, "", "", coordinates),
            new Table.Column("class", Table.Type.VECTOR, "", "", classes)));
  }

  private static Drawing of(
      String plot, Optional<String> y, Optional<String> color, Drawing.Details details) {
    return new Drawing(
        plot,
        Optional.empty(),
        Optional.of(plot.equals("spectrum") ? "spectrum" : "at"),
        y,
        color,
        Optional.of("step"),
        List.of(),
        Drawing.By.MEDIAN,
        Drawing.Scale.LINEAR,
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        details);
  }

  private static Drawing.Details details(Optional<String> z, Optional<Drawing.Bulk> bulk) {
    return new Drawing.Details(
        z, Optional.empty(), List.of(), bulk, List.of(), Map.of(), List.of());
  }

  private static Picture spectrum(List<Curve> curves) {
    Drawing.Bulk bulk = new Drawing.Bulk("variance", "edge");
    Drawing drawing =
        of(
            "spectrum",
            Optional.empty(),
            Optional.empty(),
            details(Optional.empty(), Optional.of(bulk)));
    return new Spectrum().draw(vectors(), List.of(), List.of(), drawing, curves, CAPTION);
  }

  private static Picture cloud() {
    Drawing drawing =
        of(
            "cloud",
            Optional.of("at"),
            Optional.of("class"),
            details(Optional.of("at"), Optional.empty()));
    return new Cloud().draw(vectors(), List.of(), List.of(), drawing, CAPTION);
  }

  private static Picture draw(Plot plot) {
    if (plot instanceof Spectrum) {
      return spectrum(List.of());
    }
    if (plot instanceof Cloud) {
      return cloud();
    }
    Drawing drawing =
        plot instanceof Heatmap
            ? drawing("heatmap", "rate", "width", "loss", Drawing.By.MEDIAN, Drawing.Scale.LOG)
            : drawing(plot.name(), "rate", "loss", "width", Drawing.By.MEDIAN, Drawing.Scale.LOG);
    List<Curve> theory =
        List.of(new Curve("theory", List.of(0.0, 3.0, 9.0), List.of(1e-4, 0.1, 1e4)));
    return plot.draw(everyState(), List.of(X, Y), List.of(), drawing, theory, CAPTION);
  }

  private static Picture heatmap(String color, Drawing.By by, Drawing.Scale scale) {
    return new Heatmap()
        .draw(
            everyState(),
            List.of(X, Y),
            List.of(),
            drawing("heatmap", "rate", "width", color, by, scale),
            CAPTION);
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static Document parsed(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void everyPlotHasANameAndALineAndDrawsTheSamePictureTwice(@TempDir Path folder) throws Exception {
    int visited = 0;
    Set<String> names = new HashSet<>();
    for (Plot plot : Plots.all()) {
      Picture picture = draw(plot);
      Path png = folder.resolve(plot.name() + ".png");
      picture.writePng(png);
      picture.writeSvg(folder.resolve(plot.name() + ".svg"));

      assertEquals(plot, Plots.named(plot.name()));
      assertFalse(plot.description().isBlank() || plot.description().contains("\n"));
      BufferedImage decoded = ImageIO.read(png.toFile());
      assertEquals(picture.width(), decoded.getWidth());
      assertArrayEquals(pixels(draw(plot).pixels()), pixels(decoded));
      assertEquals(draw(plot).svg(), Files.readString(folder.resolve(plot.name() + ".svg")));
      assertTrue(picture.table().rows() > 0);
      names.add(plot.name());
      visited++;
    }
    assertEquals(5, visited);
    assertEquals(Set.of("heatmap", "lines", "bifurcation", "spectrum", "cloud"), names);
  }

  @Test
  void aPictureDoesNotDependOnTheLocale() throws Exception {
    Locale before = Locale.getDefault();
    String svg = draw(new Heatmap()).svg();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

      assertEquals(svg, draw(new Heatmap()).svg());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void svgIsWellFormedAndCarriesItsMetadata() throws Exception {
    for (Plot plot : Plots.all()) {
      Document svg = parsed(draw(plot).svg());

      NodeList entries = svg.getElementsByTagNameNS("urn:phasegrid:picture", "entry");
      Map<String, String> metadata = new HashMap<>();
      for (int i = 0; i < entries.getLength(); i++) {
        metadata.put(
            ((Element) entries.item(i)).getAttribute("key"), entries.item(i).getTextContent());
      }
      assertEquals(CAPTION.metadata(), metadata);
      assertTrue(svg.getDocumentElement().getTextContent().contains("Loss & <phase>"));
    }
  }

  @Test
  void pngCarriesItsMetadata(@TempDir Path folder) throws Exception {
    Path png = folder.resolve("a.png");
    draw(new Lines()).writePng(png);

    Map<String, String> metadata = new HashMap<>();
    try (ImageInputStream in = ImageIO.createImageInputStream(png.toFile())) {
      ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
      reader.setInput(in);
      NodeList texts =
          ((Element) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0"))
              .getElementsByTagName("iTXtEntry");
      for (int i = 0; i < texts.getLength(); i++) {
        Element entry = (Element) texts.item(i);
        metadata.put(entry.getAttribute("keyword"), entry.getAttribute("text"));
      }
      reader.dispose();
    }
    assertEquals(CAPTION.metadata(), metadata);
  }

  @Test
  void everyStateLooksDifferentInColorAndInPattern() {
    for (Drawing.Scale scale : Drawing.Scale.values()) {
      Picture picture = heatmap("loss", Drawing.By.MEDIAN, scale);
      Mark.Cells cells =
          picture.scene().marks().stream()
              .filter(Mark.Cells.class::isInstance)
              .map(Mark.Cells.class::cast)
              .findFirst()
              .orElseThrow();
      BufferedImage image = picture.pixels();

      Set<Integer> commonest = new HashSet<>();
      Set<List<Integer>> palettes = new HashSet<>();
      for (int i = 0; i < 5; i++) {
        Map<Integer, Integer> counts = new HashMap<>();
        double cell = cells.width() / 5;
        for (int dx = 4; dx < cell - 4; dx++) {
          for (int dy = 4; dy < cells.height() / 2 - 4; dy++) {
            int x = (int) (cells.x() + i * cell + dx);
            int y = (int) (cells.y() + cells.height() / 2 + dy);
            counts.merge(image.getRGB(x, y), 1, Integer::sum);
          }
        }
        int most = java.util.Collections.max(counts.values());
        counts.forEach(
            (rgb, count) -> {
              if (count == most) {
                commonest.add(rgb);
              }
            });
        palettes.add(counts.keySet().stream().sorted().toList());
        // A value is one flat color, every other state is patterned.
        assertEquals(i == 0, counts.size() == 1, scale + ", cell " + i);
      }
      assertEquals(5, commonest.size());
      assertEquals(5, palettes.size());
    }
  }

  @Test
  void statesDifferFromEveryColorOfTheMapsAround() {
    for (Cell.State state : Cell.State.values()) {
      if (state == Cell.State.VALUE) {
        continue;
      }
      for (ColorMap map : ColorMap.values()) {
        int rgb =
            Palette.state(
                    state,
                    map == ColorMap.SPECTRAL ? Palette.Surround.SPECTRAL : Palette.Surround.OTHER)
                .rgb();
        for (int i = 0; i < ColorMap.SIZE; i++) {
          if (map == ColorMap.SPECTRAL && Math.abs((i + 0.5) / 128 - 1) < Ranks.BUFFER) {
            continue; // the middle that ranks leave out
          }
          int far = 0;
          for (int shift = 0; shift <= 16; shift += 8) {
            far = Math.max(far, Math.abs((rgb >> shift & 0xff) - (map.color(i) >> shift & 0xff)));
          }
          // 40 of 255 in one channel: seen at once beside the map's nearest color.
          assertTrue(far >= 40, state + " is too near to " + map + " at " + i);
        }
      }
    }
  }

  @Test
  void aLegendNamesOnlyWhatIsThere() throws Exception {
    String all = heatmap("loss", Drawing.By.MEDIAN, Drawing.Scale.LINEAR).svg();
    String labels = heatmap("outcome", Drawing.By.LABEL, Drawing.Scale.LINEAR).svg();

    for (String state : List.of("diverged, no value", "undefined", "failed", "not trained")) {
      assertTrue(all.contains(">" + state + "<"), state);
    }
    assertTrue(labels.contains(">diverged<"));
    assertFalse(labels.contains(">undefined<") || labels.contains("no value"));
  }

  @Test
  void rankSpreadsEachSignOverItsSideOfSpectral() {
    double[] values = {-8, -4, -2, -1, -0.5, 0, 1, 10, 1e6};
    Ranks ranks = new Ranks(values);

    assertEquals(1, ranks.shade(-8));
    assertEquals(0.25, ranks.shade(-0.5));
    assertEquals(-0.25, ranks.shade(0));
    assertEquals(-1, ranks.shade(1e6));
    assertEquals(0.625, ranks.shade(-2));
    assertEquals(-0.5, ranks.shade(1));
    // Most converged is Spectral's blue end, most diverged its red end.
    assertEquals(0x5e4fa2, Ranks.color(ranks.shade(-8)));
    assertEquals(0x9e0142, Ranks.color(ranks.shade(1e6)));
  }

  @Test
  void rankLooksOnlyAtTheOrder() {
    double[] values = {-8, -4, -2, -2, 1, 3, 3, 1e9};
    double[] stretched = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      stretched[i] = values[i] * values[i] * values[i];
    }
    Ranks a = new Ranks(values);
    Ranks b = new Ranks(stretched);

    for (int i = 0; i < values.length; i++) {
      assertEquals(a.shade(values[i]), b.shade(stretched[i]));
    }
  }

  @Test
  void theExtremesOfARankMapArePaintedInTheEndColors() {
    int n = 16;
    List<@Nullable Object> x = new ArrayList<>();
    List<@Nullable Object> y = new ArrayList<>();
    List<@Nullable Object> v = new ArrayList<>();
    for (int i = 0; i < n * n; i++) {
      x.add((double) (i % n));
      y.add((double) (i / n));
      v.add(i - 100.5);
    }
    Table table =
        new Table(
            n * n,
            List.of(
                new Table.Column("a", Table.Type.NUMBER, "", "", x),
                new Table.Column("b", Table.Type.NUMBER, "", "", y),
                new Table.Column("v", Table.Type.NUMBER, "", "", v)));

    Picture picture =
        new Heatmap()
            .draw(
                table,
                List.of(),
                List.of(),
                drawing("heatmap", "a", "b", "v", Drawing.By.MEDIAN, Drawing.Scale.RANK),
                CAPTION);

    Mark.Cells cells = (Mark.Cells) picture.scene().marks().get(indexOfCells(picture));
    BufferedImage image = picture.pixels();
    // Row 0 is at the bottom: the smallest value is bottom left, the largest top right.
    int left = (int) cells.x() + 5;
    int right = (int) (cells.x() + cells.width()) - 6;
    int top = (int) cells.y() + 5;
    int bottom = (int) (cells.y() + cells.height()) - 6;
    assertEquals(0xff5e4fa2, image.getRGB(left, bottom));
    assertEquals(0xff9e0142, image.getRGB(right, top));
  }

  private static int indexOfCells(Picture picture) {
    for (int i = 0; i < picture.scene().marks().size(); i++) {
      if (picture.scene().marks().get(i) instanceof Mark.Cells) {
        return i;
      }
    }
    throw new AssertionError("no cells");
  }

  @Test
  void colorMapsStartAndEndAtTheirAnchors() {
    assertEquals(0x440154, ColorMap.VIRIDIS.at(0));
    assertEquals(0xfde725, ColorMap.VIRIDIS.at(1));
    assertEquals(0x00224e, ColorMap.CIVIDIS.at(-1));
    assertEquals(0xfee838, ColorMap.CIVIDIS.at(2));
  }

  @Test
  void anAllMissingDiagramIsStillAPicture() {
    Table empty =
        new Table(
            0,
            everyState().columns().stream()
                .map(c -> new Table.Column(c.name(), c.type(), c.unit(), c.meaning(), List.of()))
                .toList());

    for (Drawing.Scale scale : Drawing.Scale.values()) {
      Picture picture =
          new Heatmap()
              .draw(
                  empty,
                  List.of(X, Y),
                  List.of(),
                  drawing("heatmap", "rate", "width", "loss", Drawing.By.MEDIAN, scale),
                  CAPTION);

      assertEquals(10, picture.table().rows());
      assertTrue(picture.pixels().getWidth() > 0);
    }
    assertTrue(
        new Lines()
                .draw(
                    empty,
                    List.of(X, Y),
                    List.of(),
                    drawing("lines", "rate", "loss", "width", Drawing.By.MEAN, Drawing.Scale.LOG),
                    CAPTION)
                .pixels()
                .getWidth()
            > 0);
  }

  @Test
  void infiniteAndNegativeValuesAreDrawnOnEveryScale() {
    List<@Nullable Object> x = List.of(1.0, 2.0, 3.0, 4.0, 5.0);
    List<@Nullable Object> y = List.of("wide", "wide", "wide", "wide", "wide");
    List<@Nullable Object> v =
        List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1.0, 0.0, 1.0);
    Table table =
        new Table(
            5,
            List.of(
                new Table.Column("rate", Table.Type.NUMBER, "", "", x),
                new Table.Column("width", Table.Type.LABEL, "", "", y),
                new Table.Column("loss", Table.Type.NUMBER, "", "", v)));

    for (Drawing.Scale scale : Drawing.Scale.values()) {
      Picture picture =
          new Heatmap()
              .draw(
                  table,
                  List.of(X, Y),
                  List.of(),
                  drawing("heatmap", "rate", "width", "loss", Drawing.By.MEDIAN, scale),
                  CAPTION);

      Mark.Cells cells = (Mark.Cells) picture.scene().marks().get(indexOfCells(picture));
      assertNotEquals(cells.index()[0], cells.index()[1], scale.toString());
    }
  }

  @Test
  void aWrongRequestSaysWhatThereIs() {
    String unknown =
        assertThrows(IllegalArgumentException.class, () -> Plots.named("heatmop")).toString();
    String rank =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new Lines()
                        .draw(
                            everyState(),
                            List.of(X, Y),
                            List.of(),
                            drawing(
                                "lines",
                                "rate",
                                "loss",
                                "width",
                                Drawing.By.MEAN,
                                Drawing.Scale.RANK),
                            CAPTION))
            .toString();

    assertTrue(unknown.contains("heatmap, lines"));
    assertTrue(rank.contains("linear, log"));
    assertThrows(
        IllegalArgumentException.class,
        () -> heatmap("outcome", Drawing.By.LABEL, Drawing.Scale.LOG));
    assertThrows(IllegalArgumentException.class, () -> new Caption("", "", Map.of("", "x")));
  }

  @Test
  void theFontHasEverythingAPictureMaySay() {
    String needed =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
            + ".,:;-–−+=<>≤≥×·±()[]{}|/\\_%*!?'\"#&@~^$`…°→∞√λησαβγδεθμπρτφχψωΔΣΩ"
            + "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺₀₁₂₃₄₅₆₇₈₉";

    for (char c : needed.toCharArray()) {
      assertTrue(StrokeFont.has(c), "no glyph for " + c);
      assertTrue(StrokeFont.width(String.valueOf(c), 1) > 0);
    }
  }

  @Test
  void aCurveIsCutAtTheEdgeOfThePanel() {
    List<double[][]> pieces =
        Overlay.clipped(
            new double[] {-1, 1, Double.NaN, 0.2, 0.4}, new double[] {-1, 1, 0, 0.5, 3});

    assertEquals(2, pieces.size());
    assertArrayEquals(new double[] {0, 1}, pieces.get(0)[0]);
    assertArrayEquals(new double[] {0, 1}, pieces.get(0)[1]);
    assertArrayEquals(new double[] {0.5, 1}, pieces.get(1)[1]);
  }

  /** Of 4 by 2 cells: middles of outer cells are at 1/8 and 7/8, 1/4 and 3/4 of the panel. */
  @Test
  void aCurveThatEndsInTheMiddleOfAnOuterCellGoesOnToTheFrame() {
    double[] upright = {0.3, 0.3};
    double[] over = {0.25, 0.75};
    double[] slanted = {0.125, 0.375, 0.6};
    double[] rising = {0.4, 0.5, 0.6};
    Overlay.toFrame(upright, over, 0.125, 0.25);
    Overlay.toFrame(slanted, rising, 0.125, 0.25);

    assertArrayEquals(new double[] {0.3, 0.3}, upright);
    assertArrayEquals(new double[] {0, 1}, over, 1e-15);
    assertArrayEquals(new double[] {0, 0.375, 0.6}, slanted, 1e-15);
    assertArrayEquals(new double[] {0.35, 0.5, 0.6}, rising, 1e-15);
  }

  /** The density is that of shares, panel by panel, and the law ends at its edge. */
  @Test
  void aSpectrumIsADensityWithItsLawAndItsOutliers() throws Exception {
    Picture picture = spectrum(List.of());
    Table table = picture.table();

    double[] mass = new double[2];
    for (int row = 0; row < table.rows(); row++) {
      int look = table.column("facet").text(row).equals("0") ? 0 : 1;
      mass[look] +=
          table.column("density").number(row)
              * (table.column("high").number(row) - table.column("low").number(row));
    }
    // Bins add up to 1 but for rounding of some ten terms.
    assertEquals(1, mass[0], 1e-12);
    assertEquals(1, mass[1], 1e-12);
    assertTrue(picture.svg().contains(">Marchenko–Pastur<"));
    assertTrue(picture.svg().contains("20 values · 2 outliers"), picture.svg());
    // variance 1, edge 2.25: r = 1/4, so the law lives on [1/4, 9/4].
    double right =
        picture.scene().marks().stream()
            .filter(Mark.Polyline.class::isInstance)
            .map(Mark.Polyline.class::cast)
            .filter(line -> line.pen().equals(Mark.Pen.solid(Palette.INK, 5)))
            .filter(line -> line.xs().length > 100)
            .mapToDouble(line -> line.xs()[line.xs().length - 1])
            .min()
            .orElseThrow();
    double edge =
        picture.scene().marks().stream()
            .filter(Mark.Polyline.class::isInstance)
            .map(Mark.Polyline.class::cast)
            .filter(line -> line.pen().dash().equals(List.of(5.0, 10.0)))
            .mapToDouble(line -> line.xs()[0])
            .min()
            .orElseThrow();
    // Less than a pixel.
    assertEquals(edge, right, 1);
  }

  @Test
  void outliersAreAboveTheLastCurveAlongX() throws Exception {
    Curve above =
        new Curve(
            "above",
            List.of(10.0, 10.0),
            List.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));

    assertTrue(spectrum(List.of(above)).svg().contains("20 values · 0 outliers"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Spectrum()
                .draw(
                    vectors(),
                    List.of(),
                    List.of(),
                    drawing(
                        "spectrum", "edge", "x", "step", Drawing.By.MEDIAN, Drawing.Scale.LINEAR),
                    CAPTION));
  }

  /** Points on the diagonal of the cube are one line in the projection, with the origin between. */
  @Test
  void aCloudIsProjectedWithoutPerspective() throws Exception {
    Picture picture = cloud();

    assertEquals(8, picture.table().rows());
    assertTrue(picture.svg().contains(">class = 0<"));
    assertTrue(picture.svg().contains("4 points · one run"));
    // Class 0 is the origin, a circle in the first panel's middle.
    Mark.Polyline origin =
        picture.scene().marks().stream()
            .filter(Mark.Polyline.class::isInstance)
            .map(Mark.Polyline.class::cast)
            .filter(line -> line.xs().length == 1 && line.pen().rgb() == Palette.point(0, 3))
            .findFirst()
            .orElseThrow();
    Mark.Polyline frame =
        picture.scene().marks().stream()
            .filter(Mark.Polyline.class::isInstance)
            .map(Mark.Polyline.class::cast)
            .filter(line -> line.xs().length == 5 && line.pen().width() == 3)
            .filter(line -> line.pen().rgb() == Palette.INK)
            .findFirst()
            .orElseThrow();
    assertEquals((frame.xs()[0] + frame.xs()[1]) / 2, origin.xs()[0], 1e-9);
    assertEquals((frame.ys()[0] + frame.ys()[2]) / 2, origin.ys()[0], 1e-9);
  }

  @Test
  void manyPointsBecomeDensityAndFewAreDots() {
    for (int n : new int[] {100, Bifurcation.MOST_DOTS + 1}) {
      List<@Nullable Object> x = new ArrayList<>();
      List<@Nullable Object> y = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        x.add((double) i);
        y.add(i % 7 == 0 ? null : (Object) Math.sqrt(i));
      }
      Table table =
          new Table(
              n,
              List.of(
                  new Table.Column("x", Table.Type.NUMBER, "", "", x),
                  new Table.Column("y", Table.Type.NUMBER, "", "", y)));

      Picture picture =
          new Bifurcation()
              .draw(
                  table,
                  List.of(),
                  List.of(),
                  new Drawing(
                      "bifurcation",
                      Optional.empty(),
                      Optional.of("x"),
                      Optional.of("y"),
                      Optional.empty(),
                      Optional.empty(),
                      List.of(),
                      Drawing.By.MEDIAN,
                      Drawing.Scale.LINEAR,
                      List.of()),
                  CAPTION);

      int defined = n - (n + 6) / 7;
      assertEquals(defined, picture.table().rows());
      long dots =
          picture.scene().marks().stream()
              .filter(Mark.Polyline.class::isInstance)
              .filter(mark -> ((Mark.Polyline) mark).xs().length == 1)
              .count();
      boolean dense = picture.scene().marks().stream().anyMatch(Mark.Cells.class::isInstance);
      assertEquals(n > Bifurcation.MOST_DOTS && defined > Bifurcation.MOST_DOTS, dense);
      assertEquals(dense ? 0 : defined, dots);
    }
  }

  @Test
  void picturesBesideEachOtherAreOneWithTheRowsOfBoth() {
    Picture left = heatmap("loss", Drawing.By.MEDIAN, Drawing.Scale.LOG);
    Picture right = heatmap("outcome", Drawing.By.LABEL, Drawing.Scale.LINEAR);

    Picture both = Picture.beside(List.of(left, right), List.of("loss", "outcome"));

    assertEquals(left.width() + right.width(), both.width());
    assertEquals(left.table().rows() + right.table().rows(), both.table().rows());
    assertEquals("loss", both.table().column("shown").text(0));
    assertEquals("finished", both.table().column("value").text(left.table().rows() + 5));
    BufferedImage image = both.pixels();
    BufferedImage alone = left.pixels();
    double down = both.scene().top() - left.scene().top();
    assertEquals(
        alone.getRGB(alone.getWidth() / 2, alone.getHeight() / 2),
        image.getRGB(alone.getWidth() / 2, alone.getHeight() / 2 + (int) down));
  }

  /** A label that is asked for keeps its color, whether others occur or not. */
  @Test
  void aLegendHasTheOrderThatIsAskedFor() throws Exception {
    Drawing plain =
        drawing("heatmap", "rate", "width", "outcome", Drawing.By.LABEL, Drawing.Scale.LINEAR);
    Drawing.Details order =
        new Drawing.Details(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of("diverged", "never", "finished"),
            Map.of("x", "learning rate η"),
            List.of());

    String svg =
        new Heatmap()
            .draw(everyState(), List.of(X, Y), List.of(), plain.with(order), CAPTION)
            .svg();

    assertTrue(svg.indexOf(">diverged<") < svg.indexOf(">finished<"));
    assertTrue(svg.indexOf(">diverged<") > 0);
    assertFalse(svg.contains(">never<"));
  }

  @Test
  void aCurveOfOnePanelIsInThatAlone() {
    Curve first = new Curve("c", List.of(1.0, 2.0), List.of(1.0, 1.0), java.util.OptionalInt.of(0));

    assertTrue(first.in(0));
    assertFalse(first.in(1));
    assertTrue(new Curve("c", List.of(), List.of()).in(3));
    assertEquals(1, Overlay.entries(List.of(first, first)).size());
  }

  /** A value of a cell is no run's. */
  @Test
  void linesSayOfHowManyRunsAPointIs() throws IOException {
    Table.Column rate = new Table.Column("rate", Table.Type.NUMBER, "", "", List.of(1.0, 2.0, 3.0));
    Table.Column loss = new Table.Column("loss", Table.Type.NUMBER, "", "", List.of(0.1, 0.2, 0.3));
    Table.Column width =
        new Table.Column("width", Table.Type.LABEL, "", "", List.of("wide", "wide", "wide"));
    Drawing drawing =
        drawing("lines", "rate", "loss", "width", Drawing.By.MEAN, Drawing.Scale.LINEAR);

    List<String> captions = new ArrayList<>();
    for (List<@Nullable Object> runs :
        List.<List<@Nullable Object>>of(
            List.of(), List.of(12L, 12L, 12L), List.of(0L, 4L, 12L), List.of(1L, 1L, 1L))) {
      List<Table.Column> columns = new ArrayList<>(List.of(rate, loss, width));
      if (!runs.isEmpty()) {
        columns.add(new Table.Column("runs", Table.Type.INTEGER, "", "", runs));
      }
      captions.add(
          new Lines()
              .draw(new Table(3, columns), List.of(X, Y), List.of(), drawing, CAPTION)
              .svg());
    }

    assertTrue(captions.get(0).contains("one run per point"));
    assertTrue(captions.get(1).contains("one value of 12 runs per point"));
    assertTrue(captions.get(2).contains("one value of 4 to 12 runs per point"));
    assertTrue(captions.get(3).contains("one value of 1 run per point"));
  }
}
