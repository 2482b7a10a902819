package dev.rollcall.model;

/** What workers report: per person a {@link SyncOutcome}, per integration a {@link Trouble}. */
public sealed interface OutcomeMessage extends Message permits SyncOutcome, Trouble {}
