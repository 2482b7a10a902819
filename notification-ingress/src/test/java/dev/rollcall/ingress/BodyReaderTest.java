package dev.rollcall.ingress;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BodyReaderTest {

    private final BodyReader reader = new BodyReader(40_000, Duration.ofSeconds(2));

    @Test
    void readsABodyOfExactlyTheLimit() {
        // Given
        var body = new ByteArrayInputStream(new byte[40_000]);

        // When
        var read = reader.read(body, 40_000);

        // Then
        assertThat(read)
                .isInstanceOfSatisfying(
                        Body.Whole.class, whole -> assertThat(whole.bytes()).hasSize(40_000));
    }

    @Test
    void refusesWhatIsAnnouncedTooLargeWithoutReadingIt() {
        // Given
        var body = new ByteArrayInputStream(new byte[40_001]);

        // When
        var read = reader.read(body, 40_001);

        // Then
        assertThat(read).isEqualTo(new Body.Refused(Rejected.TOO_LARGE));
        assertThat(body.available()).isEqualTo(40_001);
    }

    @Test
    void refusesWhatTurnsOutTooLarge() {
        // Given
        var body = new ByteArrayInputStream(new byte[40_001]);

        // When
        var read = reader.read(body, -1);

        // Then
        assertThat(read).isEqualTo(new Body.Refused(Rejected.TOO_LARGE));
    }

    @Test
    void givesUpOnABodyThatTricklesOverTheTime() {
        // Given
        var impatient = new BodyReader(40_000, Duration.ZERO);

        // When
        var read = impatient.read(new ByteArrayInputStream(new byte[10]), 10);

        // Then
        assertThat(read).isEqualTo(new Body.Refused(Rejected.TOO_SLOW));
    }

    @Test
    void givesUpOnABodyThatBreaksOff() {
        // Given
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }
        };

        // When
        var read = reader.read(broken, -1);

        // Then
        assertThat(read).isEqualTo(new Body.Refused(Rejected.TOO_SLOW));
    }
}
