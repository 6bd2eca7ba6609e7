package org.phasegrid.sweeps.read;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.phasegrid.sweeps.document.Decimal;
import org.phasegrid.sweeps.document.Node;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.sweeps.draw.Theories;
import org.phasegrid.sweeps.draw.Theory;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.family.Required;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.run.RunSpec;

/**
 * JSON Schema (draft 2020-12) of the sweep language, made from the families and records that
 * documents are read to. It accepts all that is well formed; what contradicts itself is said by the
 * reader alone.
 */
public final class Schema {
  private static final String CONDITION = "expression";
  private static final String NAME = "^[a-z_][a-z0-9_]*$";

  private final Map<String, Object> definitions = new TreeMap<>();

  private Schema() {}

  /** The schema as JSON text. */
  public static String text() {
    StringBuilder text = new StringBuilder();
    write(new Schema().document(), "", text);
    return text.append('\n').toString();
  }

  private Map<String, Object> document() {
    // The lists first, since their members check with them.
    RunSpec defaults = RunSpec.DEFAULT;
    definitions.put(
        "value",
        described(
            "an expression of axes and names, e.g. \"=1/inverse_sigma^2\"",
            map("type", "string", "pattern", "^=")));
    definitions.put(
        CONDITION, described("an expression", map("type", List.of("string", "number", "boolean"))));
    definitions.put("axis", axis());
    Map<String, Object> sections = new LinkedHashMap<>();
    sections.put(
        "sweep", described("its name", map("type", "string", "pattern", "^[a-z0-9][a-z0-9._-]*$")));
    sections.put(
        "base",
        described(
            "the run that all points share", record(RunSpec.class, Optional.of(defaults), false)));
    sections.put("axes", described("paths of base that vary", axes()));
    sections.put(
        "let",
        described(
            "free axes, and names for expressions",
            map(
                "type",
                "object",
                "propertyNames",
                map("pattern", "^[A-Za-z_][A-Za-z0-9_]*$"),
                "additionalProperties",
                anyOf(ref("axis"), map("type", List.of("string", "number", "boolean"))))));
    sections.put("where", described("which points there are", oneOrMore(ref(CONDITION))));
    sections.put("exclude", described("which points there are not", oneOrMore(ref(CONDITION))));
    sections.put(
        "replicas",
        described("axes that a cell aggregates over (seed)", oneOrMore(map("type", "string"))));
    sections.put("measure", described("what is measured", oneOrMore(type(Indicator.class))));
    sections.put(
        "columns",
        described(
            "columns of runs computed from their columns and looks",
            map(
                "type",
                "object",
                "propertyNames",
                map("pattern", NAME),
                "additionalProperties",
                ref(CONDITION))));
    sections.put("critical", described("first or last values along an axis", critical()));
    sections.put("refine", described("which points of a fine plane are trained", refine()));
    sections.put("draw", described("pictures", array(plot())));
    sections.put("check", described("acceptance statements", array(check())));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Phasegrid sweep");
    schema.put("description", "A document with axes in it: a grid of runs.");
    schema.putAll(closed(sections, List.of()));
    schema.put("$defs", definitions);
    return schema;
  }

  // Sections

  private Map<String, Object> axis() {
    List<Object> kinds = new ArrayList<>();
    kinds.add(map("type", "array", "minItems", 1));
    for (String kind : List.of("linear", "log10", "log2")) {
      Map<String, Object> keys = new LinkedHashMap<>();
      keys.put("from", map("type", "number"));
      keys.put("to", map("type", "number"));
      keys.put("points", map("type", "integer", "minimum", 1));
      keys.put("step", map("type", "number"));
      if (kind.equals("log10")) {
        keys.put("per-decade", map("type", "number"));
      }
      kinds.add(closed(map(kind, closed(keys, List.of("from", "to"))), List.of(kind)));
    }
    kinds.add(closed(map("seeds", map("type", "integer", "minimum", 1)), List.of("seeds")));
    return described(
        "a list, a range (log2 has exponents as ends), or that many seeds", map("anyOf", kinds));
  }

