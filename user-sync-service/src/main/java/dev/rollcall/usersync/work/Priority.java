package dev.rollcall.usersync.work;

/** What is leased first, in this order. */
public enum Priority {
    LEAVER,
    LIVE,
    BULK
}
