package org.phasegrid.driver.plot;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.phasegrid.driver.store.Table;

/** A finished plot: to be written as PNG or SVG, with the numbers it shows beside it. */
public final class Picture {
  private final Scene scene;
  private final Table table;
  private final Map<String, String> metadata;

  Picture(Scene scene, Table table, Map<String, String> metadata) {
    this.scene = scene;
    this.table = table;
    this.metadata = metadata;
  }

  /** What the picture shows, one row per cell or point. */
  public Table table() {
    return table;
  }

  public int width() {
    return scene.width();
  }

  public int height() {
    return scene.height();
  }

  /** The pixels, the same on every machine. */
  public BufferedImage pixels() {
    return Raster.paint(scene);
  }

  /** The SVG document. */
  public String svg() throws IOException {
    return SvgFile.text(scene, metadata);
  }

  public void writePng(Path file) throws IOException {
    Files.write(file, PngFile.bytes(pixels(), metadata));
  }

  public void writeSvg(Path file) throws IOException {
    Files.write(file, svg().getBytes(StandardCharsets.UTF_8));
  }

  Scene scene() {
    return scene;
  }
}
