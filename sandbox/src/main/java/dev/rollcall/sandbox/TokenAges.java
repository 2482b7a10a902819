package dev.rollcall.sandbox;

/** Numbers one tenant's tokens, so that those given out so far can expire at once, also after some more calls. */
final class TokenAges {
    private static final int NEVER = -1;

    private long last;
    private long expiredUpTo;
    private int callsLeft = NEVER;

    synchronized long next() {
        return ++last;
    }

    synchronized void expire() {
        expiredUpTo = last;
        callsLeft = NEVER;
    }

    synchronized void expireAfter(int calls) {
        callsLeft = calls;
    }

    /** Asked once a call. */
    synchronized boolean refuses(long number) {
        if (callsLeft == 0) {
            expire();
        } else if (callsLeft > 0) {
            callsLeft--;
        }
        return number <= expiredUpTo;
    }
}
