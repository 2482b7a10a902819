package dev.rollcall.manager.integration;

import dev.rollcall.model.PersonAttribute;
import dev.rollcall.model.Scope;

/** Checks whom an integration is to be for; pure. */
final class ScopeRules {

    private static final int MOST_CONDITIONS = 20;
    private static final int MOST_VALUES = 200;
    private static final int LONGEST_VALUE = 256;

    private ScopeRules() {}

    /** @param scope null for everybody */
    static Scope check(Findings findings, Scope scope) {
        if (scope == null) {
            return Scope.EVERYBODY;
        }
        if (scope.conditions().size() > MOST_CONDITIONS) {
            findings.add("settings.scope.conditions", "At most " + MOST_CONDITIONS + " conditions can be given.");
            return scope;
        }
        for (int i = 0; i < scope.conditions().size(); i++) {
            check(
                    findings,
                    "settings.scope.conditions[" + i + "]",
                    scope.conditions().get(i));
        }
        return scope;
    }

    private static void check(Findings findings, String field, Scope.Condition condition) {
        if (condition.attribute() == PersonAttribute.UNKNOWN) {
            findings.add(
                    field + ".attribute",
                    "Use USER_TYPE, ACCOUNT_ENABLED, DEPARTMENT, COMPANY_NAME, EMPLOYEE_TYPE, COUNTRY or OFFICE_LOCATION.");
        }
        if (condition.operator() == Scope.Operator.UNKNOWN) {
            findings.add(field + ".operator", "Use IS_ONE_OF or IS_NONE_OF.");
        }
        if (condition.values().isEmpty() || condition.values().size() > MOST_VALUES) {
            findings.add(field + ".values", "Give 1 to " + MOST_VALUES + " values; \"\" stands for no value.");
        }
        if (condition.values().stream().anyMatch(value -> value.length() > LONGEST_VALUE || value.indexOf(0) >= 0)) {
            findings.add(field + ".values", "Use values of at most " + LONGEST_VALUE + " characters, without NUL.");
        }
        if (condition.attribute() == PersonAttribute.ACCOUNT_ENABLED
                && !condition.values().stream().allMatch(value -> value.strip().matches("(?i)true|false"))) {
            findings.add(field + ".values", "Use \"true\" or \"false\".");
        }
    }
}
