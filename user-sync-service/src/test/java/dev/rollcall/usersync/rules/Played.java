package dev.rollcall.usersync.rules;

import java.util.List;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.SyncOutcome;

import org.jdbi.v3.core.Jdbi;

/** A sequence that was played to its end, for {@link Rules} to judge. */
public interface Played {

    IntegrationId integration();

    IntegrationSettings.UserSync settings();

    World world();

    History history();

    /** All that were told, in the order they were told in. */
    List<SyncOutcome> outcomes();

    /** The service's tables. */
    Jdbi database();

    /** Whether somebody was killed, or lost the database, with a server's refusal in hand: nobody else could hear of it. */
    default boolean lostARefusal() {
        return false;
    }

    /** Whether no write may have been sent twice, as a process that stood still or a late call may do. */
    boolean repeatsNoWrite();
}
