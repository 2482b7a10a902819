package dev.rollcall.usersync.work;

/** Time that only passes, from any beginning; nobody sets it right or wrong. */
@FunctionalInterface
public interface Ticker {

    long nanos();
}
