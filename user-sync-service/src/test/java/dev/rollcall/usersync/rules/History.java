package dev.rollcall.usersync.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.rollcall.sandbox.Person;

/** What everybody was in the directory, in order: what the rules are judged by. */
public final class History {

    private final Map<String, List<Was>> people = new LinkedHashMap<>();

    /**
     * What somebody was for a while.
     *
     * @param present false while they are deleted
     */
    public record Was(Person person, boolean present) {

        boolean mayHaveAccess() {
            return present && person.accountEnabled();
        }

        public boolean isComplete() {
            return isText(person.mail())
                    && person.mail().chars().allMatch(c -> c < 128)
                    && isText(person.givenName())
                    && isText(person.surname())
                    && isText(person.jobTitle());
        }

        private static boolean isText(String text) {
            return text != null && !text.isBlank();
        }
    }

    private final Set<String> released = new HashSet<>();

    /** An administrator let somebody pass the brake, if it held them. */
    public void released(String subject) {
        released.add(subject);
    }

    boolean everReleased(String subject) {
        return released.contains(subject);
    }

    void became(Person person, boolean present) {
        people.computeIfAbsent(person.id(), id -> new ArrayList<>()).add(new Was(person, present));
    }

    public Set<String> subjects() {
        return people.keySet();
    }

    List<Was> of(String subject) {
        return people.get(subject);
    }

    public Was last(String subject) {
        return people.get(subject).getLast();
    }

    boolean everLostAccess(String subject) {
        return people.get(subject).stream().anyMatch(was -> !was.mayHaveAccess());
    }

    boolean everCompleteAndEnabled(String subject) {
        return people.get(subject).stream().anyMatch(was -> was.mayHaveAccess() && was.isComplete());
    }

    Set<String> mails(String subject) {
        return people.get(subject).stream()
                .map(was -> was.person().mail())
                .filter(mail -> mail != null)
                .map(mail -> mail.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** Whether nobody else ever had one of the person's mails. */
    boolean sharesNoMail(String subject) {
        var mine = mails(subject);
        return people.keySet().stream()
                .filter(other -> !other.equals(subject))
                .map(this::mails)
                .flatMap(Collection::stream)
                .noneMatch(mine::contains);
    }
}
