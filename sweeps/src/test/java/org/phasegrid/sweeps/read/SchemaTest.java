package org.phasegrid.sweeps.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import java.net.URI;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.phasegrid.sweeps.document.Documents;
import org.phasegrid.sweeps.document.Node;

/** The schema of the language, judged by another implementation of JSON Schema. */
@SuppressWarnings("NullAway.Init")
class SchemaTest {
  private static Validator validator;
  private static URI schema;

  @BeforeAll
  static void read() {
    validator =
        new ValidatorFactory()
            .withDialect(new Dialects.Draft2020Dialect())
            .withJsonNodeFactory(new JacksonNode.Factory())
            .createValidator();
    schema = validator.registerSchema(Schema.text());
  }

  private static Validator.Result judged(String document) {
    Node read =
        Documents.read(
                "edge.yaml",
                document,
                problem -> {
                  throw new AssertionError(problem);
                })
            .orElseThrow();
    return validator.validate(schema, Schema.json(read));
  }

  @org.junit.jupiter.api.io.TempDir private static java.nio.file.Path data;

  static java.util.stream.Stream<String> names() {
    return CatalogueTest.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everySweepOfTheCatalogueIsValid(String name) throws java.io.IOException {
    Sweep sweep = StandIns.read(name, data);

    Validator.Result asked = judged(sweep.source().text());
    Validator.Result canonical = judged(sweep.canonical());

    assertTrue(asked.isValid(), () -> asked.getErrors().toString());
    assertTrue(canonical.isValid(), () -> canonical.getErrors().toString());
  }

  @Test
  void everyWordOfTheLanguageIsValid() {
    String text =
        """
        sweep: all-words
        base:
          architecture: {mlp: {width: [4, 4], depth: 2, weight-variance: "=1/s^2"}}
          dataset: gaussian-noise
          learning-rate: {over-sharpness: 1}
          batches: {size: 8}
          seeds: {data: 7}
        axes:
          architecture.activation: [tanh, relu]
          zip: {stopping.steps: [10, 20], optimizer: [gradient-descent, {momentum: 0.9}]}
          seed: {seeds: 3}
        let: {s: {log10: {from: 1e-2, to: 1e2, points: 5}}, twice: "=2*s"}
        where: [s < 10]
        exclude: stopping_steps == 20 and s > 1
        replicas: [seed]
        measure: [trainability, {sharpness: {looks: {every: 1}}}, {sharpness: {looks: [0, 3], as: early}}]
        columns: {ratio: "at(sharpness, 3) / at(sharpness, 0)"}
        critical: {c: {along: s, first: "ratio > 1"}}
        draw:
          - heatmap
          - heatmap: {x: s, y: stopping.steps, color: sharpness, at: last, slice: {architecture.activation: relu}, contour: 1, name: a}
          - lines: {x: step, y: loss, color: seed, slice: {s: 1e-2}}
          - lines: {x: step, y: [loss, sharpness], scale: [log, linear], x-scale: log, slice: {step: [0, 4], s: 1e-2}, curve: [sharpness, 2, {x: 3, name: here}]}
          - heatmap: {x: s, y: stopping.steps, color: [outcome, loss_final_sd], labels: [finished, diverged], titles: {title: two, x: sigma}}
          - bifurcation: {x: s, y: loss_final, color: outcome}
        check: [{name: a, over: lines, where: s > 1, that: count() > 0}]
        """;

    Validator.Result result = judged(text);

    Sweeps.read(new SweepSource("all.yaml", text, java.util.Map.of()));
    assertTrue(result.isValid(), () -> result.getErrors().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "axez: {}",
        "base: {architecture: {mlp: {widht: 8}}}",
        "base: {architecture: {mlp: {activation: tanhh}}}",
        "base: {architecture: {mlp: {bias: maybe}}}",
        "base: {learning-rate: {over-sharpnes: 2}}",
        "base: {stopping: {steps: 2.5}}",
        "base: {dataset: {npz: {}}}",
        "axes: {seed: {seeds: 0}}",
        "axes: {learning-rate: []}",
        "axes: {learning-rate: {log10: {from: 1}}}",
        "measure: [sharpnes]",
        "measure: [{sharpness: {look: last}}]",
        "columns: {a-b: 1}",
        "critical: {c: {along: seed}}",
        "critical: {c: {along: seed, first: a, last: b}}",
        "draw: [{heatmap: {colour: trainable}}]",
        "draw: [{heatmap: {theory: [chaos]}}]",
        "check: [{name: a}]",
        "check: [{that: a, over: rows}]"
      })
  void whatIsNotOfTheLanguageIsNotValid(String document) {
    assertFalse(judged(document).isValid());
  }

  @Test
  void theTextIsTheSameEveryTimeAndSaysWhatThingsAre() {
    String text = Schema.text();

    assertEquals(text, Schema.text());
    assertTrue(text.contains("\"description\": \"fully connected network with L hidden layers\""));
    assertTrue(text.contains("\"default\": "));
    assertTrue(
        text.startsWith("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\""));
  }
}
