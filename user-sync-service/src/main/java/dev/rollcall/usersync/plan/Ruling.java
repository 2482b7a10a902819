package dev.rollcall.usersync.plan;

/** What an administrator said of a held deactivation. */
public enum Ruling {
    /** Do it, whatever the brake says, if the directory still says so. */
    RELEASED,
    /** Leave the person active until the directory says something else of them. */
    REJECTED
}
