package org.phasegrid.driver.plot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A sans-serif font of single strokes, drawn for this project, so that no system font is needed.
 *
 * <p>A glyph is a path in units of 1/1000 em, y up from the baseline, of the middle of its strokes.
 * Commands: {@code M x y} move, {@code L x y} line, {@code C x1 y1 x2 y2 x y} cubic, {@code A cx cy
 * rx ry from to} elliptic arc in degrees joined to what precedes it, {@code E cx cy rx ry} a whole
 * ellipse. The proportions are those of the common grotesques: capitals 720 high, lower case 520.
 */
final class StrokeFont {
  /** Width in 1/1000 em, and each stroke's points: x0, y0, x1, y1, ... */
  private record Glyph(int advance, List<double[]> strokes) {}

  private static final double SMALL = 0.68;

  /** Small letters keep more of their weight than of their size, so that both look equally dark. */
  private static final double SMALL_PEN = 0.84;

  private static final double RAISED = 0.36;
  private static final double LOWERED = -0.14;
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺";
  private static final String SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉₋₊";
  private static final String SCRIPTED = "0123456789−+";
  private static final Map<Character, Glyph> GLYPHS = new HashMap<>();

  static {
    capitals();
    lowerCase();
    digits();
    punctuation();
    greek();
  }

  private StrokeFont() {}

  /** Whether a character is a raised small one. */
  static boolean superscript(char c) {
    return SUPERSCRIPTS.indexOf(c) >= 0;
  }

  /** The plain character that a raised small one shows. */
  static char raised(char c) {
    return SCRIPTED.charAt(SUPERSCRIPTS.indexOf(c));
  }

  /** Whether the font has the character. */
  static boolean has(char c) {
    return GLYPHS.containsKey(c) || SUPERSCRIPTS.indexOf(c) >= 0 || SUBSCRIPTS.indexOf(c) >= 0;
  }

  static double width(String text, double size) {
    double width = 0;
    for (int i = 0; i < text.length(); i++) {
      width += advance(text.charAt(i));
    }
    return width * size;
  }

  private static double advance(char c) {
    if (c == ' ') {
      return 0.278;
    }
    int small = Math.max(SUPERSCRIPTS.indexOf(c), SUBSCRIPTS.indexOf(c));
    return small >= 0
        ? glyph(SCRIPTED.charAt(small)).advance() / 1000.0 * SMALL
        : glyph(c).advance() / 1000.0;
  }

  /** What has no glyph is shown as an empty box. */
  private static Glyph glyph(char c) {
    Glyph glyph = GLYPHS.get(c);
    return glyph != null ? glyph : java.util.Objects.requireNonNull(GLYPHS.get('\uFFFD'));
  }

  /** One stroke of a text in picture coordinates, and the width of its pen. */
  record Stroke(double[] xs, double[] ys, double width) {}

  static List<Stroke> strokes(Mark.Text text) {
    double along =
        switch (text.anchor()) {
          case START -> 0;
          case MIDDLE -> -width(text.text(), text.size()) / 2;
          case END -> -width(text.text(), text.size());
        };
    double radians = text.degrees() * Math.PI / 180;
    double cos = StrictMath.cos(radians);
    double sin = StrictMath.sin(radians);
    List<Stroke> strokes = new ArrayList<>();
    for (int i = 0; i < text.text().length(); i++) {
      char c = text.text().charAt(i);
      if (c != ' ') {
        int up = SUPERSCRIPTS.indexOf(c);
        int down = SUBSCRIPTS.indexOf(c);
        int small = Math.max(up, down);
        double scale = text.size() / 1000 * (small >= 0 ? SMALL : 1);
        double lift = text.size() * (up >= 0 ? RAISED : down >= 0 ? LOWERED : 0);
        for (double[] points : glyph(small >= 0 ? SCRIPTED.charAt(small) : c).strokes()) {
          double[] xs = new double[points.length / 2];
          double[] ys = new double[points.length / 2];
          for (int p = 0; p < xs.length; p++) {
            double u = along + points[2 * p] * scale;
            double v = lift + points[2 * p + 1] * scale;
            xs[p] = text.x() + u * cos - v * sin;
            ys[p] = text.y() - u * sin - v * cos;
          }
          double pen = text.size() * text.weight().stroke * (small >= 0 ? SMALL_PEN : 1);
          strokes.add(new Stroke(xs, ys, pen));
        }
      }
      along += advance(c) * text.size();
    }
    return strokes;
  }

