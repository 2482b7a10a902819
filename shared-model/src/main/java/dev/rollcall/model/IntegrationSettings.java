package dev.rollcall.model;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What every service must know of an integration. Holds no secret: what the ingress compares is hashed.
 *
 * @param envelope names the run that removes it while the state is {@link IntegrationState#REMOVING}
 * @param version grows with every change; a reader ignores a lower one
 * @param name what the administrator calls it
 * @param door what the ingress compares; null until subscriptions are being made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IntegrationSettings(
        Envelope envelope,
        long version,
        IntegrationState state,
        String name,
        DirectoryKind directory,
        Door door,
        UserSync userSync)
        implements Message {

    /** Which kind of directory the integration follows. */
    public enum DirectoryKind {
        ENTRA,
        OKTA,
        SCIM,
        UNKNOWN;

        @JsonCreator
        static DirectoryKind of(String name) {
            return Required.constant(values(), name, UNKNOWN);
        }
    }

    /**
     * How the public door knows the integration. SHA-256, lower-case hex, of random values with at least 128 bits, so a
     * hash can't be turned back.
     *
     * @param keyHash hash of the integration key that stands in the notification URL
     * @param clientStateHashes hashes that are valid now; two while one replaces another
     */
    public record Door(String keyHash, List<String> clientStateHashes) {
        public Door {
            Required.text(keyHash, "keyHash");
            clientStateHashes = clientStateHashes == null ? List.of() : List.copyOf(clientStateHashes);
        }
    }

    /**
     * How people are synchronised.
     *
     * @param createPeople whether somebody without a match is created in ZenQMS
     * @param matchGuestsByMail whether a guest's mail may find an existing ZenQMS user
     * @param protectedPeople never deactivated
     * @param brakePercent share of linked people, in percent, that may be deactivated in 24 hours
     * @param brakeAtLeast people that may be deactivated in 24 hours however few are linked
     * @param zenQmsRequestsPerSecond the most requests a second that all workers together send to ZenQMS
     * @param zenQmsConcurrency the most requests at a time that all workers together have open at ZenQMS
     * @param scope whom the integration is for; everybody where it says nothing
     * @param initialSyncLinksOnly whether runs over everybody only link existing users, so that a preview of one shows no more;
     *     false where an older version says nothing
     */
    public record UserSync(
            boolean createPeople,
            boolean matchGuestsByMail,
            Set<SubjectId> protectedPeople,
            int brakePercent,
            int brakeAtLeast,
            int zenQmsRequestsPerSecond,
            int zenQmsConcurrency,
            Scope scope,
            boolean initialSyncLinksOnly) {

        /** What holds where an administrator said nothing. */
        public static final UserSync DEFAULT =
                new UserSync(true, false, Set.of(), 5, 3, 50, 16, Scope.EVERYBODY, false);

        public UserSync {
            protectedPeople = protectedPeople == null ? Set.of() : Set.copyOf(protectedPeople);
            scope = scope == null ? Scope.EVERYBODY : scope;
            Required.range(brakePercent, 0, 100, "brakePercent");
            Required.range(brakeAtLeast, 0, Integer.MAX_VALUE, "brakeAtLeast");
            Required.range(zenQmsRequestsPerSecond, 1, 10_000, "zenQmsRequestsPerSecond");
            Required.range(zenQmsConcurrency, 1, 64, "zenQmsConcurrency");
        }

        /** For everybody in the directory, in full. */
        public UserSync(
                boolean createPeople,
                boolean matchGuestsByMail,
                Set<SubjectId> protectedPeople,
                int brakePercent,
                int brakeAtLeast,
                int zenQmsRequestsPerSecond,
                int zenQmsConcurrency) {
            this(
                    createPeople,
                    matchGuestsByMail,
                    protectedPeople,
                    brakePercent,
                    brakeAtLeast,
                    zenQmsRequestsPerSecond,
                    zenQmsConcurrency,
                    Scope.EVERYBODY,
                    false);
        }
    }

    public IntegrationSettings {
        Required.value(envelope, "envelope");
        Required.value(state, "state");
        directory = directory == null ? DirectoryKind.UNKNOWN : directory;
        userSync = userSync == null ? UserSync.DEFAULT : userSync;
    }

    /** The whole integration: the key is its id alone. */
    @Override
    public String subject() {
        return null;
    }
}
