package dev.rollcall.manager.integration;

import java.net.URI;
import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.RunId;

/**
 * One integration, with both connections. Columns named like a secret hold ciphertext, see
 * {@link dev.rollcall.manager.secret.SecretVault}.
 */
@Entity
@Table(name = "integration")
public class Integration {

    /** Why access is given. */
    public enum AccessCause {
        /** The token before it was half through its life, or there was none. */
        TIME,
        /** An administrator changed credentials or activated. */
        ADMINISTRATION,
        /** A worker reported that the one before was refused. */
        TROUBLE
    }

    /** What made the integration lose its authorization. */
    public enum AuthorizationLost {
        /** The directory refused a new token; one that comes later mends it. */
        RENEWAL_REFUSED,
        /** Tokens come, but what workers send is refused: only an administrator can mend it. */
        ACCESS_REFUSED
    }

    /** Why everybody must be read again: announcements may have been missed. */
    public enum WalkCause {
        RECONCILIATION("the change feed could not be read"),
        SCOPE_CHANGED("the scope was another one"),
        NOTICES_LOST("nothing read the notices, which were deleted before they were read");

        private final String when;

        WalkCause(String when) {
            this.when = when;
        }

        /** For the administrator. */
        public String sentence() {
            return "Everybody is synchronised again, after any run that is under way: changes may have been missed while "
                    + when + ".";
        }
    }

    @Id
    public String id;

    public String name;

    @Enumerated(EnumType.STRING)
    public IntegrationState state;

    /** One sentence for the administrator; null when nothing is wrong. */
    public String problem;

    @Column(name = "settings_version")
    public long settingsVersion;

    @Column(name = "authorize_url")
    public String authorizeUrl;

    @Column(name = "token_url")
    public String tokenUrl;

    @Column(name = "tenant_id")
    public String tenantId;

    @Column(name = "client_id")
    public String clientId;

    @Column(name = "client_secret")
    public String clientSecret;

    @Column(name = "graph_url")
    public String graphUrl;

    @Column(name = "zenqms_url")
    public String zenQmsUrl;

    @Column(name = "zenqms_api_key")
    public String zenQmsApiKey;

    /** JSON object of text values. */
    @Column(name = "zenqms_wire")
    public String zenQmsWire;

    @Enumerated(EnumType.STRING)
    @Column(name = "initial_sync")
    public InitialSync initialSync;

    /** JSON of {@link dev.rollcall.model.IntegrationSettings.UserSync}. */
    @Column(name = "user_sync")
    public String userSync;

    @Column(name = "integration_key")
    public String integrationKey;

    @Column(name = "key_hash")
    public String keyHash;

    @Column(name = "client_state")
    public String clientState;

    @Column(name = "client_state_hash")
    public String clientStateHash;

    /** Accepted too, while one client state replaces another; else null. */
    @Column(name = "other_client_state_hash")
    public String otherClientStateHash;

    @Column(name = "secrets_key_id")
    public String secretsKeyId;

    /** Whether the ingress may know the door: from the first activation on. */
    @Column(name = "door_open")
    public boolean doorOpen;

    /** Grows with every change of credentials, so that a token asked for with older ones is thrown away. */
    @Column(name = "credentials_version")
    public long credentialsVersion;

    @Column(name = "access_version")
    public long accessVersion;

    @Column(name = "access_expires_at")
    public Instant accessExpiresAt;

    /** When access is to be renewed; null before the first activation. */
    @Column(name = "access_due_at")
    public Instant accessDueAt;

    /** Why the access that is out was given; null before the first. */
    @Enumerated(EnumType.STRING)
    @Column(name = "access_cause")
    public AccessCause accessCause;

    /** Why access is to be given next. */
    @Enumerated(EnumType.STRING)
    @Column(name = "renewal_cause")
    public AccessCause renewalCause;

    @Enumerated(EnumType.STRING)
    @Column(name = "authorization_lost")
    public AuthorizationLost authorizationLost;

    /** Set until a walk that began after it, and applies, has come to its end. */
    @Enumerated(EnumType.STRING)
    @Column(name = "walk_wanted")
    public WalkCause walkWanted;

    @Column(name = "walk_wanted_at")
    public Instant walkWantedAt;

    /** After a run that failed; null for at once. */
    @Column(name = "walk_not_before")
    public Instant walkNotBefore;

