package dev.rollcall.manager.integration;

import java.util.Collections;
import java.util.List;

import dev.rollcall.manager.web.FieldProblem;
import dev.rollcall.model.PersonAttribute;
import dev.rollcall.model.Scope;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScopeRulesTest {

    @Test
    void takesConditionsThatCanBeDecided() {
        // Given
        var findings = new Findings();
        var scope = new Scope(
                false,
                List.of(
                        condition(PersonAttribute.DEPARTMENT, Scope.Operator.IS_ONE_OF, "Quality", ""),
                        condition(PersonAttribute.ACCOUNT_ENABLED, Scope.Operator.IS_NONE_OF, "False")));

        // When
        var checked = ScopeRules.check(findings, scope);

        // Then
        assertThat(findings.all()).isEmpty();
        assertThat(checked).isEqualTo(scope);
        assertThat(ScopeRules.check(findings, null)).isEqualTo(Scope.EVERYBODY);
    }

    @Test
    void namesEachFieldThatIsWrong() {
        // Given
        var findings = new Findings();
        var scope = new Scope(
                true,
                List.of(
                        condition(PersonAttribute.UNKNOWN, Scope.Operator.UNKNOWN, "x"),
                        condition(PersonAttribute.COUNTRY, Scope.Operator.IS_ONE_OF),
                        condition(PersonAttribute.COUNTRY, Scope.Operator.IS_ONE_OF, "x".repeat(257)),
                        condition(PersonAttribute.ACCOUNT_ENABLED, Scope.Operator.IS_ONE_OF, "yes")));

        // When
        ScopeRules.check(findings, scope);

        // Then
        assertThat(findings.all())
                .extracting(FieldProblem::field)
                .containsExactly(
                        "settings.scope.conditions[0].attribute",
                        "settings.scope.conditions[0].operator",
                        "settings.scope.conditions[1].values",
                        "settings.scope.conditions[2].values",
                        "settings.scope.conditions[3].values");
    }

    @Test
    void limitsHowMany() {
        // Given
        var findings = new Findings();
        var one = condition(PersonAttribute.COUNTRY, Scope.Operator.IS_ONE_OF, "DE");

        // When
        ScopeRules.check(findings, new Scope(true, Collections.nCopies(21, one)));

        // Then
        assertThat(findings.all()).extracting(FieldProblem::field).containsExactly("settings.scope.conditions");
    }

    private static Scope.Condition condition(PersonAttribute attribute, Scope.Operator operator, String... values) {
        return new Scope.Condition(attribute, operator, List.of(values));
    }
}
