package dev.rollcall.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PeopleGeneratorTest {
    @Test
    void sameSeedGivesTheSamePeople() {
        // Given
        List<Person> once = new PeopleGenerator(42).people(500);

        // When
        List<Person> again = new PeopleGenerator(42).people(500);

        // Then
        assertThat(again).isEqualTo(once);
    }

    @Test
    void anotherSeedSharesNeitherIdsNorAddresses() {
        // Given
        List<Person> one = new PeopleGenerator(1).people(1000);

        // When
        List<Person> other = new PeopleGenerator(2).people(1000);

        // Then
        assertThat(other)
                .extracting(Person::id)
                .doesNotContainAnyElementsOf(one.stream().map(Person::id).toList());
        assertThat(mails(other).keySet()).doesNotContainAnyElementsOf(mails(one).keySet());
    }

    @Test
    void keepsThePromisedShares() {
        // Given
        int n = 10_000;

        // When
        List<Person> people = new PeopleGenerator(9).people(n);

        // Then
        assertThat(people).extracting(Person::id).doesNotHaveDuplicates();
        assertThat(count(people, person -> person.jobTitle() == null && person.surname() != null))
                .isEqualTo(300);
        assertThat(count(people, person -> person.givenName() == null ^ person.surname() == null))
                .isEqualTo(100);
        assertThat(count(
                        people,
                        person -> person.mail() != null && person.givenName() == null && person.surname() == null))
                .isEqualTo(200);
        assertThat(count(people, person -> person.mail() == null)).isEqualTo(200);
        assertThat(count(people, person -> !person.accountEnabled())).isEqualTo(300);
        assertThat(people.stream().filter(person -> person.userType().equals("Guest")))
                .hasSize(300)
                .allMatch(person -> person.userPrincipalName().contains("#EXT#"));
        assertThat(count(
                        people,
                        person -> person.mail() != null && person.mail().chars().anyMatch(c -> c > 127)))
                .isEqualTo(40);
        assertThat(people.stream()
                        .flatMap(person -> person.surname() == null
                                ? null
                                : person.surname().codePoints().boxed())
                        .map(Character.UnicodeScript::of)
                        .distinct())
                .contains(
                        Character.UnicodeScript.CYRILLIC,
                        Character.UnicodeScript.GREEK,
                        Character.UnicodeScript.HAN,
                        Character.UnicodeScript.HANGUL,
                        Character.UnicodeScript.ARABIC,
                        Character.UnicodeScript.HEBREW,
                        Character.UnicodeScript.DEVANAGARI,
                        Character.UnicodeScript.THAI);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100, 1000, 3000})
    void exactlyThePromisedPairsShareAMailInDifferentCase(int n) {
        // Given
        var generator = new PeopleGenerator(n);

        // When
        List<Person> people = generator.people(n);

        // Then
        List<List<Person>> shared = mails(people).values().stream()
                .filter(owners -> owners.size() > 1)
                .toList();
        assertThat(shared).hasSize(Math.max(1, n / 1000)).allSatisfy(pair -> {
            assertThat(pair).hasSize(2);
            assertThat(pair.get(0).mail()).isNotEqualTo(pair.get(1).mail());
        });
    }

    private static long count(List<Person> people, Predicate<Person> which) {
        return people.stream().filter(which).count();
    }

    private static Map<String, List<Person>> mails(List<Person> people) {
        return people.stream()
                .filter(person -> person.mail() != null)
                .collect(Collectors.groupingBy(person -> person.mail().toLowerCase(Locale.ROOT)));
    }
}
