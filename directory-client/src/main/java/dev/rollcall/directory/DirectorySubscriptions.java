package dev.rollcall.directory;

import java.time.Instant;
import java.util.List;

/** Asks the directory to announce changes. */
public interface DirectorySubscriptions {

    /**
     * Creates a subscription. The directory validates both URLs while this call is in flight.
     *
     * @throws DirectoryException.Rejected 409 when one for the same resource exists, with its id if the directory named it, 400 when a URL did not answer the
     *     handshake, 403-like quota answers come as {@link DirectoryException.AccessDenied}
     */
    Subscription create(NewSubscription subscription);

    /** Moves the expiry; also renews the permission to deliver. */
    Subscription renew(String id, Instant expiresAt);

    /** The subscriptions of this application in the tenant. */
    List<Subscription> list();

    /** Ends one; one that is gone already is fine. */
    void delete(String id);
}
