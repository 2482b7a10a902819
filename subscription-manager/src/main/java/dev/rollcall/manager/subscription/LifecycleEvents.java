package dev.rollcall.manager.subscription;

import java.time.Instant;

import dev.rollcall.manager.integration.CatchUpCause;
import dev.rollcall.manager.integration.CatchUps;
import dev.rollcall.model.LifecycleNotice;

import org.jdbi.v3.core.Handle;

/**
 * What the directory says about a subscription is on record before it is acknowledged: the subscription is due, and changes
 * may have been missed. All its words are taken alike, also those to come: a subscription that is gone is made again, one
 * whose authorization ends is renewed, which renews that too.
 *
 * @see <a href="https://learn.microsoft.com/graph/change-notifications-lifecycle-events">lifecycle events</a>
 */
public final class LifecycleEvents {

    private LifecycleEvents() {}

    /** In the caller's transaction. One of a subscription that we no longer hold says nothing about ours. */
    public static void take(Handle handle, LifecycleNotice notice, Instant now) {
        var integration = notice.envelope().integrationId().value();
        var ours = handle.createUpdate("""
                        update directory_subscription set reauthorize_at = :now, check_at = :now
                        where integration_id = :integration and subscription_id = :subscription""")
                .bind("integration", integration)
                .bind("subscription", notice.subscriptionId())
                .bind("now", now)
                .execute();
        if (ours > 0) {
            CatchUps.want(handle, integration, CatchUpCause.LIFECYCLE);
        }
    }
}
