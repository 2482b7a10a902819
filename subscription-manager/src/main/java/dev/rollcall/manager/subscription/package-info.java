/** The directory's subscriptions, which announce changes. */
package dev.rollcall.manager.subscription;
