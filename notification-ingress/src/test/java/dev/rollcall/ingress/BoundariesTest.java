package dev.rollcall.ingress;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

class BoundariesTest {

    private static final JavaClasses INGRESS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.rollcall.ingress");

    @Test
    void whatDecidesKnowsNoClockNetworkOrFramework() {
        noClasses()
                .that()
                .belongToAnyOf(
                        GraphItemReader.class,
                        GraphPostReader.class,
                        ItemSorter.class,
                        MaskedItem.class,
                        Door.class,
                        Doors.class,
                        IngressItem.class,
                        SortedPost.class,
                        ValidationToken.class,
                        Traceparent.class,
                        Sha256.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..",
                        "java.nio.file..",
                        "java.sql..",
                        "jakarta..",
                        "io.quarkus..",
                        "io.smallrye..",
                        "io.vertx..",
                        "io.micrometer..",
                        "org.apache.kafka..",
                        "org.jboss..")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(INGRESS);
    }

    @Test
    void onlyTheThreeThatTalkToTheBrokerKnowItsClient() {
        noClasses()
                .that()
                .doNotHaveSimpleName("NoticePublisher")
                .and()
                .doNotHaveSimpleName("SettingsFollower")
                .and()
                .doNotHaveSimpleName("BrokerProbe")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..")
                .check(INGRESS);
    }

    @Test
    void dependsOnTheMessagesAndTheOutboxFormatAloneOfOurs() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.rollcall..")
                        .and(resideOutsideOfPackages(
                                "dev.rollcall.ingress..", "dev.rollcall.model..", "dev.rollcall.outbox..")))
                .check(INGRESS);
    }

    @Test
    void holdsNoDatabaseAndNoCredential() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "dev.rollcall.access..")
                .check(INGRESS);
    }
}