    /** The run that removes it; null before. */
    @Column(name = "removal_run")
    public String removalRun;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "changed_at")
    public Instant changedAt;

    public IntegrationId integrationId() {
        return new IntegrationId(id);
    }

    public URI tokenUri() {
        return URI.create(tokenUrl);
    }

    public URI graphUri() {
        return URI.create(graphUrl);
    }

    public boolean isDraft() {
        return state == IntegrationState.DRAFT;
    }

    /**
     * The first activation opens the door; a later one mends what lost its authorization.
     *
     * @return false when it was paused or removed meanwhile; then nothing happened
     */
    public boolean activate() {
        switch (state) {
            case DRAFT, ACTIVE, NEEDS_AUTHORIZATION -> {}
            case PAUSED, REMOVING, REMOVED, UNKNOWN -> {
                return false;
            }
        }
        state = IntegrationState.ACTIVE;
        walkNotBefore = null;
        doorOpen = true;
        authorizationLost = null;
        problem = null;
        return true;
    }

    /**
     * Everybody is read again as soon as the integration is active and no other run is under way. The wish stands until a walk
     * that began after it and applies has come to its end.
     */
    public void wantWalk(WalkCause cause, Instant now) {
        walkWanted = cause;
        walkWantedAt = now;
        walkNotBefore = null;
    }

    void pause() {
        if (state != IntegrationState.ACTIVE) {
            throw ProblemException.conflict("Only an active integration can be paused; this one is " + state + ".");
        }
        state = IntegrationState.PAUSED;
    }

    void resume(Instant now) {
        if (state != IntegrationState.PAUSED) {
            throw ProblemException.conflict("Only a paused integration can be resumed; this one is " + state + ".");
        }
        state = IntegrationState.ACTIVE;
        // The token ran out meanwhile, as nothing was renewed.
        askForAccess(AccessCause.ADMINISTRATION, now);
    }

    /** From now on its links are cleared, and nothing else is done. */
    public void remove(RunId run, Instant now) {
        state = IntegrationState.REMOVING;
        removalRun = run.value();
        walkWanted = null;
        authorizationLost = null;
        problem = null;
        askForAccess(AccessCause.ADMINISTRATION, now);
    }

    /** Nothing is left of it but its record: no secret, no door, no access. */
    public void removed() {
        state = IntegrationState.REMOVED;
        walkWanted = null;
        clientSecret = "";
        zenQmsApiKey = "";
        integrationKey = "";
        clientState = "";
        doorOpen = false;
        accessDueAt = null;
        accessExpiresAt = null;
        problem = null;
    }

    /** Whether it is on its way out, or gone. */
    public boolean isRemoved() {
        return state == IntegrationState.REMOVING || state == IntegrationState.REMOVED;
    }

    /** Access is given as soon as somebody sees it. */
    public void askForAccess(AccessCause cause, Instant now) {
        accessDueAt = now;
        renewalCause = cause;
    }

    /** The next version is out. */
    public void accessGiven(Instant expiresAt, Instant renewAt) {
        accessVersion++;
        accessExpiresAt = expiresAt;
        accessCause = renewalCause == null ? AccessCause.TIME : renewalCause;
        accessDueAt = renewAt;
        renewalCause = AccessCause.TIME;
        if (state == IntegrationState.REMOVING && accessCause == AccessCause.ADMINISTRATION) {
            // Whatever was refused, it is tried with what was entered now.
            problem = null;
        }
    }

    /** @param sentence what is wrong and what to do */
    public void loseAuthorization(AuthorizationLost why, String sentence) {
        if (state == IntegrationState.ACTIVE || state == IntegrationState.NEEDS_AUTHORIZATION) {
            state = IntegrationState.NEEDS_AUTHORIZATION;
            authorizationLost = why;
            problem = sentence;
        } else if (state == IntegrationState.REMOVING) {
            // It stays what it is; new credentials let it go on.
            problem = sentence;
        }
    }

    /**
     * A new token came: it mends a refused renewal, and whatever an administrator just changed.
     *
     * @return whether it did; then changes may have been missed meanwhile
     */
    public boolean regainAuthorization() {
        if (state != IntegrationState.NEEDS_AUTHORIZATION) {
            return false;
        }
        if (authorizationLost == AuthorizationLost.ACCESS_REFUSED && renewalCause != AccessCause.ADMINISTRATION) {
            return false;
        }
        state = IntegrationState.ACTIVE;
        authorizationLost = null;
        problem = null;
        return true;
    }

    @Override
    public String toString() {
        return "Integration[" + id + ", " + state + "]";
    }
}
