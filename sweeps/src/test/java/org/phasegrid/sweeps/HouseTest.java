package org.phasegrid.sweeps;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Imports point one way. */
class HouseTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.phasegrid.sweeps");

  @Test
  void sweepsKnowNoDriverNoSparkAndNoArrow() {
    assertTrue(CLASSES.size() > 30);

    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.phasegrid.driver..", "org.apache.spark..", "org.apache.arrow..")
        .check(CLASSES);
  }

  @Test
  void onlyDocumentKnowsTheYamlReader() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.phasegrid.sweeps.document")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.snakeyaml..")
        .check(CLASSES);
  }

  /** Expressions know closed forms, and what these are told in, but nothing that runs. */
  @Test
  void expressionsAndDocumentsKnowNoRuns() {
    noClasses()
        .that()
        .resideInAnyPackage("org.phasegrid.sweeps.document", "org.phasegrid.sweeps.expression")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.phasegrid.worker..", "org.phasegrid.sweeps.read")
                .and(
                    not(
                        resideInAnyPackage(
                            "org.phasegrid.worker.theory",
                            "org.phasegrid.worker.spectrum",
                            "org.phasegrid.worker.activation"))))
        .check(CLASSES);
  }
}
