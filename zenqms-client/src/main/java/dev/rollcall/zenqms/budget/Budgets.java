package dev.rollcall.zenqms.budget;

import dev.rollcall.model.IntegrationId;

/** The budgets of all integrations. */
public interface Budgets {

    /** The budget of one integration, with the ceiling of its settings. */
    Budget of(IntegrationId integration, Ceiling ceiling);
}
