package dev.rollcall.manager.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What an operator sets. What is missing is named at start, all at once, by the startup check. */
@ConfigMapping(prefix = "rollcall.manager")
public interface ManagerConfig {

    /** A file that holds the API's bearer token. */
    Optional<String> apiTokenFile();

    /** The API's bearer token itself; from the environment variable ROLLCALL_API_TOKEN. */
    Optional<String> apiToken();

    /** Where the ingress is reached from the internet, without a path of ours. */
    Optional<URI> publicUrl();

    /** Whether endpoints may be plain http or have private addresses: for the sandbox. */
    @WithDefault("false")
    boolean allowInsecureEndpoints();

    /** Keyset for secrets at rest: a file's path or the JSON itself. */
    Optional<String> secretsKeyset();

    /** Keyset that seals access for workers, shared with them: a file's path or the JSON itself. */
    Optional<String> accessKeyset();

    /** How long a replica that died keeps others from going on with its run. */
    @WithDefault("30s")
    Duration runLease();

    /** How long a subscription is tried again while the directory can't reach the ingress. */
    @WithDefault("3m")
    Duration handshakePatience();

    /** How often subscriptions are looked through for one that is due. */
    @WithDefault("10s")
    Duration subscriptionCheck();

    /** How often the change feed is read for changes that no notification announced. */
    @WithDefault("5m")
    Duration sweepEvery();

    /** How long an integration may hear nothing, neither by a notification nor by a sweep, before it is unhealthy. */
    @WithDefault("30m")
    Duration silence();

    /** How long a replica that died keeps others from looking at the timers. */
    @WithDefault("20s")
    Duration timerLease();

    /** How often the lock of the timers is renewed, or tried for; well below {@link #timerLease}. */
    @WithDefault("5s")
    Duration timerLockEvery();

    /** The least that {@link #runRetention} may be. */
    Duration SHORTEST_RETENTION = Duration.ofDays(1);

    /** How long runs that ended, answered entries of Live and reports are kept, such as {@code 400d}; a day at least. */
    @WithDefault("400d")
    Duration runRetention();
}
