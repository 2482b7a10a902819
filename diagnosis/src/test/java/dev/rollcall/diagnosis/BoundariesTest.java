package dev.rollcall.diagnosis;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

class BoundariesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.rollcall.diagnosis");

    @Test
    void findingsTouchNothing() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Findings")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "java.io..", "java.nio.file..")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleName("Caller")
                .check(CLASSES);
    }

    @Test
    void onlyLibrariesAreUsed() {
        classes()
                .that()
                .resideInAPackage("dev.rollcall.diagnosis..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.net.ssl..",
                        "com.fasterxml.jackson..",
                        "dev.rollcall.diagnosis..",
                        "dev.rollcall.directory..",
                        "dev.rollcall.zenqms..",
                        "dev.rollcall.model..")
                .check(CLASSES);
    }
}
