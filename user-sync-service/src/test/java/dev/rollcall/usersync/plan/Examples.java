package dev.rollcall.usersync.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.LinkOrigin;
import dev.rollcall.model.PersonAttribute;
import dev.rollcall.model.Scope;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.zenqms.ZenQmsUser;

/** Who is planned for, in every state, with every match. */
final class Examples {

    static final SubjectId ADA = new SubjectId("ada");
    static final SyncPolicy FULL = new SyncPolicy(true, false, false, Set.of(), Scope.EVERYBODY);
    static final SyncPolicy NO_CREATE = new SyncPolicy(false, false, false, Set.of(), Scope.EVERYBODY);
    static final SyncPolicy LINK_ONLY = new SyncPolicy(true, false, true, Set.of(), Scope.EVERYBODY);
    static final SyncPolicy OUT_OF_SCOPE =
            new SyncPolicy(true, false, false, Set.of(), scope(PersonAttribute.USER_TYPE, "Guest"));
    static final SyncPolicy OUT_AND_LINK_ONLY =
            new SyncPolicy(true, false, true, Set.of(), scope(PersonAttribute.USER_TYPE, "Guest"));
    static final SyncPolicy UNDECIDED =
            new SyncPolicy(true, false, false, Set.of(), scope(PersonAttribute.DEPARTMENT, "Quality"));

    private Examples() {}

    static Map<String, PersonState> states() {
        var states = new LinkedHashMap<String, PersonState>();
        states.put("enabled", present("ada@x.example", "Programmer", true));
        states.put("disabled", present("ada@x.example", "Programmer", false));
        states.put("statusUnknown", present("ada@x.example", "Programmer", null));
        states.put("noTitle", present("ada@x.example", null, true));
        states.put("noTitleDisabled", present("ada@x.example", null, false));
        states.put("noMail", present(null, "Programmer", true));
        states.put("badMail", present("adä@x.example", "Programmer", true));
        states.put("badMailDisabled", present("adä@x.example", "Programmer", false));
        states.put("deleted", new PersonState.Deleted(ADA));
        return states;
    }

    static Map<String, Match> matches() {
        var matches = new LinkedHashMap<String, Match>();
        matches.put("same", new Match.Linked(user("ada", "ada@x.example", "Programmer", true), LinkOrigin.CREATED));
        matches.put("differs", new Match.Linked(user("ada", "ada@x.example", "Intern", true), LinkOrigin.CREATED));
        matches.put(
                "inactive", new Match.Linked(user("ada", "ada@x.example", "Programmer", false), LinkOrigin.CREATED));
        matches.put("byEmail", new Match.ByEmail(user(null, "ada@x.example", "Programmer", true)));
        matches.put("inactiveByEmail", new Match.ByEmail(user(null, "ada@x.example", "Programmer", false)));
        matches.put("cleared", new Match.Linked(user(null, "ada@x.example", "Programmer", true), LinkOrigin.CREATED));
        matches.put("none", new Match.None());
        matches.put("disputed", new Match.Disputed(SkipReason.MAIL_OWNED_BY_OTHER, List.of("bob")));
        return matches;
    }

    static String word(UserPlan plan) {
        return switch (plan) {
            case UserPlan.Create ignored -> "create";
            case UserPlan.Change change -> change.kind().name().toLowerCase(java.util.Locale.ROOT);
            case UserPlan.Nothing ignored -> "-";
            case UserPlan.Skip skip -> skip.reason().label();
        };
    }

    static Scope scope(PersonAttribute attribute, String value) {
        return new Scope(true, List.of(new Scope.Condition(attribute, Scope.Operator.IS_ONE_OF, List.of(value))));
    }

    static PersonState present(String mail, String title, Boolean enabled) {
        return new PersonState.Present(person(mail, "Ada", "Lovelace", title, enabled));
    }

    static DirectoryPerson person(String mail, String given, String surname, String title, Boolean enabled) {
        return new DirectoryPerson(ADA, mail, given, surname, title, enabled, false);
    }

    static ZenQmsUser user(String externalId, String mail, String title, boolean active) {
        return new ZenQmsUser(new ZenQmsUserId("7"), externalId, mail, "Ada", "Lovelace", title, active);
    }
}
