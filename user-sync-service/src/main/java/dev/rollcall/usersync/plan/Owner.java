package dev.rollcall.usersync.plan;

import dev.rollcall.model.SubjectId;

/**
 * The person that our ledger links a ZenQMS user to.
 *
 * @param departed whether that person was deleted from the directory: their claim ends once the external id is cleared
 */
public record Owner(SubjectId subject, boolean departed) {}