  private static void put(char c, int advance, String path) {
    List<double[]> strokes = new ArrayList<>();
    List<Double> points = new ArrayList<>();
    String[] words = path.isEmpty() ? new String[0] : path.trim().split("\\s+");
    int at = 0;
    while (at < words.length) {
      char command = words[at].charAt(0);
      int count = command == 'A' || command == 'C' ? 6 : command == 'E' ? 4 : 2;
      double[] n = new double[count];
      for (int k = 0; k < count; k++) {
        n[k] = Double.parseDouble(words[at + 1 + k]);
      }
      at += count + 1;
      switch (command) {
        case 'M' -> {
          end(points, strokes);
          points.addAll(List.of(n[0], n[1]));
        }
        case 'L' -> points.addAll(List.of(n[0], n[1]));
        case 'C' -> cubic(points, n);
        case 'A' -> arc(points, n[0], n[1], n[2], n[3], n[4], n[5]);
        case 'E' -> {
          end(points, strokes);
          arc(points, n[0], n[1], n[2], n[3], 0, 360);
          end(points, strokes);
        }
        default -> throw new IllegalStateException("glyph " + c + " has the command " + command);
      }
    }
    end(points, strokes);
    GLYPHS.put(c, new Glyph(advance, strokes));
  }

  private static void end(List<Double> points, List<double[]> strokes) {
    if (!points.isEmpty()) {
      strokes.add(points.stream().mapToDouble(Double::doubleValue).toArray());
      points.clear();
    }
  }

  private static void arc(
      List<Double> points, double cx, double cy, double rx, double ry, double from, double to) {
    int pieces = (int) Math.max(4, Math.ceil(Math.abs(to - from) / 9));
    for (int i = 0; i <= pieces; i++) {
      double angle = (from + (to - from) * i / pieces) * Math.PI / 180;
      points.addAll(List.of(cx + rx * StrictMath.cos(angle), cy + ry * StrictMath.sin(angle)));
    }
  }

  private static void cubic(List<Double> points, double[] n) {
    double x = points.get(points.size() - 2);
    double y = points.get(points.size() - 1);
    int pieces = 10;
    for (int i = 1; i <= pieces; i++) {
      double t = (double) i / pieces;
      double s = 1 - t;
      double a = s * s * s;
      double b = 3 * s * s * t;
      double c = 3 * s * t * t;
      double d = t * t * t;
      points.addAll(
          List.of(a * x + b * n[0] + c * n[2] + d * n[4], a * y + b * n[1] + c * n[3] + d * n[5]));
    }
  }

