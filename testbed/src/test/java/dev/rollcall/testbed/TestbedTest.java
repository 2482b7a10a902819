package dev.rollcall.testbed;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TestbedTest {

    @Test
    void sharesItsPartsWithACopyOfItselfInAnotherClassLoader() throws Exception {
        // Given
        var kafka = Testbed.kafka().bootstrapServers();
        var postgres = Testbed.postgres().jdbcUrl();
        try (var loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            var resource = loader.loadClass(RealPartsResource.class.getName());
            assertThat(resource).isNotSameAs(RealPartsResource.class);
            var copy = resource.getConstructor().newInstance();
            resource.getMethod("init", Map.class).invoke(copy, Map.of("role", "bed_copy"));

            // When
            var settings = (Map<?, ?>) resource.getMethod("start").invoke(copy);

            // Then
            assertThat(settings.get("kafka.bootstrap.servers")).isEqualTo(kafka);
            assertThat(settings.get("quarkus.datasource.jdbc.url")).isEqualTo(postgres);
            assertThat(settings.get("quarkus.datasource.username")).isEqualTo("bed_copy");
        }
    }

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(TestbedTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
