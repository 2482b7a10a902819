package dev.rollcall.usersync;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** Who may know whom. */
class BoundariesTest {

    private static JavaClasses service;

    @BeforeAll
    static void read() {
        service = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.rollcall.usersync");
    }

    @Test
    void decidingIsPure() {
        classes()
                .that()
                .resideInAPackage("..usersync.plan")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.rollcall.usersync.plan", "dev.rollcall.model", "dev.rollcall.zenqms", "java..")
                .check(service);
        noClasses()
                .that()
                .resideInAPackage("..usersync.plan")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.sql..", "java.time..", "java.io..")
                .check(service);
    }

    @Test
    void theLedgerAndTheQueueKnowNothingOfKafkaNorHttp() {
        noClasses()
                .that()
                .resideInAnyPackage("..usersync.ledger", "..usersync.work", "..usersync.plan")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.eclipse.microprofile.reactive..", "java.net.http..")
                .check(service);
    }

    @Test
    void onlyReconcilingTalksToTheTwoSides() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..usersync.reconcile")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.rollcall.directory..")
                .check(service);
    }

    @Test
    void noServiceKnowsAnother() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.rollcall.ingress..", "dev.rollcall.manager..", "dev.rollcall.sandbox..")
                .check(service);
    }
}
