/** The record: links and why they exist, intents, the brake. */
package dev.rollcall.usersync.ledger;
