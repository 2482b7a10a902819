/** Activation and the walk over the whole directory, as a state machine that survives a kill. */
package dev.rollcall.manager.initialsync;