  private static void capitals() {
    put('A', 667, "M 55 40 L 333 680 L 612 40 M 150 255 L 517 255");
    put(
        'B',
        667,
        "M 360 366 L 110 366 L 110 680 L 370 680 A 370 523 163 157 90 -90"
            + " M 110 366 L 110 40 L 395 40 A 395 203 180 163 -90 90 L 370 366");
    put(
        'C',
        722,
        "M 600 590 C 550 650 470 684 385 684 C 205 684 85 552 85 360"
            + " C 85 168 205 36 385 36 C 475 36 555 74 608 140");
    put('D', 722, "M 110 40 L 110 680 L 330 680 A 330 360 305 320 90 -90 L 110 40");
    put('E', 640, "M 555 680 L 110 680 L 110 40 L 565 40 M 110 370 L 515 370");
    put('F', 600, "M 545 680 L 110 680 L 110 40 M 110 362 L 490 362");
    put(
        'G',
        778,
        "M 640 585 C 588 648 505 684 410 684 C 215 684 85 552 85 360"
            + " C 85 168 215 36 405 36 C 510 36 605 78 662 145 L 662 350 L 430 350");
    put('H', 722, "M 110 40 L 110 680 M 612 40 L 612 680 M 110 370 L 612 370");
    put('I', 278, "M 139 40 L 139 680");
    put('J', 500, "M 388 680 L 388 210 A 218 210 170 174 0 -175");
    put('K', 667, "M 110 40 L 110 680 M 580 680 L 110 262 M 272 406 L 615 40");
    put('L', 556, "M 110 680 L 110 40 L 515 40");
    put('M', 833, "M 105 40 L 105 680 L 416 95 L 728 680 L 728 40");
    put('N', 722, "M 110 40 L 110 680 L 612 40 L 612 680");
    put('O', 778, "E 389 360 305 324");
    put('P', 660, "M 110 40 L 110 680 L 390 680 A 390 500 185 180 90 -90 L 110 320");
    put('Q', 778, "E 389 360 305 324 M 455 185 L 680 -5");
    put(
        'R',
        710,
        "M 110 40 L 110 680 L 400 680 A 400 511 180 169 90 -90 L 110 342 M 400 342 L 610 40");
    put(
        'S',
        667,
        "M 570 545 C 548 636 455 684 335 684 C 200 684 105 616 105 520"
            + " C 105 420 205 390 345 362 C 490 333 588 300 588 200"
            + " C 588 102 480 36 335 36 C 195 36 98 94 76 196");
    put('T', 611, "M 40 680 L 571 680 M 305 680 L 305 40");
    put('U', 722, "M 110 680 L 110 280 A 361 280 251 244 180 360 L 612 680");
    put('V', 645, "M 50 680 L 322 40 L 595 680");
    put('W', 930, "M 45 680 L 242 40 L 465 640 L 688 40 L 885 680");
    put('X', 645, "M 65 680 L 580 40 M 580 680 L 65 40");
    put('Y', 645, "M 52 680 L 322 340 L 593 680 M 322 340 L 322 40");
    put('Z', 611, "M 70 680 L 540 680 L 65 40 L 550 40");
  }

  private static void lowerCase() {
    put(
        'a',
        545,
        "M 92 372 C 108 446 170 484 254 484 C 360 484 414 434 414 338 L 414 140"
            + " C 414 78 434 40 484 42"
            + " M 414 292 C 380 268 322 266 264 258 C 148 244 76 216 76 142"
            + " C 76 76 130 36 208 36 C 322 36 414 96 414 200");
    put('b', 556, "M 108 40 L 108 700 E 294 260 186 222");
    put(
        'c',
        500,
        "M 436 382 C 402 448 344 484 274 484 C 158 484 80 394 80 260"
            + " C 80 126 158 36 274 36 C 350 36 408 76 442 148");
    put('d', 556, "M 448 40 L 448 700 E 262 260 186 222");
    put(
        'e',
        556,
        "M 84 264 L 468 264 C 466 400 394 484 280 484 C 162 484 82 394 82 260"
            + " C 82 124 162 36 282 36 C 362 36 424 70 456 138");
    put('f', 290, "M 282 692 C 184 712 128 676 128 580 L 128 40 M 32 480 L 258 480");
    put(
        'g',
        556,
        "E 262 260 186 222"
            + " M 448 480 L 448 20 C 448 -108 376 -172 264 -172 C 182 -172 118 -140 96 -80");
    put(
        'h',
        556,
        "M 108 40 L 108 700 M 108 290 C 108 404 190 484 292 484"
            + " C 400 484 448 416 448 310 L 448 40");
    put('i', 222, "M 111 40 L 111 480 E 111 652 10 10");
    put('j', 222, "M 111 480 L 111 -60 C 111 -140 76 -176 2 -166 E 111 652 10 10");
    put('k', 500, "M 108 40 L 108 700 M 428 480 L 108 190 M 218 290 L 450 40");
    put('l', 222, "M 111 40 L 111 700");
    put(
        'm',
        833,
        "M 108 40 L 108 480 M 108 300 C 108 408 176 484 268 484"
            + " C 364 484 416 424 416 322 L 416 40 M 416 310 C 416 412 482 484 572 484"
            + " C 670 484 726 424 726 322 L 726 40");
    put(
        'n',
        556,
        "M 108 40 L 108 480 M 108 290 C 108 404 190 484 292 484"
            + " C 400 484 448 416 448 310 L 448 40");
    put('o', 556, "E 278 260 196 224");
    put('p', 556, "M 108 480 L 108 -170 E 294 260 186 222");
    put('q', 556, "M 448 480 L 448 -170 E 262 260 186 222");
    put('r', 345, "M 108 40 L 108 480 M 108 280 C 108 410 184 486 318 474");
    put(
        's',
        500,
        "M 412 376 C 398 448 332 484 250 484 C 152 484 92 440 92 372"
            + " C 92 302 154 286 254 262 C 360 236 420 218 420 144"
            + " C 420 78 350 36 254 36 C 154 36 86 78 74 154");
    put('t', 290, "M 134 612 L 134 140 C 134 66 178 30 264 44 M 32 480 L 262 480");
    put(
        'u',
        556,
        "M 448 480 L 448 40 M 448 230 C 448 116 366 36 264 36"
            + " C 156 36 108 104 108 210 L 108 480");
    put('v', 500, "M 52 480 L 250 40 L 448 480");
    put('w', 722, "M 48 480 L 202 40 L 361 450 L 520 40 L 674 480");
    put('x', 500, "M 60 480 L 440 40 M 440 480 L 60 40");
    put('y', 500, "M 52 480 L 250 40 M 448 480 L 250 40 C 204 -76 172 -180 66 -164");
    put('z', 490, "M 66 480 L 424 480 L 62 40 L 430 40");
  }

