/** Acts: leases, looks, reconciles, records. */
package dev.rollcall.usersync.reconcile;
