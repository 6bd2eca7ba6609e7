package org.phasegrid.driver.plot;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** Writes PNG with its metadata as UTF-8 text chunks (iTXt) and its size on paper (pHYs). */
final class PngFile {
  private static final String FORMAT = "javax_imageio_png_1.0";

  /** 1400 pixels on a journal column of 85 mm. */
  private static final int PIXELS_PER_METER = 16470;

  private PngFile() {}

  static byte[] bytes(BufferedImage image, Map<String, String> metadata) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // A cache in memory: the default makes a temporary file.
    try (ImageOutputStream out = new javax.imageio.stream.MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      IIOMetadata tree =
          writer.getDefaultImageMetadata(
              ImageTypeSpecifier.createFromBufferedImageType(image.getType()),
              writer.getDefaultWriteParam());
      IIOMetadataNode root = new IIOMetadataNode(FORMAT);
      IIOMetadataNode texts = new IIOMetadataNode("iTXt");
      metadata.forEach(
          (key, value) -> {
            IIOMetadataNode entry = new IIOMetadataNode("iTXtEntry");
            entry.setAttribute("keyword", key);
            entry.setAttribute("compressionFlag", "FALSE");
            entry.setAttribute("compressionMethod", "0");
            entry.setAttribute("languageTag", "");
            entry.setAttribute("translatedKeyword", "");
            entry.setAttribute("text", value);
            texts.appendChild(entry);
          });
      if (!metadata.isEmpty()) {
        root.appendChild(texts);
      }
      IIOMetadataNode size = new IIOMetadataNode("pHYs");
      size.setAttribute("pixelsPerUnitXAxis", Integer.toString(PIXELS_PER_METER));
      size.setAttribute("pixelsPerUnitYAxis", Integer.toString(PIXELS_PER_METER));
      size.setAttribute("unitSpecifier", "meter");
      root.appendChild(size);
      tree.mergeTree(FORMAT, root);
      writer.write(tree, new IIOImage(image, null, tree), null);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
