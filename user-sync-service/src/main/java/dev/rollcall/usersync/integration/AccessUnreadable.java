package dev.rollcall.usersync.integration;

/** Sealed access that this service's key does not open: its keyset and the manager's differ, or the record was changed. */
public final class AccessUnreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final long accessVersion;

    AccessUnreadable(long accessVersion, String sentence) {
        super(sentence);
        this.accessVersion = accessVersion;
    }

    public long accessVersion() {
        return accessVersion;
    }
}
