package dev.rollcall.usersync.plan;

/** Why somebody is left alone, with what an administrator can do about it. The label is stable: filters and metrics use it. */
public enum SkipReason {
    MISSING_MAIL("missing-mail", "The person has no mail address in the directory. Add one there."),
    MISSING_GIVEN_NAME("missing-given-name", "The person has no given name in the directory. Add one there."),
    MISSING_SURNAME("missing-surname", "The person has no surname in the directory. Add one there."),
    MISSING_JOB_TITLE("missing-job-title", "The person has no job title in the directory. Add one there."),
    INVALID_MAIL(
            "invalid-mail",
            "ZenQMS accepts no international characters in a mail address. Give the person an ASCII address in the directory."),
    STATUS_UNKNOWN(
            "status-unknown", "The directory did not say whether the account is enabled. Nothing is done on a guess."),
    DISABLED_IN_DIRECTORY(
            "disabled-in-directory",
            "The account is disabled in the directory, so no ZenQMS user is created. It will be once the account is enabled."),
    DELETED_IN_DIRECTORY("deleted-in-directory", "The person was deleted from the directory and has no ZenQMS user."),
    CREATING_IS_OFF(
            "creating-is-off",
            "No ZenQMS user matches, and this integration does not create any. Create the user in ZenQMS, or let the integration create people."),
    GUEST_MAIL_NOT_MATCHED(
            "guest-mail-not-matched",
            "A guest's mail equals that of an existing ZenQMS user, and matching guests by mail is off. Turn it on, or change one of the two."),
    OUT_OF_SCOPE(
            "out-of-scope",
            "The person is outside the scope of this integration. Change the scope, or the person in the directory, if they belong to it."),
    SCOPE_UNDECIDED(
            "scope-undecided",
            "What was read of the person does not tell whether they are in the scope of this integration. Nothing is done on a guess."),
    PROTECTED("protected", "The person is protected: Rollcall never deactivates them."),
    REJECTED_BY_ADMINISTRATOR(
            "rejected-by-administrator",
            "An administrator rejected the deactivation. The ZenQMS user stays active until the directory says something else of the person."),
    MAIL_AMBIGUOUS(
            "mail-ambiguous",
            "Several ZenQMS users have the person's mail address. Keep one of them, or link one by hand."),
    EXTERNAL_ID_AMBIGUOUS(
            "external-id-ambiguous", "Several ZenQMS users carry the person's external id. Clear it on all but one."),
    LINKED_TO_OTHER(
            "linked-to-other",
            "The person's ZenQMS user now carries another external id. Nobody was overwritten; correct it in ZenQMS."),
    MAIL_OWNED_BY_OTHER(
            "mail-owned-by-other",
            "The person's mail address belongs to a ZenQMS user that is linked to another person. Nobody was overwritten; give one of the two another address."),
    MAIL_SHARED_IN_DIRECTORY(
            "mail-shared-in-directory",
            "Another person in the directory has the same mail address. Only one can be in ZenQMS; give one of the two another address."),
    MAIL_OF_FORMER_PERSON(
            "mail-of-former-person",
            "The mail address belongs to a ZenQMS user that is linked to somebody who was deleted from the directory. To hand that user to this person, clear its external id in ZenQMS; otherwise give one of the two another address."),
    MAIL_TAKEN_ELSEWHERE(
            "mail-taken-elsewhere",
            "The mail address is used in another ZenQMS account, where it must be freed first. ZenQMS wants each address once over all accounts.");

    private final String label;
    private final String advice;

    SkipReason(String label, String advice) {
        this.label = label;
        this.advice = advice;
    }

    public String label() {
        return label;
    }

    public String advice() {
        return advice;
    }

    /** Whether it ends once somebody else gives up the mail: then the person is looked at again. */
    public boolean waitsForMail() {
        return switch (this) {
            case MAIL_OWNED_BY_OTHER, MAIL_SHARED_IN_DIRECTORY, MAIL_OF_FORMER_PERSON, MAIL_TAKEN_ELSEWHERE -> true;
            case MISSING_MAIL,
                    MISSING_GIVEN_NAME,
                    MISSING_SURNAME,
                    MISSING_JOB_TITLE,
                    INVALID_MAIL,
                    STATUS_UNKNOWN,
                    DISABLED_IN_DIRECTORY,
                    DELETED_IN_DIRECTORY,
                    CREATING_IS_OFF,
                    GUEST_MAIL_NOT_MATCHED,
                    OUT_OF_SCOPE,
                    SCOPE_UNDECIDED,
                    PROTECTED,
                    REJECTED_BY_ADMINISTRATOR,
                    MAIL_AMBIGUOUS,
                    EXTERNAL_ID_AMBIGUOUS,
                    LINKED_TO_OTHER -> false;
        };
    }

    /** Whether a person whom the directory has only begun to create may look like this for a while. */
    public boolean mayBeUnfinished() {
        return switch (this) {
            case MISSING_MAIL,
                    MISSING_GIVEN_NAME,
                    MISSING_SURNAME,
                    MISSING_JOB_TITLE,
                    STATUS_UNKNOWN,
                    DELETED_IN_DIRECTORY -> true;
            case INVALID_MAIL,
                    DISABLED_IN_DIRECTORY,
                    CREATING_IS_OFF,
                    GUEST_MAIL_NOT_MATCHED,
                    OUT_OF_SCOPE,
                    SCOPE_UNDECIDED,
                    PROTECTED,
                    REJECTED_BY_ADMINISTRATOR,
                    MAIL_AMBIGUOUS,
                    EXTERNAL_ID_AMBIGUOUS,
                    LINKED_TO_OTHER,
                    MAIL_OWNED_BY_OTHER,
                    MAIL_SHARED_IN_DIRECTORY,
                    MAIL_OF_FORMER_PERSON,
                    MAIL_TAKEN_ELSEWHERE -> false;
        };
    }
}