  private static void digits() {
    put('0', 556, "E 278 360 194 324");
    put('1', 556, "M 118 548 C 216 560 292 604 316 680 L 316 40");
    put(
        '2',
        556,
        "M 84 496 C 86 610 162 684 278 684 C 390 684 466 612 466 512"
            + " C 466 404 390 346 274 262 C 150 172 86 126 80 40 L 478 40");
    put(
        '3',
        556,
        "M 88 540 C 106 634 176 684 274 684 C 380 684 450 622 450 534"
            + " C 450 436 370 384 246 382 C 390 382 476 316 476 210"
            + " C 476 106 390 36 276 36 C 164 36 84 96 74 200");
    put('4', 556, "M 386 40 L 386 680 L 58 205 L 506 205");
    put(
        '5',
        556,
        "M 450 680 L 146 680 L 104 346 C 150 400 210 428 280 428"
            + " C 396 428 476 350 476 238 C 476 118 390 36 270 36 C 164 36 88 96 76 190");
    put(
        '6',
        556,
        "M 456 550 C 436 636 376 684 294 684 C 152 684 82 540 82 300"
            + " C 82 130 150 36 280 36 C 396 36 476 122 476 240"
            + " C 476 356 398 440 284 440 C 170 440 86 366 82 260");
    put('7', 556, "M 78 680 L 480 680 C 342 500 250 290 224 40");
    put('8', 556, "E 278 527 168 157 E 278 204 196 168");
    put(
        '9',
        556,
        "M 100 170 C 120 84 180 36 262 36 C 404 36 474 180 474 420"
            + " C 474 590 406 684 276 684 C 160 684 80 598 80 480"
            + " C 80 364 158 280 272 280 C 386 280 470 354 474 460");
  }

