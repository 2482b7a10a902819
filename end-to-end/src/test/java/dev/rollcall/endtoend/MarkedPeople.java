package dev.rollcall.endtoend;

import java.util.ArrayList;
import java.util.List;

import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.ZenUser;

/** People whose every property exists once in the world. */
final class MarkedPeople {

    private final List<Mark> marks = new ArrayList<>();

    /** A complete, enabled newcomer. */
    synchronized Person somebody() {
        return withMail(personal("mail", "mail-" + Keys.random() + "@example.org"));
    }

    /** The same mail again: a dispute. */
    synchronized Person withMail(String mail) {
        return new Person(
                null,
                mail,
                personal("given name", "given-" + Keys.random()),
                personal("surname", "surname-" + Keys.random()),
                title(),
                true,
                "Member",
                unasked("user principal name", "principal-" + Keys.random() + "@example.org"),
                unasked("display name", "display-" + Keys.random()),
                unasked("department", "department-" + Keys.random()));
    }

    synchronized String title() {
        return personal("job title", "title-" + Keys.random());
    }

    /** Somebody's user as an administrator of ZenQMS entered it long ago, with another spelling of everything. */
    synchronized ZenUser enteredByHand(Person person) {
        return ZenUser.of(
                person.mail(),
                personal("former first name", "first-" + Keys.random()),
                personal("former last name", "last-" + Keys.random()),
                title());
    }

    /** Personal data where nobody expects any. */
    synchronized String stray() {
        var value = "stray-" + Keys.random() + "@example.org";
        marks.add(Mark.of(Mark.Kind.STRAY, "stray mail", value));
        return value;
    }

    synchronized List<Mark> soFar() {
        return List.copyOf(marks);
    }

    private String personal(String name, String value) {
        marks.add(Mark.of(Mark.Kind.PERSONAL, name, value));
        return value;
    }

    private String unasked(String name, String value) {
        marks.add(Mark.of(Mark.Kind.UNASKED, name, value));
        return value;
    }
}
