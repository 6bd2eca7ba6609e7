package org.phasegrid.driver.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A paper by its arXiv number.
 *
 * @param authors first name first; empty, like the title, where papers.csv has no line for it
 */
public record Paper(String arxiv, String year, List<String> authors, String title) {
  private static final Map<String, Paper> KNOWN = read();

  public Paper {
    authors = List.copyOf(authors);
  }

  /** The paper of a number such as {@code 2402.06184}. */
  public static Paper of(String arxiv) {
    Paper known = KNOWN.get(arxiv);
    return known == null ? new Paper(arxiv, "20" + arxiv.substring(0, 2), List.of(), "") : known;
  }

  /** All papers that papers.csv has, by number. */
  public static Map<String, Paper> known() {
    return java.util.Collections.unmodifiableMap(KNOWN);
  }

  /** As a person reads it: authors, year, title, number. */
  public String line() {
    String number = "arXiv:" + arxiv;
    return title.isEmpty()
        ? number
        : String.join(", ", authors) + " (" + year + "): " + title + ". " + number;
  }

  /**
   * As BibTeX reads it, on one line.
   *
   * @param note what it is cited for
   */
  public String bibtex(String note) {
    StringBuilder entry = new StringBuilder("@misc{arxiv:" + arxiv + ", ");
    if (!title.isEmpty()) {
      entry.append("author = {" + String.join(" and ", authors) + "}, ");
      entry.append("title = {{" + title + "}}, ");
    }
    return entry
        .append("year = {" + year + "}, eprint = {" + arxiv + "}, archivePrefix = {arXiv}, ")
        .append("note = {" + note + "}}")
        .toString();
  }

  private static Map<String, Paper> read() {
    Map<String, Paper> papers = new TreeMap<>();
    try (InputStream in = Paper.class.getResourceAsStream("papers.csv")) {
      if (in == null) {
        throw new IllegalStateException("papers.csv is missing from the jar");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().skip(1).toList()) {
        String[] fields = line.split(",", 4);
        papers.put(
            fields[0],
            new Paper(
                fields[0],
                fields[1],
                List.of(fields[2].split(" and ", -1)),
                fields[3].substring(1, fields[3].length() - 1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return papers;
  }
}