  private static void punctuation() {
    put('.', 278, "E 139 52 16 16");
    put(',', 278, "E 139 50 10 10 M 148 50 L 112 -70");
    put(':', 278, "E 139 50 10 10 E 139 440 10 10");
    put(';', 278, "E 139 440 10 10 E 139 50 10 10 M 148 50 L 112 -70");
    put('-', 333, "M 66 270 L 267 270");
    put('–', 556, "M 66 270 L 490 270");
    put('—', 1000, "M 66 270 L 934 270");
    put('−', 584, "M 84 330 L 500 330");
    put('+', 584, "M 84 330 L 500 330 M 292 122 L 292 538");
    put('=', 584, "M 84 425 L 500 425 M 84 235 L 500 235");
    put('<', 584, "M 496 545 L 90 330 L 496 115");
    put('>', 584, "M 88 545 L 494 330 L 88 115");
    put('≤', 584, "M 496 600 L 90 410 L 496 220 M 90 80 L 496 80");
    put('≥', 584, "M 88 600 L 494 410 L 88 220 M 88 80 L 494 80");
    put('×', 584, "M 124 498 L 460 162 M 460 498 L 124 162");
    put('·', 278, "E 139 310 10 10");
    put('±', 584, "M 84 400 L 500 400 M 292 210 L 292 590 M 84 60 L 500 60");
    put('(', 333, "M 250 740 C 88 560 88 50 250 -130");
    put(')', 333, "M 83 740 C 245 560 245 50 83 -130");
    put('[', 300, "M 230 740 L 112 740 L 112 -130 L 230 -130");
    put(']', 300, "M 70 740 L 188 740 L 188 -130 L 70 -130");
    put('{', 334, "M 262 740 C 120 740 210 320 80 305 C 210 290 120 -130 262 -130");
    put('}', 334, "M 72 740 C 214 740 124 320 254 305 C 124 290 214 -130 72 -130");
    put('|', 260, "M 130 740 L 130 -130");
    put('/', 300, "M 30 0 L 270 720");
    put('\\', 300, "M 30 720 L 270 0");
    put('_', 556, "M 30 -80 L 526 -80");
    put('%', 889, "E 210 520 130 160 E 680 200 130 160 M 660 690 L 230 30");
    put('*', 389, "M 195 680 L 195 430 M 87 617 L 303 493 M 303 617 L 87 493");
    put('!', 278, "M 139 680 L 139 230 E 139 50 10 10");
    put(
        '?',
        556,
        "M 92 520 C 98 624 172 684 276 684 C 384 684 458 622 458 528"
            + " C 458 400 278 380 278 220 E 278 50 10 10");
    put('\'', 191, "M 95 690 L 95 490");
    put('’', 222, "M 118 690 L 98 540");
    put('"', 355, "M 115 690 L 115 490 M 240 690 L 240 490");
    put('#', 556, "M 200 680 L 130 40 M 426 680 L 356 40 M 60 470 L 510 470 M 46 250 L 496 250");
    put(
        '&',
        667,
        "M 610 40 L 236 452 C 160 536 170 684 300 684 C 420 684 440 540 330 460"
            + " L 190 360 C 40 250 80 36 270 36 C 420 36 520 140 546 300");
    put(
        '@',
        1015,
        "E 500 300 170 190 M 670 470 L 640 240 C 620 80 900 60 900 360"
            + " C 900 570 730 690 510 690 C 270 690 100 520 100 290 C 100 60 270 -100 510 -100"
            + " C 620 -100 710 -70 780 -20");
    put('~', 584, "M 80 260 C 130 460 240 400 292 330 C 344 260 450 200 504 400");
    put('^', 469, "M 70 400 L 234 690 L 398 400");
    put(
        '$',
        556,
        "M 470 540 C 452 610 380 640 280 640 C 170 640 96 590 96 510 C 96 340 480 400"
            + " 480 200 C 480 110 390 70 280 70 C 160 70 90 120 74 200 M 278 730 L 278 -20");
    put('`', 333, "M 100 690 L 200 560");
    put('…', 1000, "E 166 50 10 10 E 500 50 10 10 E 833 50 10 10");
    put('°', 400, "E 200 570 100 110");
    put('→', 1000, "M 80 330 L 910 330 M 700 530 L 915 330 L 700 130");
    put(
        '∞',
        900,
        "M 450 320 C 350 180 270 130 200 130 C 30 130 30 510 200 510"
            + " C 270 510 350 460 450 320 C 550 180 630 130 700 130 C 870 130 870 510 700 510"
            + " C 630 510 550 460 450 320");
    put('√', 600, "M 50 320 L 130 360 L 250 40 L 420 740 L 590 740");
    put('\uFFFD', 600, "M 90 40 L 90 680 L 510 680 L 510 40 L 90 40");
  }

