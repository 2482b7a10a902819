package dev.rollcall.model;

/** What workers report: per person a {@link SyncOutcome}, per integration a {@link Trouble}, and at the end of a removal {@link LinksCleared}. */
public sealed interface OutcomeMessage extends Message permits SyncOutcome, Trouble, LinksCleared {}
