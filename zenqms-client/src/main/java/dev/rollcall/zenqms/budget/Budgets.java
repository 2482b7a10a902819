package dev.rollcall.zenqms.budget;

import dev.rollcall.model.IntegrationId;

/** The budgets of all integrations. */
public interface Budgets extends AutoCloseable {

    /** The budget of one integration, with the ceiling of its settings. */
    Budget of(IntegrationId integration, Ceiling ceiling);

    /** When no more calls are made: gives back what is kept between them. */
    @Override
    default void close() {}
}
