package org.phasegrid.worker;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of this house: who may know whom, and what a run may not touch. */
class HouseTest {
  /** Every package of the module with those it may know, from the bottom up. */
  private static final List<String> ORDER =
      List.of(
          "family",
          "random",
          "kernel",
          "file",
          "activation",
          "loss",
          "optimizer",
          "dataset",
          "initialization",
          "architecture",
          "spectrum",
          "theory",
          "train",
          "need",
          "indicator",
          "run");

  private static final Set<String> EXACT_MATH =
      Set.of(
          "fma",
          "sqrt",
          "abs",
          "max",
          "min",
          "rint",
          "floor",
          "ceil",
          "multiplyExact",
          "addExact",
          "multiplyHigh",
          "toIntExact",
          "floorMod",
          "scalb",
          "getExponent",
          "copySign",
          "nextUp",
          "nextDown",
          "ulp",
          "round");

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.phasegrid.worker");

  @Test
  void packagesKnowOnlyThoseBelowThem() {
    Set<String> there = new TreeSet<>();
    for (JavaClass each : classes) {
      String inside = each.getPackageName().replaceFirst("org\\.phasegrid\\.worker\\.?", "");
      if (!inside.isEmpty()) {
        there.add(inside.split("\\.")[0]);
      }
    }
    assertEquals(new TreeSet<>(ORDER), there, "a package without a place in the order");

    Architectures.LayeredArchitecture house =
        Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String room : ORDER) {
      house = house.layer(room).definedBy("org.phasegrid.worker." + room + "..");
    }
    for (int i = 0; i < ORDER.size() - 1; i++) {
      house =
          house
              .whereLayer(ORDER.get(i))
              .mayOnlyBeAccessedByLayers(ORDER.subList(i + 1, ORDER.size()).toArray(new String[0]));
    }
    house = house.whereLayer("run").mayNotBeAccessedByAnyLayer();
    house.check(classes);
  }

  @Test
  void nothingUsesMathWhoseBitsDependOnTheMachine() {
    noClasses()
        .should()
        .callMethodWhere(
            describe(
                "a method of Math that is not exact",
                (JavaMethodCall call) ->
                    call.getTargetOwner().isEquivalentTo(Math.class)
                        && !EXACT_MATH.contains(call.getName())))
        .check(classes);
  }

  @Test
  void aRunKnowsNoClockNoSharedRandomNoThread() {
    noClasses()
        .should()
        .dependOnClassesThat(
            describe(
                "a clock, a shared random or a thread",
                (JavaClass type) ->
                    type.getName()
                            .matches(
                                "java\\.util\\.(Random|SplittableRandom|concurrent\\..*)|java\\.security\\.SecureRandom|java\\.util\\.random\\..*")
                        || type.getName()
                            .matches(
                                "java\\.time\\..*|java\\.util\\.(Date|Timer)|java\\.lang\\.(Thread|ThreadLocal)")))
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(classes);
  }

  @Test
  void floatIsSpokenInTheKernelAlone() throws IOException {
    Pattern word = Pattern.compile("\\b(float|Float)\\b");
    Path sources = Path.of("src/main/java/org/phasegrid/worker");
    int visited = 0;
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        visited++;
        String code =
            Files.readString(file)
                .replaceAll("(?s)/\\*.*?\\*/", "")
                .replaceAll("//.*", "")
                .replaceAll("\"[^\"\n]*\"", "");
        assertTrue(
            file.startsWith(sources.resolve("kernel")) || !word.matcher(code).find(),
            file + " speaks of float");
      }
    }
    assertTrue(visited > 50, "only " + visited + " sources");
  }
}