  private Map<String, Object> axes() {
    Map<String, Object> together = map("type", "object", "additionalProperties", ref("axis"));
    return map(
        "type",
        "object",
        "properties",
        map("zip", described("axes that go together", oneOrMore(together))),
        "additionalProperties",
        ref("axis"));
  }

  private Map<String, Object> refine() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("along", described("column whose changes are sought", map("type", "string")));
    keys.put("in", described("the two axes", array(map("type", "string"))));
    keys.put(
        "levels",
        described("the first pass takes every 2^levels-th point", map("type", "integer")));
    return closed(keys, List.of("along", "in", "levels"));
  }

  private Map<String, Object> critical() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("along", described("the axis", map("type", "string")));
    keys.put("first", described("of the points where this holds", ref(CONDITION)));
    keys.put("last", described("of the points where this holds", ref(CONDITION)));
    Map<String, Object> one = closed(keys, List.of("along"));
    one.put("oneOf", List.of(map("required", List.of("first")), map("required", List.of("last"))));
    return map(
        "type", "object", "propertyNames", map("pattern", NAME), "additionalProperties", one);
  }

  private Map<String, Object> plot() {
    Map<String, Object> keys = new LinkedHashMap<>();
    Map<String, Object> text = map("type", "string");
    keys.put("x", described("axis or column of the abscissa", text));
    keys.put("y", described("axis of the ordinate, or columns of the lines", oneOrMore(text)));
    keys.put("z", described("column of a cloud's third coordinate", text));
    keys.put(
        "color", described("columns shown by color, or one that splits the rest", oneOrMore(text)));
    keys.put(
        "at",
        described(
            "step of the look that is shown, or last",
            anyOf(map("type", "integer", "minimum", 0), map("const", "last"))));
    keys.put("facet", described("axis whose values make one panel each", text));
    keys.put(
        "slice",
        described(
            "axes, step, layer or index of which some values are shown",
            map(
                "type",
                "object",
                "additionalProperties",
                oneOrMore(map("type", List.of("string", "number", "boolean"))))));
    keys.put("over", described("axes aggregated over", oneOrMore(text)));
    keys.put(
        "by", described("how a cell's runs become one value", oneOrMore(names(Drawing.By.class))));
    keys.put(
        "scale", described("of the color or the value", oneOrMore(names(Drawing.Scale.class))));
    keys.put("x-scale", described("of an abscissa that is no axis", names(Drawing.Scale.class)));
    Map<String, Object> curve = new LinkedHashMap<>();
    Map<String, Object> measured = map("type", List.of("string", "number"));
    curve.put("x", described("column or number along x, of every y", measured));
    curve.put("y", described("column or number along y, of every x", measured));
    curve.put("name", described("as the legend has it", text));
    keys.put(
        "curve",
        described(
            "lines of columns or numbers", oneOrMore(anyOf(measured, closed(curve, List.of())))));
    Map<String, Object> bulk = new LinkedHashMap<>();
    bulk.put("variance", described("column of the variance of the bulk", text));
    bulk.put("edge", described("column of its upper edge", text));
    keys.put(
        "bulk",
        described(
            "Marchenko and Pastur's law over a spectrum",
            closed(bulk, List.of("variance", "edge"))));
    keys.put("labels", described("order of the legend", oneOrMore(text)));
    Map<String, Object> titles = new LinkedHashMap<>();
    DrawingReader.TITLES.forEach(
        key -> titles.put(key, key.equals("color") || key.equals("y") ? oneOrMore(text) : text));
    keys.put("titles", described("words instead of columns", closed(titles, List.of())));
    keys.put("contour", described("levels drawn as lines", oneOrMore(map("type", "number"))));
    keys.put(
        "theory",
        described(
            "lines of theory",
            oneOrMore(map("enum", Theories.ALL.stream().map(Theory::name).toList()))));
    keys.put("name", described("file name without ending", text));
    List<Object> forms = new ArrayList<>();
    forms.add(map("enum", DrawingReader.PLOTS));
    for (String plot : DrawingReader.PLOTS) {
      forms.add(closed(map(plot, closed(keys, List.of())), List.of(plot)));
    }
    return map("anyOf", forms);
  }

  private Map<String, Object> check() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("name", described("what is claimed", map("type", "string")));
    keys.put("over", described("whose rows", map("enum", CheckReader.TABLES)));
    keys.put("where", described("which rows", ref(CONDITION)));
    keys.put("that", described("what must be true", ref(CONDITION)));
    keys.put(
        "reference",
        described(
            "numbers joined to the rows",
            closed(
                map("csv", map("type", "string"), "on", oneOrMore(map("type", "string"))),
                List.of("csv", "on"))));
    return closed(keys, List.of("that"));
  }

  private static Map<String, Object> names(Class<? extends Enum<?>> type) {
    return map(
        "enum",
        Arrays.stream(type.getEnumConstants()).map(each -> Family.kebab(each.name())).toList());
  }

  // Values

  private Map<String, Object> type(Type type) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      return oneOrMore(type(generic.getActualTypeArguments()[0]));
    }
    if (type instanceof ParameterizedType generic) {
      return map(
          "type", "object", "additionalProperties", type(generic.getActualTypeArguments()[1]));
    }
    Class<?> wanted = (Class<?>) type;
    Optional<Family<?>> family = Families.of(wanted);
    if (family.isPresent()) {
      return family(family.get());
    }
    if (wanted.isRecord()) {
      return record(wanted.asSubclass(Record.class), Optional.empty(), false);
    }
    if (wanted == Content.class) {
      return map("type", "string");
    }
    return anyOf(scalar(wanted), ref("value"));
  }

  private static Map<String, Object> scalar(Class<?> type) {
    if (type == double.class || type == Double.class) {
      return map("type", "number");
    }
    if (type == boolean.class || type == Boolean.class) {
      return map("type", "boolean");
    }
    if (type.isEnum()) {
      return map(
          "enum",
          Arrays.stream(type.getEnumConstants())
              .map(each -> Family.kebab(((Enum<?>) each).name()))
              .toList());
    }
    return map("type", type == String.class ? "string" : "integer");
  }

  /** A family as a definition: its members by name, and what stands for one without its name. */
  private Map<String, Object> family(Family<?> family) {
    String name = family.name();
    if (!definitions.containsKey(name)) {
      definitions.put(name, Map.of());
      List<Object> forms = new ArrayList<>();
      boolean indicator = family.type() == Indicator.class;
      for (Map.Entry<String, ?> member : family.members().entrySet()) {
        Record defaults = (Record) member.getValue();
        Map<String, Object> parameters =
            record(defaults.getClass(), Optional.of(defaults), indicator);
        if (required(defaults.getClass()).isEmpty()) {
          forms.add(described(about(defaults.getClass()), map("const", member.getKey())));
        }
        List<Object> written = new ArrayList<>();
        written.add(parameters);
        if (required(defaults.getClass()).isEmpty()) {
          written.add(map("type", "null"));
        }
        if (defaults.getClass().getRecordComponents().length == 1) {
          written.add(type(defaults.getClass().getRecordComponents()[0].getGenericType()));
        }
        forms.add(
            described(
                about(defaults.getClass()),
                closed(map(member.getKey(), map("anyOf", written)), List.of(member.getKey()))));
      }
      family.bareNumber().ifPresent(member -> forms.add(only((Record) member)));
      family.bareList().ifPresent(member -> forms.add(only((Record) member)));
      family
          .bareKeys()
          .ifPresent(
              member ->
                  forms.add(
                      record(((Record) member).getClass(), Optional.of((Record) member), false)));
      definitions.put(name, map("anyOf", forms));
    }
    return ref(name);
  }

  /** The one parameter of a member. */
  private Map<String, Object> only(Record member) {
    return type(member.getClass().getRecordComponents()[0].getGenericType());
  }

  private Map<String, Object> record(
      Class<? extends Record> type, Optional<? extends Record> defaults, boolean measured) {
    Map<String, Object> keys = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = Family.kebab(component.getName());
      Map<String, Object> value = new LinkedHashMap<>(type(component.getGenericType()));
      About about = component.getAnnotation(About.class);
      if (about != null) {
        value = described(about.value(), value);
      }
      if (defaults.isPresent() && !component.isAnnotationPresent(Required.class)) {
        value.put(
            "default",
            plain(
                CanonicalNodes.of(
                    component.getGenericType(),
                    RecipeReader.component(defaults.get(), type.getRecordComponents(), key))));
      }
      keys.put(key, value);
    }
    if (measured) {
      keys.put(
          "as", described("another name, which its columns begin with", map("type", "string")));
    }
    return closed(keys, required(type));
  }

  private static List<String> required(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .filter(component -> component.isAnnotationPresent(Required.class))
        .map(component -> Family.kebab(component.getName()))
        .toList();
  }

  private static String about(Class<?> type) {
    About about = type.getAnnotation(About.class);
    return about == null
        ? ""
        : about.value() + (about.paper().isEmpty() ? "" : " [" + about.paper() + "]");
  }

  // Pieces

  private static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i].toString(), keysAndValues[i + 1]);
    }
    return map;
  }

  private static Map<String, Object> described(String about, Map<String, Object> schema) {
    Map<String, Object> all = new LinkedHashMap<>();
    if (!about.isEmpty()) {
      all.put("description", about);
    }
    all.putAll(schema);
    return all;
  }

  private static Map<String, Object> closed(Map<String, Object> keys, List<String> required) {
    Map<String, Object> schema = map("type", "object", "properties", keys);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> ref(String definition) {
    return map("$ref", "#/$defs/" + definition.replace(" ", "%20"));
  }

  private static Map<String, Object> array(Map<String, Object> items) {
    return map("type", "array", "items", items);
  }

  private static Map<String, Object> anyOf(Map<String, Object> one, Map<String, Object> other) {
    return map("anyOf", List.of(one, other));
  }

  private static Map<String, Object> oneOrMore(Map<String, Object> item) {
    return anyOf(item, array(item));
  }

  /** The JSON text of a document's node. */
  static String json(Node node) {
    StringBuilder text = new StringBuilder();
    write(plain(node), "", text);
    return text.toString();
  }

  private static Object plain(Node node) {
    if (node instanceof Node.Sequence sequence) {
      return sequence.items().stream().map(Schema::plain).toList();
    }
    if (node instanceof Node.Mapping mapping) {
      Map<String, Object> map = new LinkedHashMap<>();
      mapping.entries().forEach(entry -> map.put(entry.key(), plain(entry.value())));
      return map;
    }
    Node.Scalar scalar = (Node.Scalar) node;
    if (scalar.quoted()) {
      return scalar.text();
    }
    if (Decimal.whole(scalar.text()) && scalar.text().length() < 19) {
      return Long.parseLong(scalar.text());
    }
    Optional<Double> number = Decimal.parse(scalar.text()).filter(Double::isFinite);
    if (number.isPresent()) {
      return number.get();
    }
    return scalar.text().equals("true") || scalar.text().equals("false")
        ? (Object) Boolean.valueOf(scalar.text())
        : scalar.text();
  }

  private static void write(Object value, String indent, StringBuilder text) {
    String inner = indent + "  ";
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      text.append("{");
      String separator = "\n";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        text.append(separator).append(inner);
        write(entry.getKey(), inner, text);
        text.append(": ");
        write(entry.getValue(), inner, text);
        separator = ",\n";
      }
      text.append('\n').append(indent).append('}');
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      text.append("[");
      String separator = "";
      for (Object item : list) {
        text.append(separator);
        write(item, indent, text);
        separator = ", ";
      }
      text.append(']');
    } else if (value instanceof Map) {
      text.append("{}");
    } else if (value instanceof List) {
      text.append("[]");
    } else if (value instanceof Double number) {
      text.append(Decimal.yaml(number));
    } else if (value instanceof String string) {
      quote(string, text);
    } else {
      text.append(value);
    }
  }

  private static void quote(String string, StringBuilder text) {
    text.append('"');
    for (char c : string.toCharArray()) {
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
