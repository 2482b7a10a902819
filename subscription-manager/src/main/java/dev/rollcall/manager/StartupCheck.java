package dev.rollcall.manager;

import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;

import dev.rollcall.access.AccessSeal;
import dev.rollcall.manager.config.ManagerConfig;
import dev.rollcall.manager.secret.SecretVault;
import dev.rollcall.manager.web.ApiToken;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduler;

import org.jboss.logging.Logger;

/** Says everything that is missing at once, in a sentence each, and stops: nothing works half. */
final class StartupCheck {

    private static final Logger LOG = Logger.getLogger(StartupCheck.class);

    void check(
            @Observes @Priority(1) StartupEvent event,
            ManagerConfig config,
            ApiToken token,
            Instance<SecretVault> vault,
            Instance<AccessSeal> seal,
            Scheduler scheduler) {
        var missing = new ArrayList<String>();
        token.problem().ifPresent(missing::add);
        if (config.publicUrl().isEmpty()) {
            missing.add("no public address: set rollcall.manager.public-url (ROLLCALL_MANAGER_PUBLIC_URL) to where the"
                    + " ingress is reached from the internet");
        }
        if (config.runRetention().compareTo(ManagerConfig.SHORTEST_RETENTION) < 0) {
            missing.add(
                    "rollcall.manager.run-retention (ROLLCALL_MANAGER_RUN_RETENTION) is less than a day: set it to how long"
                            + " runs are to be kept, such as 400d");
        }
        problem(() -> vault.get().keyId()).ifPresent(missing::add);
        problem(() -> seal.get().toString()).ifPresent(missing::add);
        if (!missing.isEmpty()) {
            missing.forEach(sentence -> LOG.fatalf("The subscription manager can't start: %s.", sentence));
            Quarkus.asyncExit(1);
        } else {
            // Not before: work that a manager claims and then ends would be nobody's until the claim runs out.
            scheduler.resume();
        }
    }

    /** What a keyset's bean says when it can't be made: the first cause has the sentence. */
    private static Optional<String> problem(Supplier<?> bean) {
        try {
            bean.get();
            return Optional.empty();
        } catch (RuntimeException e) {
            Throwable first = e;
            while (first.getCause() != null) {
                first = first.getCause();
            }
            return Optional.of(String.valueOf(first.getMessage()).replaceAll("\\.$", ""));
        }
    }
}
