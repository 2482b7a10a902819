package dev.rollcall.manager;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

class BoundariesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.rollcall.manager");

    @Test
    void featuresDependOneWay() {
        slices().matching("dev.rollcall.manager.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void whatDecidesTouchesNothing() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Planner")
                .or()
                .haveSimpleNameEndingWith("Plan")
                .or()
                .haveSimpleName("RunEnd")
                .or()
                .haveSimpleName("EntryRule")
                .or()
                .haveSimpleName("LiveAnswers")
                .or()
                .haveSimpleName("Tally")
                .or()
                .haveSimpleName("StepFailures")
                .or()
                .haveSimpleName("PageMessages")
                .or()
                .haveSimpleName("EntraEndpoints")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java.lang..", "java.util..", "java.time..", "java.net", "dev.rollcall..")
                .check(CLASSES);
    }

    @Test
    void noServiceKnowsAnother() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.rollcall.ingress..",
                        "dev.rollcall.usersync..",
                        "dev.rollcall.rolesync..",
                        "dev.rollcall.sandbox..")
                .check(CLASSES);
    }

    @Test
    void onlyConnectionsAskForTokens() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.rollcall.manager.connection..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus.oidc.client..")
                .because("the client secret is sent from one place")
                .check(CLASSES);
    }
}
