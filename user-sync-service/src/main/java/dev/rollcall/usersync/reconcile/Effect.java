package dev.rollcall.usersync.reconcile;

import dev.rollcall.model.MappedFields;
import dev.rollcall.model.Outcome;
import dev.rollcall.usersync.ledger.LedgerEntry;
import dev.rollcall.zenqms.ZenQmsUser;

/**
 * What reconciling one person came to, to be recorded in one transaction.
 *
 * @param link the person's link from now on; null for none
 * @param written the mapped fields ZenQMS now has; null where they were not all compared
 * @param user the ZenQMS user as it now is; null where it was not touched
 */
record Effect(Outcome outcome, LedgerEntry.Linked link, MappedFields written, ZenQmsUser user) {}
