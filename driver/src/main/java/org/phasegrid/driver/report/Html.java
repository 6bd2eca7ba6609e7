package org.phasegrid.driver.report;

/** Text made safe for a page. */
final class Html {
  private Html() {}

  /** {@code text} as content or attribute value. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c < 0x20 && c != '\n' && c != '\t' ? '\ufffd' : c);
      }
    }
    return safe.toString();
  }

  /** An element with escaped text in it. */
  static String element(String name, String text) {
    return "<" + name + ">" + escape(text) + "</" + name + ">";
  }

  /** An element of a class with escaped text in it. */
  static String element(String name, String styled, String text) {
    return "<" + name + " class=\"" + styled + "\">" + escape(text) + "</" + name + ">";
  }
}
