package dev.rollcall.sandbox;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ZenFaultsTest {
    private static final String KEY = "key-of-a-test";
    private static final String ADA = """
            {"external_id":"e1","email":"ada@contoso.example","first_name":"Ada","last_name":"Example","title":"Engineer"}""";

    private final SettableClock clock = new SettableClock();
    private Sandbox sandbox;
    private Wire wire;
    private ZenQmsAccount account;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock));
        wire = new Wire(sandbox.uri());
        account = sandbox.account(KEY);
    }

    @AfterEach
    void stop() {
        wire.close();
        sandbox.close();
    }

    @Test
    void refusesMoreCallsThanASecondHolds() {
        // Given
        account.faults().rateLimit(2);
        List<Integer> first =
                IntStream.range(0, 3).mapToObj(i -> search("{}").status()).toList();
        clock.pass(Duration.ofSeconds(1));

        // When
        int afterASecond = search("{}").status();

        // Then
        assertThat(first).containsExactly(200, 200, 429);
        assertThat(afterASecond).isEqualTo(200);
    }

    @Test
    void saysHowLongToWait() {
        // Given
        account.faults().rateLimit(1);
        search("{}");

        // When
        Wire.Reply refused = search("{}");

        // Then
        assertThat(refused.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void isDownForSoLongAndThenAsBefore() {
        // Given
        account.latency(Duration.ofMinutes(5));
        account.failNext(1, 422, null);

        // When
        account.faults().down(Duration.ofSeconds(20), 503, "2");
        Wire.Reply refused = wire.post("/v2/users", KEY, ADA);
        clock.pass(Duration.ofSeconds(19));
        int stillDown = search("{}").status();
        clock.pass(Duration.ofSeconds(1));
        account.latency(Duration.ZERO);

        // Then
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(stillDown).isEqualTo(503);
        assertThat(search("{}").status()).as("planned before, and not used up").isEqualTo(422);
        assertThat(search("{}").status()).isEqualTo(200);
        assertThat(account.users()).isEmpty();
    }

    @Test
    void aCreateSucceedsAndIsNeverAnswered() {
        // Given
        account.faults().next(1, ZenFaults.CREATE, new Fault.Silence());
        Wire impatient = wire.patient(Duration.ofMillis(300));

        // When
        assertThatThrownBy(() -> impatient.post("/v2/users", KEY, ADA)).isInstanceOf(UncheckedIOException.class);

        // Then
        assertThat(account.byExternalId("e1")).isPresent();
        assertThat(account.calls()).extracting(RecordedCall::status).containsExactly(0);
        impatient.close();
    }

    @Test
    void aPatchSucceedsAndItsAnswerIsLostWhileOtherCallsAreFine() {
        // Given
        account.faults().next(1, ZenFaults.PATCH, new Fault.Cut());
        String id = wire.post("/v2/users", KEY, ADA).json().path("id").asText();

        // When
        assertThatThrownBy(() -> wire.call("PATCH", "/v2/users/" + id, KEY, "{\"title\":\"Director\"}"))
                .isInstanceOf(UncheckedIOException.class);

        // Then
        assertThat(account.byExternalId("e1").orElseThrow().title()).isEqualTo("Director");
    }

    @Test
    void answersWithAWebPage() {
        // Given
        account.faults().next(1, null, new Fault.Html());

        // When
        Wire.Reply reply = wire.post("/v2/users", KEY, ADA);

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).startsWith("text/html");
        assertThat(reply.http().body()).startsWith("<!doctype html>");
        assertThat(account.users()).isEmpty();
    }

    @Test
    void endsABodyHalfWay() {
        // Given
        account.faults().next(1, null, new Fault.Truncate());
        account.faults().next(1, null, new Fault.HalfJson());

        // When
        assertThatThrownBy(() -> search("{}")).isInstanceOf(UncheckedIOException.class);
        Wire.Reply half = search("{}");

        // Then
        assertThat(half.status()).isEqualTo(200);
        assertThat(half.http().body()).startsWith("{\"data\"").doesNotEndWith("}");
        assertThat(half.json().isMissingNode()).isTrue();
    }

    @Test
    void aTricklingBodyArrivesWhole() {
        // Given
        account.seed(ZenUser.of("bo@contoso.example", "Bö", "Example", "Engineer"));
        account.faults().next(1, ZenFaults.SEARCH, new Fault.Trickle(Duration.ofMillis(200)));

        // When
        Wire.Reply slow = search("{}");

        // Then
        assertThat(slow.json().at("/data/0/first_name").asText()).isEqualTo("Bö");
    }

    @Test
    void aTricklingBodyOutlastsAClientsPatience() {
        // Given
        account.faults().next(1, ZenFaults.SEARCH, new Fault.Trickle(Duration.ofMinutes(5)));
        Wire impatient = wire.patient(Duration.ofMillis(300));

        // When
        assertThatThrownBy(() -> impatient.post("/v2/users/search", KEY, "{}"))
                .isInstanceOf(UncheckedIOException.class);

        // Then
        assertThat(search("{}").status()).isEqualTo(200);
        impatient.close();
    }

    @Test
    void aPageRepeats() {
        // Given
        for (int i = 0; i < 5; i++) {
            account.seed(ZenUser.of("user" + i + "@contoso.example", "Name" + i, "Example", "Engineer"));
        }
        account.faults().pageRepeats(true);

        // When
        JsonNode second = search("{\"page\":2,\"page_size\":2}").json();

        // Then
        assertThat(second.path("page").asInt()).isEqualTo(2);
        assertThat(second.path("total").asInt()).isEqualTo(5);
        assertThat(second.at("/data/0/first_name").asText()).isEqualTo("Name0");
    }

    @Test
    void anIgnoredMailReturnsEverybody() {
        // Given
        account.seed(ZenUser.of("one@contoso.example", "One", "Example", "Engineer"));
        account.faults().emailFilterIgnored(true);

        // When
        JsonNode found = search("{\"email\":\"nobody@contoso.example\"}").json();

        // Then
        assertThat(found.path("total").asInt()).isEqualTo(1);
    }

    @Test
    void recoversFromEverything() {
        // Given
        account.faults().rateLimit(1);
        account.failNext(1_000_000, 503, null);
        account.faults().down(Duration.ofHours(1), 503, null);
        account.faults().pageRepeats(true);

        // When
        account.faults().recover();

        // Then
        assertThat(List.of(search("{}").status(), search("{}").status())).containsOnly(200);
    }

    private Wire.Reply search(String criteria) {
        return wire.post("/v2/users/search", KEY, criteria);
    }
}
