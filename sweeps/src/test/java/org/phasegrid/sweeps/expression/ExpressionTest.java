package org.phasegrid.sweeps.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
  private static final Map<String, Object> POINT =
      Map.of("width", 64L, "rate", 0.25, "name", "relu", "bias", true, "none", Value.NOTHING);

  private static Value at(String text) {
    return Expression.parse(text)
        .evaluate(
            (Scope)
                name -> {
                  Object value = POINT.get(name);
                  assertTrue(value != null, name);
                  return Value.of(value);
                });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1 + 2 * 3; 7",
        "(1 + 2) * 3; 9",
        "2 ^ 3 ^ 2; 512",
        "-2 ^ 2; -4",
        "2 ^ -1; 0.5",
        "8 / 2 / 2; 2",
        "7 - 3 - 2; 2",
        "--3; 3",
        "1e-3 * 1e3; 1",
        ".5 + 1.; 1.5",
        "10 ^ -3; 0.001",
        "1 / width ^ 2; 0.000244140625",
        "max(80, 8 / rate); 80",
        "min(3, 1, 2); 1",
        "abs(-3) + sqrt(16) + floor(2.9); 9",
        "log10(1000) + exp(0) + log(1); 4",
        "1000 + width; 1064",
        "bias + 1; 2",
        "none + 1; null",
        "-none; null",
        "max(1, none); null",
        "0 / 0; null",
        "1 < 2; true",
        "width == 64 and rate <= 0.25; true",
        "not width == 64 or name == 'relu'; true",
        "not (width == 64 or true); false",
        "name != \"tanh\"; true",
        "name in ['tanh', 'relu']; true",
        "width in [32, 128]; false",
        "name == 64; false",
        "none == none; false",
        "none != 1; false",
        "none < 1; false",
        "not none; null",
        "bias; true",
        "true and not false; true"
      })
  void valuesAtAPointAreThoseComputedByHand(String text, String expected) {
    assertEquals(expected, at(text).toString());
  }

  private static final Rows ROWS =
      Rows.of(
          Map.of(
              "step", List.of(0L, 1L, 2L, 3L),
              "loss", Arrays.<Object>asList(8.0, 4.0, Value.NOTHING, 1.0),
              "x", List.of(1.0, 2.0, 4.0, 8.0),
              "y", List.of(3.0, 12.0, 48.0, 192.0),
              "falling", List.of(5.0, 4.0, 4.0, 1.0),
              "ok", List.of(true, true, false, true),
              "label", List.of("a", "a", "b", "b"),
              "key", List.of(1L, 1L, 2L, 2L)));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "count(); 4",
        "count(loss); 3",
        "count(ok); 3",
        "fraction(ok); 0.75",
        "fraction(loss > 2); 0.5",
        "first(loss); 8",
        "last(loss); 1",
        "at(loss, 1) / at(loss, 0); 0.5",
        "at(loss, 9); null",
        "mean(x); 3.75",
        "median(x); 3",
        "median(loss); 4",
        "max(x); 8",
        "min(falling); 1",
        "max(abs(y / 3 - 1)); 63",
        "max(max(x, falling)); 8",
        "slope(y, x); 2",
        "pearson(x, 2 * x + 1); 1",
        "spearman(x, y); 1",
        "spearman(x, falling) < -0.9; true",
        "monotone(y); 1",
        "monotone(falling); -1",
        "monotone(loss - x * x * x); -1",
        "monotone(falling, -x); 1",
        "agreement(label, 'a'); 0.5",
        "agreement(ok, loss > 2); 0.75",
        "alike(label, key); 1",
        "alike(ok, key); 0.5",
        "alike(ok, key, step); null",
        "all(ok) or any(ok); true",
        "x > 0; true",
        "ok; false",
        "count(x > mean(x)); 2"
      })
  void valuesOverRowsAreThoseComputedByHand(String text, String expected) {
    assertEquals(expected, Expression.parse(text).evaluate(ROWS).toString());
  }

  @Test
  void aStatementReportsTheFigureThatDecidedIt() {
    assertEquals(
        new Figure(true, "0.75 (wanted >= 0.5)"),
        Expression.parse("fraction(ok) >= 0.5").figure(ROWS));
    assertEquals(
        new Figure(false, "0.75 (wanted < 0.5); 8 (wanted == 8)"),
        Expression.parse("fraction(ok) < 0.5 and max(x) == 8").figure(ROWS));
    assertEquals(
        new Figure(false, "3 of 4 rows (wanted all)"), Expression.parse("ok").figure(ROWS));
  }

  @Test
  void noRowsSatisfyNoConditionPerRow() {
    Rows none = Rows.of(Map.of("ok", List.of()));

    assertEquals(Value.FALSE, Expression.parse("ok").evaluate(none));
    assertEquals(Value.NOTHING, Expression.parse("fraction(ok)").evaluate(none));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        "1 +; expression '1 +' has the end at character 4, wanted a value",
        "(1; expression '(1' has the end at character 3, wanted ')'",
        "1 2; expression '1 2' has '2' at character 3, wanted an operator or the end",
        "1 < 2 < 3; expression '1 < 2 < 3' has '<' at character 7, wanted 'and' between two comparisons",
        "x in 3; expression 'x in 3' has '3' at character 6, wanted a list in [ ]",
        "'a; expression ''a' has ''' at character 1, wanted a text that ends with '",
        "sqrt(1, 2); write sqrt(x), not with 2 arguments: 'sqrt(1, 2)'",
        "1 $ 2; expression '1 $ 2' has '$' at character 3, wanted an operator or the end"
      })
  void mistakesAreNamedWithTheirPlace(String text, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Expression.parse(text)).getMessage());
  }

  @Test
  void anUnknownFunctionIsSuggestedAKnownOne() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Expression.parse("medain(x)"))
            .getMessage();

    assertTrue(message.startsWith("no function is named 'medain'; there are: min, max, abs"));
    assertTrue(message.contains("(did you mean median?)"));
  }

  /** Numbers of MeanFieldTest's goldens. */
  @Test
  void wideNetworksAreFunctionsOfTheirVariances() {
    assertEquals(1.760954639607, number("mean_field_critical_tanh(0.05)"), 1e-8);
    assertEquals(1.375839007347, number("mean_field_critical_erf(0.05)"), 1e-8);
    assertEquals(2, number("mean_field_critical_relu(0)"), 0);
    assertEquals(1.063958377417, number("mean_field_q_tanh(2.5, 0.05)"), 1e-8);
    assertEquals(0.446804232335, number("mean_field_c_tanh(2.5, 0.05)"), 1e-8);
    assertEquals(1.133515698704, number("mean_field_chi_tanh(2.5, 0.05)"), 1e-8);
    assertEquals(11.795597519, number("mean_field_xi_tanh(2.5, 0.05)"), 1e-6);
  }

  @Test
  void theoryFunctionsGiveTheNumbersOfTheirPapers() {
    // papers/bbp-transition.md E1 and truncation-flow.md E16, printed to so many digits.
    assertEquals(0.456786383137, number("bbp_eps_c(1, 0.5)"), 1e-12);
    assertEquals(0.024114588203, number("bbp_eps_c(1, 0.5, 25)"), 1e-12);
    assertEquals(0.077567055624, number("bbp_eps_c(0.1, 0.5, 1)"), 1e-12);
    assertEquals(2.46672120, number("bbp_eps_c_upper(2, 0.5)"), 1e-8);
    assertEquals(0.51666431, number("bbp_eps_det(1, 64, 128)"), 1e-8);
    assertEquals(5.792042980989, number("bbp_t_c(0.1, 1, 0.5)"), 1e-11);
    assertEquals(0.7373737374, number("bbp_q2(0.6, 1, 0.5)"), 1e-9);
    assertEquals(0.6239316239, number("bbp_q2_right(0.6, 1, 0.5, 1)"), 1e-9);
    assertEquals(0.6355555556, number("bbp_lambda_1(0.6, 1, 0.5)"), 1e-9);
    assertEquals(0.4662741700, number("bbp_edge(0.6, 1, 0.5)"), 1e-9);
    assertEquals(2.25, number("bbp_c(0.6, 1)"), 1e-12);
    assertEquals(1.14266575, number("bbp_c_det(64, 128)"), 1e-8);
    assertEquals(0.539254, number("bbp_eps_c_data(1, 0.5, 10)"), 1e-5);
    assertEquals(0.499536, number("bbp_q2_data(0.6, 1, 0.5, 10)"), 1e-5);
    assertEquals(0.653061, number("bbp_eps_div(32, 16)"), 1e-6);
    assertEquals(0.449897, number("bbp_eps_t(64, 32, 1, 0.5)"), 1e-6);
    assertEquals(0.856, number("bbp_q2_online(0.05, 128, 16, 1, 0.5)"), 1e-3);
    assertEquals(0.754, number("bbp_edge_online(0.05, 128, 16, 1, 0.5)"), 1e-3);
    assertEquals(1.254230, number("bbp_eps_c_relu(1, 0.5)"), 1e-6);
    assertEquals(4.933442, number("bbp_eps_c_relu_upper(1, 0.5)"), 1e-6);
    assertEquals(1.108516, number("bbp_eps_c_tanh(1, 0.5)"), 1e-6);
    assertEquals(5.500620, number("bbp_eps_o_tanh(1)"), 1e-5);
    assertEquals(0.7639320225, number("trunc_a_c(2)"), 1e-10);
    assertEquals(0.7639320225, number("trunc_a_c(2, 2)"), 1e-10);
    assertEquals(0.3057458232, number("trunc_a_c(2, 4)"), 1e-10);
    assertEquals(0.1847636603, number("trunc_a_c(3, 5)"), 1e-10);
    assertTrue(at("trunc_a_c(3, 2)").isNothing());
    assertEquals(Math.log(2), number("logistic_lyapunov(4)"), 1e-15);
    assertEquals(-0.69314718056, number("tied_net_lyapunov(0.25)"), 1e-11);
    assertEquals(-0.1115717757, number("untied_net_lyapunov(1.1)"), 1e-10);
    assertEquals(0, number("untied_net_lyapunov(0.5)"));
    assertTrue(at("tied_net_lyapunov(1.5)").isNothing());
    assertEquals(Math.log(1e8) / 0.5, number("saturation_time(0.5, 1, 1e-8)"), 1e-12);
    // One input: K = L kappa^2 (sigma^2 / 2)^L.
    assertEquals(0.5, number("gram_eta_c(4)"), 1e-15);
    assertEquals(2.0 / (9 * 3 * 0.125), number("gram_eta_c(3, 1, 0, 1, 3)"), 1e-15);
    // Orthogonal inputs under one layer: K(0) = 0, so N does not matter.
    assertEquals(2, number("gram_eta_c(1, 100, 0)"), 1e-12);
    assertTrue(number("gram_eta_c(5, 8, 0.1)") < number("gram_eta_c(4, 8, 0.1)"));
    assertTrue(at("gram_eta_c(1.5)").isNothing());
    assertEquals(3.8918202981, number("trunc_half(0.02)"), 1e-10);
    assertEquals(0.5, number("trunc_logistic(0.02, trunc_half(0.02))"), 1e-15);
    assertEquals(-Math.PI / 8, number("omd_kappa(2, 1)"), 1e-14);
    assertEquals(-0.33535741, number("omd_kappa(2, 1, 0.9)"), 5e-9);
    assertEquals(16, number("omd_kappa(2, 1) / omd_kappa(2, 3)"), 1e-10);
    assertTrue(at("omd_kappa(1.5, 1)").isNothing());
    assertEquals(7, number("omd_multiplicity(2, 3)"), 0);
    assertEquals(2 * Math.sqrt(2) * 4.2 / 512, number("omd_cluster_rate(3, 512)"), 1e-15);
    assertTrue(at("omd_cluster_rate(1, 512)").isNothing());
  }

  private static double number(String text) {
    return at(text).number().orElseThrow();
  }

  @Test
  void whatIsTheSameInAllRowsHasOneValue() {
    Rows looks =
        new Rows() {
          @Override
          public int size() {
            return 2;
          }

          @Override
          public Value value(int row, String column) {
            return Value.of(row + 1.0);
          }

          @Override
          public Optional<Value> constant(String name) {
            return name.equals("rate") ? Optional.of(Value.of(0.5)) : Optional.empty();
          }
        };

    assertEquals(Value.of(1.0), Expression.parse("last(x) * rate").evaluate(looks));
    assertEquals(Value.of(0.5), Expression.parse("rate").evaluate(looks));
    assertTrue(Expression.parse("x * rate").perRow(name -> name.equals("x")));
    assertTrue(!Expression.parse("max(x) * rate").perRow(name -> name.equals("x")));
    assertEquals(Value.Kind.TRUTH, Expression.parse("last(x) > 1").kind(name -> Value.Kind.NUMBER));
    assertEquals(Value.Kind.LABEL, Expression.parse("last(x)").kind(name -> Value.Kind.LABEL));
  }

  @Test
  void nestingAndLengthHaveLimits() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Expression.parse("(".repeat(50_000) + "1" + ")".repeat(50_000)));
    assertThrows(IllegalArgumentException.class, () -> Expression.parse("(".repeat(5_000)));
    assertThrows(IllegalArgumentException.class, () -> Expression.parse("-".repeat(5_000) + "1"));
    assertThrows(IllegalArgumentException.class, () -> Expression.parse("2^".repeat(4_000) + "1"));
    assertThrows(
        IllegalArgumentException.class, () -> Expression.parse("not ".repeat(2_000) + "true"));
  }

  @Test
  void namesAreThoseThatAreAskedFor() {
    assertEquals(Set.of("a", "b", "step"), Expression.parse("at(a, 3) > b and 'c' != 'd'").names());
    assertTrue(Expression.parse("1 + median(a)").overRows());
    assertTrue(!Expression.parse("max(a, b)").overRows());
    assertTrue(Expression.parse("max(a)").overRows());
  }
}
