package dev.rollcall.model;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.rollcall.model.Scope.Operator.IS_NONE_OF;
import static dev.rollcall.model.Scope.Operator.IS_ONE_OF;
import static org.assertj.core.api.Assertions.assertThat;

class ScopeTest {

    @Test
    void withoutConditionsItIsForEverybody() {
        assertThat(Scope.EVERYBODY.of(person(true, null, Map.of()))).isEqualTo(Scope.Verdict.IN);
        assertThat(Scope.EVERYBODY.asksFor()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, IN", "false, OUT"})
    void guestsBelongToItOnlyWhereItSaysSo(boolean guests, Scope.Verdict verdict) {
        assertThat(new Scope(guests, List.of()).of(person(true, true, Map.of())))
                .isEqualTo(verdict);
        assertThat(new Scope(guests, List.of()).of(person(false, true, Map.of())))
                .isEqualTo(Scope.Verdict.IN);
    }

    @ParameterizedTest
    @CsvSource({
        "IS_ONE_OF, Quality, IN",
        "IS_ONE_OF, ' qUALITY ', IN",
        "IS_ONE_OF, Sales, OUT",
        "IS_ONE_OF, '', OUT",
        "IS_NONE_OF, Quality, OUT",
        "IS_NONE_OF, Sales, IN",
        "IS_NONE_OF, '', IN",
        "UNKNOWN, Quality, UNDECIDED"
    })
    void comparesAnAttribute(Scope.Operator operator, String department, Scope.Verdict verdict) {
        // Given
        var scope = scope(PersonAttribute.DEPARTMENT, operator, "Quality", "Production");

        // When
        var actual = scope.of(person(false, true, Map.of(PersonAttribute.DEPARTMENT, department)));

        // Then
        assertThat(actual).isEqualTo(verdict);
    }

    @Test
    void promise4_whatNobodyReadPutsNobodyOut() {
        assertThat(scope(PersonAttribute.DEPARTMENT, IS_ONE_OF, "Quality").of(person(false, true, Map.of())))
                .isEqualTo(Scope.Verdict.UNDECIDED);
        assertThat(scope(PersonAttribute.ACCOUNT_ENABLED, IS_ONE_OF, "true").of(person(false, null, Map.of())))
                .isEqualTo(Scope.Verdict.UNDECIDED);
        assertThat(scope(PersonAttribute.UNKNOWN, IS_NONE_OF, "x").of(person(false, true, Map.of())))
                .isEqualTo(Scope.Verdict.UNDECIDED);
    }

    @ParameterizedTest
    @CsvSource({
        "USER_TYPE, Guest, OUT",
        "USER_TYPE, member, IN",
        "ACCOUNT_ENABLED, TRUE, IN",
        "ACCOUNT_ENABLED, false, OUT"
    })
    void knowsWhatIsReadOfEverybody(PersonAttribute attribute, String value, Scope.Verdict verdict) {
        var scope = scope(attribute, IS_ONE_OF, value);

        assertThat(scope.of(person(false, true, Map.of()))).isEqualTo(verdict);
        assertThat(scope.asksFor()).isEmpty();
    }

    @Test
    void oneConditionThatFailsIsEnoughWhateverTheOthersSay() {
        // Given
        var scope = new Scope(
                true,
                List.of(
                        new Scope.Condition(PersonAttribute.UNKNOWN, IS_ONE_OF, List.of("x")),
                        new Scope.Condition(PersonAttribute.COUNTRY, IS_ONE_OF, List.of("DE"))));

        // When
        var elsewhere = scope.of(person(false, true, Map.of(PersonAttribute.COUNTRY, "FR")));
        var here = scope.of(person(false, true, Map.of(PersonAttribute.COUNTRY, "de")));

        // Then
        assertThat(elsewhere).isEqualTo(Scope.Verdict.OUT);
        assertThat(here).isEqualTo(Scope.Verdict.UNDECIDED);
        assertThat(scope.asksFor()).containsExactly(PersonAttribute.COUNTRY);
    }

    private static Scope scope(PersonAttribute attribute, Scope.Operator operator, String... values) {
        return new Scope(true, List.of(new Scope.Condition(attribute, operator, List.of(values))));
    }

    private static DirectoryPerson person(boolean guest, Boolean enabled, Map<PersonAttribute, String> attributes) {
        return new DirectoryPerson(new SubjectId("ada"), null, null, null, null, enabled, guest, attributes);
    }
}
