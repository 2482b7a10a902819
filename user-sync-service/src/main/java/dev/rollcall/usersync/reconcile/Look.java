package dev.rollcall.usersync.reconcile;

import java.time.Instant;

import dev.rollcall.usersync.ledger.LedgerEntry;
import dev.rollcall.usersync.plan.PersonState;
import dev.rollcall.usersync.work.WorkRow;

/**
 * A person at the moment of reconciling.
 *
 * @param state what the directory says
 * @param readAt when it said so
 * @param known what our ledger says
 * @param intentLeft whether a former attempt ended without a record of what it did
 */
record Look(WorkRow row, PersonState state, Instant readAt, LedgerEntry known, boolean intentLeft) {}
