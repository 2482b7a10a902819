package dev.rollcall.zenqms;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.model.MappedFields;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.sandbox.RecordedCall;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.ZenQmsAccount;
import dev.rollcall.sandbox.ZenUser;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The ZenQMS adapter against the sandbox's wire. */
class RestZenQmsUsersTest {

    private static Sandbox sandbox;
    private static HttpClient http;

    private ZenQmsAccount account;
    private String key;
    private ZenQmsUsers users;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start();
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
        http.close();
    }

    @BeforeEach
    void freshAccount() {
        key = UUID.randomUUID().toString();
        account = sandbox.account(key);
        users = users(key);
    }

    @Test
    void createsFindsAndChanges() {
        // Given
        var fields = fields("ada");

        // When
        var created = users.create(fields);
        users.patch(created.id(), new MappedFields(null, null, null, null, "Countess", null));

        // Then
        assertThat(created.fields()).isEqualTo(fields);
        assertThat(users.search(new UserSearch.ById(created.id())))
                .singleElement()
                .extracting(ZenQmsUser::title)
                .isEqualTo("Countess");
        assertThat(users.search(new UserSearch.ByEmail(mail("ADA")))).hasSize(1);
        assertThat(users.search(new UserSearch.ByExternalId(new SubjectId("ada"))))
                .hasSize(1);
        assertThat(users.search(new UserSearch.ByExternalId(new SubjectId("nobody"))))
                .isEmpty();
        assertThat(account.mailsCaused()).isEmpty();
    }

    @Test
    void clearsAnExternalIdAndNothingElse() {
        // Given
        var created = users.create(fields("ada"));
        var other = users.create(fields("bob"));

        // When
        users.clearExternalId(created.id());
        withWire(Map.of("clear-external-id", "empty")).clearExternalId(other.id());

        // Then
        assertThat(account.calls().stream().map(RecordedCall::body).toList())
                .endsWith("{\"external_id\":null}", "{\"external_id\":\"\"}");
        assertThat(users.search(new UserSearch.ById(created.id())))
                .singleElement()
                .satisfies(user -> {
                    assertThat(user.isLinked()).isFalse();
                    assertThat(user.email()).isEqualTo(created.email());
                    assertThat(user.active()).isTrue();
                });
        assertThat(users.search(new UserSearch.ById(other.id()))).noneMatch(ZenQmsUser::isLinked);
    }

    @Test
    void pagesThroughEverybody() {
        // Given
        for (int i = 0; i < 230; i++) {
            account.seed(ZenUser.of(mail("user" + i), "User", "Number" + i, "Tester"));
        }

        // When
        var everybody = everybody();
        account.pageCap(50);
        var inSmallPages = everybody();

        // Then
        assertThat(everybody).hasSize(230).doesNotHaveDuplicates();
        assertThat(inSmallPages).isEqualTo(everybody);
    }

    @Test
    void aLockedUserCountsAsActiveSoThatNobodyUnlocksThem() {
        // Given
        var locked =
                account.seed(ZenUser.of(mail("locked"), "Lo", "Cked", "Tester").lockedOut());

        // When
        var found = users.search(new UserSearch.ById(new ZenQmsUserId(locked.id())));

        // Then
        assertThat(found).singleElement().extracting(ZenQmsUser::active).isEqualTo(true);
    }

    @Test
    void tellsApartWhyNot() {
        users.create(fields("ada"));
        account.takenElsewhere(mail("elsewhere"));

        assertThatThrownBy(() -> users.create(fields("ada"))).isInstanceOf(ZenQmsException.Conflict.class);
        assertThatThrownBy(() -> users.create(fields("elsewhere"))).isInstanceOf(ZenQmsException.Conflict.class);
        assertThatThrownBy(() -> users.create(new MappedFields("x", mail("x"), "X", "Y", null, true)))
                .isInstanceOf(ZenQmsException.Rejected.class);
        assertThatThrownBy(() -> users.patch(new ZenQmsUserId("999999"), fields("nobody")))
                .isInstanceOf(ZenQmsException.NotFound.class);
        assertThatThrownBy(() -> users("wrong-key").search(new UserSearch.Everybody(), 1))
                .isInstanceOf(ZenQmsException.AccessDenied.class);
    }

    @Test
    void promise4_aMissingAddressIsNotAMissingUser() {
        // Given
        var elsewhere = new RestZenQmsUsers(
                http, sandbox.uri().resolve("/app"), key, ZenQmsWire.PUBLISHED, Duration.ofSeconds(2));

        // When
        // Then
        assertThatThrownBy(() -> elsewhere.search(new UserSearch.Everybody(), 1))
                .isInstanceOf(ZenQmsException.Unavailable.class)
                .hasMessageContaining("in ZenQMS's place");
        assertThatThrownBy(() -> elsewhere.create(fields("ada")))
                .isInstanceOf(ZenQmsException.Unavailable.class)
                .hasMessageContaining("in ZenQMS's place");
    }

    @Test
    void promise10_throttlingTroubleAndSilenceAreUnavailable() {
        account.failNext(1, 429, "1.5");
        assertThatThrownBy(() -> users.search(new UserSearch.Everybody(), 1))
                .isInstanceOfSatisfying(
                        ZenQmsException.Unavailable.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofMillis(1500)));
        account.failNext(1, 500, null);
        assertThatThrownBy(() -> users.search(new UserSearch.Everybody(), 1))
                .isInstanceOf(ZenQmsException.Unavailable.class);
        account.hangNext(1);
        assertThatThrownBy(() -> users.search(new UserSearch.Everybody(), 1))
                .isInstanceOf(ZenQmsException.Unavailable.class);
        account.loseNextAnswers(1);
        assertThatThrownBy(() -> users.create(fields("lost"))).isInstanceOf(ZenQmsException.Unavailable.class);
        assertThat(account.byEmail(mail("lost"))).isPresent();
    }

    @Test
    void aPlanReadsAndWritesNothing() {
        // Given
        var planning = new PlanningZenQmsUsers(users);
        var existing = account.seed(ZenUser.of(mail("bob"), "Bob", "Builder", "Tester"));

        // When
        var planned = planning.create(fields("ada"));
        planning.patch(new ZenQmsUserId(existing.id()), fields("bob"));

        // Then
        assertThat(planned.fields()).isEqualTo(fields("ada"));
        assertThat(planning.search(new UserSearch.Everybody())).hasSize(1);
        assertThat(account.users()).containsExactly(existing);
    }

    @Test
    void aPlanMeetsTheConflictThatTheRealThingWouldMeet() {
        // Given
        var planning = new PlanningZenQmsUsers(users);
        account.seed(ZenUser.of(mail("taken"), "Bob", "Builder", "Tester"));
        var other = new ZenQmsUserId(
                account.seed(ZenUser.of(mail("other"), "Bo", "Other", "Tester")).id());
        var takenMail = new MappedFields(null, mail("TAKEN"), null, null, null, null);

        // When
        // Then
        assertThatThrownBy(() -> planning.patch(other, takenMail)).isInstanceOf(ZenQmsException.Conflict.class);
        assertThatThrownBy(() -> users.patch(other, takenMail)).isInstanceOf(ZenQmsException.Conflict.class);
        planning.patch(other, new MappedFields(null, mail("Other"), null, null, null, null));
        planning.patch(other, new MappedFields(null, null, null, null, "Countess", null));
    }

    private List<ZenQmsUser> everybody() {
        var everybody = new ArrayList<ZenQmsUser>();
        var last = false;
        for (int page = 1; !last; page++) {
            var found = users.search(new UserSearch.Everybody(), page);
            everybody.addAll(found.users());
            last = found.last();
        }
        return everybody;
    }

    private MappedFields fields(String name) {
        return new MappedFields(name, mail(name), "Ada", "Lovelace", "Programmer", true);
    }

    private String mail(String name) {
        return name + "@" + key + ".example";
    }

    private ZenQmsUsers withWire(Map<String, String> settings) {
        return new RestZenQmsUsers(http, sandbox.uri(), key, ZenQmsWire.from(settings), Duration.ofSeconds(2));
    }

    private ZenQmsUsers users(String apiKey) {
        return new RestZenQmsUsers(http, sandbox.uri(), apiKey, ZenQmsWire.PUBLISHED, Duration.ofSeconds(2));
    }
}
