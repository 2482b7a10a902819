package dev.rollcall.manager.initialsync;

import dev.rollcall.model.RunId;

/** A run is on record and due. */
record RunBegun(RunId runId) {}
