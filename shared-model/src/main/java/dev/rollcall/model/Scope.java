package dev.rollcall.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Whom an integration is for. Pure.
 *
 * @param guests whether people who were invited from another organisation belong to it
 * @param conditions all of them must hold; never null
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Scope(Boolean guests, List<Condition> conditions) {

    public static final Scope EVERYBODY = new Scope(true, List.of());

    public Scope {
        guests = guests == null || guests;
        conditions = conditions == null
                ? List.of()
                : conditions.stream()
                        .map(condition -> condition == null ? new Condition(null, null, null) : condition)
                        .toList();
    }

    /**
     * One condition on one attribute. Upper and lower case are the same, and blanks at the ends don't count.
     *
     * @param operator never null
     * @param values never empty; an empty text stands for a person without a value
     */
    public record Condition(PersonAttribute attribute, Operator operator, List<String> values) {
        public Condition {
            attribute = attribute == null ? PersonAttribute.UNKNOWN : attribute;
            operator = operator == null ? Operator.UNKNOWN : operator;
            values = values == null
                    ? List.of()
                    : values.stream().filter(Objects::nonNull).toList();
        }
    }

    /** How a condition compares. */
    public enum Operator {
        IS_ONE_OF,
        IS_NONE_OF,
        /** Sent by a newer version. */
        UNKNOWN;

        @JsonCreator
        static Operator of(String name) {
            return Required.constant(values(), name, UNKNOWN);
        }
    }

    /** Whether somebody belongs to it. */
    public enum Verdict {
        IN,
        OUT,
        /** What is known of the person, or of the scope, does not say. Nobody may be deactivated for that. */
        UNDECIDED
    }

    /** What must be read of people beyond what is read of everybody, to decide. */
    public Set<PersonAttribute> asksFor() {
        var asked = EnumSet.noneOf(PersonAttribute.class);
        conditions.stream()
                .map(Condition::attribute)
                .filter(PersonAttribute::isReadForScopeOnly)
                .forEach(asked::add);
        return asked;
    }

    /** Out where one condition does not hold, whatever the others say; undecided where none fails and one can't be told. */
    public Verdict of(DirectoryPerson person) {
        if (!guests && person.guest()) {
            return Verdict.OUT;
        }
        var verdict = Verdict.IN;
        for (var condition : conditions) {
            switch (of(person, condition)) {
                case OUT -> {
                    return Verdict.OUT;
                }
                case UNDECIDED -> verdict = Verdict.UNDECIDED;
                case IN -> {}
            }
        }
        return verdict;
    }

    private static Verdict of(DirectoryPerson person, Condition condition) {
        var value = value(person, condition.attribute());
        if (value == null || condition.operator() == Operator.UNKNOWN) {
            return Verdict.UNDECIDED;
        }
        var wanted = new TreeSet<String>();
        condition.values().forEach(text -> wanted.add(plain(text)));
        var isOne = wanted.contains(plain(value));
        return isOne == (condition.operator() == Operator.IS_ONE_OF) ? Verdict.IN : Verdict.OUT;
    }

    /** Null where nobody can tell. */
    private static String value(DirectoryPerson person, PersonAttribute attribute) {
        return switch (attribute) {
            case USER_TYPE -> person.guest() ? "Guest" : "Member";
            case ACCOUNT_ENABLED ->
                person.enabled() == null ? null : person.enabled().toString();
            case DEPARTMENT, COMPANY_NAME, EMPLOYEE_TYPE, COUNTRY, OFFICE_LOCATION ->
                person.attributes().get(attribute);
            case UNKNOWN -> null;
        };
    }

    private static String plain(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
