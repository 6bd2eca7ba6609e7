package org.phasegrid.driver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom among those who carry sweeps out. */
class HouseTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.phasegrid.driver");

  @Test
  void onlyTheFanOutKnowsSpark() {
    assertTrue(CLASSES.size() > 60);

    noClasses()
        .that()
        .resideOutsideOfPackage("org.phasegrid.driver.fanout")
        .and()
        .doNotHaveSimpleName("DoctorCommand")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.spark..")
        .check(CLASSES);
  }

  @Test
  void onlyTheStoreKnowsArrow() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.phasegrid.driver.store")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.arrow..")
        .check(CLASSES);
  }

  @Test
  void picturesAreMadeFromTablesAlone() {
    noClasses()
        .that()
        .resideInAnyPackage("org.phasegrid.driver.diagram", "org.phasegrid.driver.plot")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.phasegrid.driver.fanout", "org.phasegrid.driver.command")
        .check(CLASSES);
  }

  @Test
  void nobodyKnowsTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.phasegrid.driver.command")
        .and()
        .doNotHaveFullyQualifiedName("org.phasegrid.driver.Main")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.phasegrid.driver.command")
        .check(CLASSES);
  }
}
