/**
 * The control plane. It owns integrations, their connections and subscriptions, the initial sync, and the run log.
 *
 * <p>Packages are features and depend one way: {@code initialsync} on {@code subscription}, {@code run} and
 * {@code connection}; these on {@code integration}; all on {@code publish}, {@code secret} and {@code web}.
 */
package dev.rollcall.manager;
