package dev.rollcall.model;

/** What a walk over the whole directory sends: batches, and at its end one {@link WalkClosed}. */
public sealed interface InitialSyncMessage extends Message permits InitialBatch, WalkClosed {}
