package dev.rollcall.launcher.topics;

import java.time.Instant;

/**
 * One message of a trail.
 *
 * @param words what it says, on one line
 * @param run the run that it belongs to; null for live work
 * @param trace the trace's id; null without one
 */
record Step(Instant at, String topic, int partition, long offset, String words, String run, String trace) {}