  private static void greek() {
    put(
        'α',
        600,
        "M 530 480 C 470 200 390 36 260 36 C 150 36 80 126 80 260 C 80 394 150 484 260"
            + " 484 C 400 484 420 60 540 40");
    put(
        'β',
        575,
        "M 108 -170 L 108 510 C 108 620 170 692 274 692 C 376 692 440 630 440 544"
            + " C 440 440 370 390 240 386 C 400 384 486 320 486 212 C 486 106 402 36 294 36"
            + " C 210 36 140 76 108 150");
    put(
        'γ',
        500,
        "M 40 470 C 130 510 190 300 248 80 M 460 480 L 248 80"
            + " C 200 -60 200 -170 250 -170 C 300 -170 290 -60 248 80");
    put(
        'δ',
        556,
        "M 440 650 C 380 700 170 720 170 610 C 170 520 474 480 474 250"
            + " C 474 120 400 36 278 36 C 158 36 82 120 82 250 C 82 390 170 460 290 462");
    put(
        'ε',
        490,
        "M 410 400 C 380 450 320 484 244 484 C 160 484 104 440 104 378"
            + " C 104 310 160 274 270 272 C 140 270 76 226 76 154 C 76 84 140 36 240 36"
            + " C 330 36 400 70 430 134");
    put(
        'η',
        556,
        "M 40 450 C 90 510 118 450 118 380 L 118 40 M 118 290"
            + " C 118 404 194 484 292 484 C 396 484 444 416 444 310 L 444 -170");
    put('θ', 556, "E 278 370 186 330 M 92 370 L 464 370");
    put(
        'λ',
        520,
        "M 50 690 C 130 712 170 680 196 604 L 380 120 C 404 56 430 36 486 44"
            + " M 262 424 L 60 40");
    put(
        'μ',
        576,
        "M 108 480 L 108 -170 M 448 480 L 448 140 C 448 66 474 36 536 44"
            + " M 448 230 C 448 116 366 36 264 36 C 160 36 108 104 108 210");
    put(
        'µ',
        576,
        "M 108 480 L 108 -170 M 448 480 L 448 140 C 448 66 474 36 536 44"
            + " M 448 230 C 448 116 366 36 264 36 C 160 36 108 104 108 210");
    put(
        'π',
        640,
        "M 50 470 L 590 470 M 190 470 C 190 300 170 160 110 40"
            + " M 440 470 L 440 140 C 440 66 470 36 540 46");
    put('ρ', 556, "M 96 -170 L 96 260 E 282 260 186 222");
    put('σ', 620, "E 278 252 196 216 M 278 468 L 580 472");
    put('τ', 460, "M 40 470 L 420 470 M 228 470 L 228 140 C 228 66 264 30 346 46");
    put(
        'φ',
        680,
        "M 220 480 C 130 450 80 370 80 260 C 80 126 180 36 340 36 C 500 36 600 126 600"
            + " 260 C 600 400 530 484 440 484 C 370 484 340 440 340 360 L 340 -170");
    put(
        'χ',
        520,
        "M 40 470 C 120 500 150 470 180 400 L 350 -80 C 380 -160 410 -180 480 -160"
            + " M 460 480 L 60 -170");
    put(
        'ψ',
        700,
        "M 80 480 L 80 260 C 80 110 190 36 350 36 C 510 36 620 110 620 260 L 620 480"
            + " M 350 660 L 350 -170");
    put(
        'ω',
        740,
        "M 200 480 C 110 420 80 340 80 230 C 80 110 130 36 215 36 C 310 36 370 110 370"
            + " 280 C 370 110 430 36 525 36 C 610 36 660 110 660 230 C 660 340 630 420 540 480");
    put('Δ', 667, "M 50 40 L 333 680 L 617 40 L 50 40");
    put('Σ', 611, "M 550 680 L 80 680 L 350 370 L 70 40 L 560 40");
    put(
        'Ω',
        750,
        "M 60 40 L 270 40 L 270 120 C 130 180 75 280 75 400 C 75 580 200 684 375 684"
            + " C 550 684 675 580 675 400 C 675 280 620 180 480 120 L 480 40 L 690 40");
  }
}
