package dev.rollcall.usersync.work;

/** Rows of different lanes never wait for each other. */
public enum Lane {
    APPLY,
    PLAN
}
